// One page as pixels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sanad {

// Grey pixels, one byte each (0 black, 255 white), row by row from the top, no padding: pixels.size() is
// width * height. `dpi` is what the file claims, 0 where it claims nothing.
struct Page {
    int number = 1;  // 1-based, in its file
    int width = 0;
    int height = 0;
    double dpi = 0;
    std::string source_sha256 = {};  // of the file's bytes, lower-case hex
    std::vector<std::uint8_t> pixels = {};
};

// Limits that are checked from a file's headers, before anything is decoded.
struct DecodeLimits {
    std::uint64_t max_file_bytes = 200ull << 20;
    std::uint64_t max_pixels = 100'000'000;  // of one page
    int max_pages = 500;
};

}  // namespace sanad
