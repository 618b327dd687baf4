// There is one way to write a moment, and one to write a day.
#include "core/time.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto text = sanad::fuzz::text_of(data, size);
    if (const auto moment = sanad::parse_iso_moment(text))
        sanad::fuzz::must(sanad::iso_moment(*moment) == text);
    if (const auto day = sanad::parse_iso_day(text)) sanad::fuzz::must(sanad::iso_day(*day) == text);
    return 0;
}
