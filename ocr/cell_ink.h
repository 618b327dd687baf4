// From the picture of a cell to the ink that somebody put into it: paper evened out, the printed border and
// the neighbours' ink removed, what is left cut out and scaled. Reading and training both come through here,
// so that the network learns from exactly what it will see. Included by ocr/*.cpp only.
#pragma once

#include "ocr/digits.h"
#include "ocr/digits_network.h"

namespace sanad::ocr {

struct CellInk {
    bool blank = true;      // no ink that could be writing; `square` is then all paper
    bool dust = false;      // blank, but something lies there that is hardly too small for the dot of a zero
    InkSquare square = {};  // the ink, its longer side at most 26 of the 32 places, in the middle
    // Size of the ink in parts of the cell's height; 0 where the cell's own rectangle is not known.
    double height = 0;
    double width = 0;
    double contrast = 0;  // darkness of the ink against the paper, 0..1
};

// A view is the same ink moved and scaled a little on the square: view 0 is straight, 1..4 are askew.
constexpr int view_count = 5;

// Throws Error(bad_input) where the image is not width x height, or larger than 4096 pixels a side.
CellInk cell_ink(const CellImage& image);

// `ink.square` as view `number` (0..4) shows it.
InkSquare view(const CellInk& ink, int number);

}  // namespace sanad::ocr
