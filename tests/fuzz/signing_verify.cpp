// Who trusts nobody finds no signature trusted and no paper valid, whatever the file says; and all that is
// found can be told.
#include <chrono>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "signing/verify.h"
#include "tests/fuzz/target.h"

using namespace sanad;

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const signing::VerifyOptions nobody{.now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};
    const auto report =
        fuzz::unless_refused([&] { return signing::verify_pdf(fuzz::text_of(data, size), nobody); });
    if (!report) return 0;
    fuzz::must(report->verdict != "valid");
    for (const auto& signature : report->signatures)
        fuzz::must(!signature.trusted && signature.indication != "TOTAL-PASSED");
    fuzz::must(!dump_json(Json(*report)).empty());
    return 0;
}
