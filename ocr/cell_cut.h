// Cuts the cells of a number field out of a registered page, each with a margin, so that strokes that reach
// over the border are kept whole.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/geometry.h"
#include "ocr/digits.h"

namespace sanad::ocr {

// Beyond the cell on each side.
constexpr double cell_margin_mm = 1.0;

// A registered page, or a part of it: grey pixels, 0 black, row by row. (x_mm, y_mm) of the page is at pixel
// (0, 0).
struct GreyView {
    std::span<const std::uint8_t> pixels;  // width * height of them
    int width = 0;
    int height = 0;
    double px_per_mm = 0;
    double x_mm = 0;
    double y_mm = 0;
};

// What lies outside of the page is white. Throws Error(bad_input) where the pixels, the scale or the box make
// no sense (a cell of more than 100 mm, or none at all).
CellImage cut_cell(const GreyView& page, const BoxMm& cell);
std::vector<CellImage> cut_cells(const GreyView& page, const std::vector<BoxMm>& cells);

}  // namespace sanad::ocr
