// Real handwritten digits, to measure with and never to train on. Included by ocr/training/*.cpp and tests
// only.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ocr/digits.h"

namespace sanad::ocr::training {

struct RealDigit {
    CellImage image;
    int digit = 0;   // 0..9, written in Arabic-Indic digits
    int writer = 0;  // 0 where it is not known
};

// images.idx3-ubyte and labels.idx1-ubyte as in MNIST, and a writer's number a line in writers.txt, white on
// black; every `step`-th of them. The size of the digit in its cell is unknown there. Throws Error(not_found)
// or Error(bad_input).
std::vector<RealDigit> load_idx(const std::string& folder, std::size_t step = 1);

// Pictures of cells in folders named 0 to 9; the whole picture is the cell.
std::vector<RealDigit> load_cell_pictures(const std::string& folder);

}  // namespace sanad::ocr::training
