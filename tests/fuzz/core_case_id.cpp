// Whatever is typed, a case id that comes of it is written in the one way, which is itself understood.
#include "core/case_id.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto id = sanad::parse_case_id(sanad::fuzz::text_of(data, size));
    if (!id) return 0;
    sanad::fuzz::must(id->size() == 13 && (*id)[4] == '-');
    sanad::fuzz::must(sanad::parse_case_id(*id) == id);
    return 0;
}
