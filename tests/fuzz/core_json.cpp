// Whatever is accepted is written as one line that says the same when it is read again, and becomes a value
// of the core or is refused.
#include <nlohmann/json.hpp>

#include "core/case.h"
#include "core/json.h"
#include "core/reading.h"
#include "core/record.h"
#include "tests/fuzz/target.h"

using namespace sanad;

namespace {

// A value that was accepted travels as JSON to itself.
template <class Value>
void there_and_back(const Json& json) {
    const auto value = fuzz::unless_refused([&] { return json.get<Value>(); });
    if (!value) return;
    const std::string once = dump_json(Json(*value));
    fuzz::must(dump_json(Json(parse_json(once).get<Value>())) == once);
}

}  // namespace

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto json = fuzz::unless_refused([&] { return parse_json(fuzz::text_of(data, size)); });
    if (!json) return 0;
    const std::string line = dump_json(*json);
    fuzz::must(line.find('\n') == std::string::npos);
    fuzz::must(dump_json(parse_json(line)) == line);
    there_and_back<DocumentReading>(*json);
    there_and_back<Event>(*json);
    there_and_back<Record>(*json);
    there_and_back<StoredFile>(*json);
    return 0;
}
