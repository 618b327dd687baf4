// An office's own handwriting, learned from cells whose digit a person confirmed. Included by
// ocr/training/*.cpp and by ocr/learn.cpp only.
#pragma once

#include <cstdint>
#include <vector>

#include "ocr/cell_ink.h"
#include "ocr/digits_model.h"
#include "ocr/training/cell_maker.h"

namespace sanad::ocr::training {

struct ConfirmedCell {
    CellInk ink;
    int digit = 0;       // 0..9, as confirmed
    bool arabic = true;  // the set that the field was written in
};

// Trains all layers further, half of every batch made cells, so that other hands and print are not forgotten.
// Confirmed cells without ink are left out. One dip is what `from` says it is. Temperatures, size prior and
// curves stay those of `from`: whoever uses the result calibrates it again. The same arguments give the same
// model.
DigitModel teach(const DigitModel& from, const std::vector<ConfirmedCell>& confirmed, CellMaker& maker,
                 std::uint64_t seed);

}  // namespace sanad::ocr::training
