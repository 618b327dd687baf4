// The cells of a paper's number fields as they stand on a scan, for learning from what clerks confirm.
#pragma once

#include <string>
#include <vector>

#include "ocr/digits.h"

namespace sanad::ocr {

struct CutNumber {
    std::string form;  // paper id
    int version = 0;
    std::string key;
    std::vector<CellImage> cells;  // from left to right, without those in which a prefix is printed
};

}  // namespace sanad::ocr
