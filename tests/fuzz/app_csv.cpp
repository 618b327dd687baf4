// Rows come in the order of their lines and hold no more than the file did.
#include "app/csv.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto rows = sanad::app::parse_csv(sanad::fuzz::text_of(data, size));
    if (!rows) return 0;
    std::size_t bytes = 0;
    int line = 0;
    for (const auto& row : *rows) {
        sanad::fuzz::must(row.line > line && !row.values.empty());
        line = row.line;
        for (const auto& value : row.values) bytes += value.size();
    }
    sanad::fuzz::must(bytes <= size + size / 2);  // two bytes of UTF-16 are at most three of UTF-8
    return 0;
}
