// No record that the rules refuse is taken, and those taken can be written as a table with all of them in it.
#include "app/csv.h"
#include "app/record_import.h"
#include "core/check.h"
#include "forms/rules.h"
#include "tests/fuzz/target.h"

using namespace sanad;

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto parsed =
        fuzz::unless_refused([&] { return app::parse_records(fuzz::text_of(data, size), "made.csv"); });
    if (!parsed) return 0;
    for (const auto& refused : parsed->refused) fuzz::must(refused.line > 0 && !refused.id.empty());
    bool any_value = false;
    for (const auto& record : parsed->good) {
        for (const auto& check : forms::check_record(record)) fuzz::must(check.verdict < Verdict::failed);
        any_value = any_value || !record.fields.empty();
    }
    if (!any_value) return 0;
    const auto rows = app::parse_csv(app::records_csv(parsed->good));
    fuzz::must(rows && rows->size() == parsed->good.size() + 1);
    for (const auto& row : *rows) fuzz::must(row.values.size() == rows->front().values.size());
    return 0;
}
