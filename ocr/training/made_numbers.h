// Numbers as people have to write them, and fields of made cells that hold them. Included by
// ocr/training/*.cpp only.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "ocr/digits.h"
#include "ocr/digits_model.h"
#include "ocr/training/cell_maker.h"

namespace sanad::ocr::training {

// One that keeps the rule, or now and then (`breaks` of all) breaks it in one digit, as people do. Without a
// rule: one to ten digits, the first no zero.
std::string draw_number(NumberRule rule, double breaks, strokes::Random& random);

// Cells of one hand or one font, of one scan, in one digit set: three of each digit, read.
class FieldOfCells {
public:
    FieldOfCells(CellMaker& maker, const DigitModel& model, Origin origin, Quality quality, bool arabic,
                 strokes::Random& random);

    // One of the three for each digit.
    std::vector<CellReading> write(const std::string& digits, strokes::Random& random) const;
    // A cell with dirt in it, and one that nobody should read.
    const CellReading& speck() const { return speck_; }
    const CellReading& spoiled() const { return spoiled_; }

private:
    static constexpr std::size_t each = 3;
    std::array<std::array<CellReading, each>, 10> cells_;
    CellReading speck_, spoiled_;
};

}  // namespace sanad::ocr::training
