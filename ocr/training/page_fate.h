// What happens to a cell between the pen and the reader: paper, print, scan, fax. Included by
// ocr/training/*.cpp only.
#pragma once

#include <cstdint>
#include <vector>

#include "ocr/digits.h"
#include "ocr/training/chance.h"

namespace sanad::ocr::training {

using strokes::Random;

// A cell's place on the sheet and how it will be scanned, before anything is drawn.
struct Sheet {
    double px_per_mm = 8;
    double cell_w = 56, cell_h = 60;  // px
    double margin = 8;                // px around the cell
    // The true border against the one expected: registration is never perfect.
    double off_x = 0, off_y = 0, turn = 0;
    int width = 72, height = 76;  // px of the whole picture
};

// How bad the scan is; the parts are drawn for each sheet.
enum class Quality { clean, ordinary, bad };

Sheet draw_sheet(Random& random, Quality quality);

// `ink`: coverage by the digit, `marks`: by the rest that is written or lies on the paper. The border is
// drawn here.
CellImage scan(const Sheet& sheet, const std::vector<std::uint8_t>& ink, bool printed, Quality quality,
               Random& random);

}  // namespace sanad::ocr::training
