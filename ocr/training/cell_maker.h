// Makes cells with a known content: half from fonts, half from pen strokes. Included by ocr/training/*.cpp
// and tests only.
#pragma once

#include <cstdint>
#include <optional>

#include "ocr/digits.h"
#include "ocr/training/font_digits.h"
#include "ocr/training/page_fate.h"
#include "ocr/training/strokes.h"

namespace sanad::ocr::training {

enum class Origin { font, pen };

struct MadeCell {
    CellImage image;
    std::size_t label = 0;  // ocr/digits_classes.h
    Origin origin = Origin::pen;
};

class CellMaker {
public:
    CellMaker(const FontDigits& fonts, std::uint64_t seed);

    // A cell of that class. The pen's hand is another for every cell.
    MadeCell make(std::size_t label, Origin origin, Quality quality);
    // A label as training wants them spread, quality too.
    MadeCell any();

private:
    void write_digit(std::size_t label, Origin origin, const Sheet& sheet, strokes::Hand& hand,
                     std::vector<std::uint8_t>& ink);
    void spoil(Origin origin, const Sheet& sheet, strokes::Hand& hand, std::vector<std::uint8_t>& ink);
    void speckle(const Sheet& sheet, std::vector<std::uint8_t>& ink);
    void pen_digit(std::size_t label, const Sheet& sheet, strokes::Hand& hand, double shift_cells,
                   std::vector<std::uint8_t>& ink);
    void font_digit(Script script, int digit, const Sheet& sheet, std::vector<std::uint8_t>& ink);
    Setting setting(const Sheet& sheet);

    const FontDigits& fonts_;
    strokes::Random random_;
};

}  // namespace sanad::ocr::training
