// A code that is understood is one that we could have printed: written again, it is understood the same.
#include "templates/library.h"
#include "tests/fuzz/target.h"

using namespace sanad;

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto code = templates::parse_page_code(fuzz::text_of(data, size));
    if (!code) return 0;
    fuzz::must(code->version >= 1 && code->page >= 1 && !code->paper.empty());
    const std::string text = templates::write_page_code(*code);
    const auto again = templates::parse_page_code(text);
    fuzz::must(again && templates::write_page_code(*again) == text);
    return 0;
}
