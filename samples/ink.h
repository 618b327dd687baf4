// A layer of ink over a page: how much of each pixel is covered.
#pragma once

#include <cstdint>
#include <vector>

#include "core/geometry.h"
#include "core/page.h"

namespace sanad::samples {

struct Ink {
    int width = 0;
    int height = 0;
    double dpi = 0;
    std::vector<std::uint8_t> cover = {};  // 0 none .. 255 all, row by row

    static Ink over(const Page& page) {
        return {page.width, page.height, page.dpi,
                std::vector<std::uint8_t>(static_cast<std::size_t>(page.width) *
                                          static_cast<std::size_t>(page.height))};
    }
    double px(double mm) const { return mm * dpi / mm_per_inch; }
};

// `grey` is that of the ink, 0 black; `opacity` 0..1 what it hides of the paper and print below. Ink never
// makes a page lighter. The layer must be as large as the page.
void put_ink(Page& page, const Ink& ink, int grey, double opacity);

}  // namespace sanad::samples
