// Makes cells with a known content: half from fonts, half from pen strokes. Included by ocr/training/*.cpp
// and tests only.
#pragma once

#include <array>
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

// What the network is to say of it.
std::size_t class_of(const MadeCell& made);

// What the cells of one field have in common: who or what wrote them, and how they were scanned.
struct FieldStyle {
    Origin origin = Origin::pen;
    Quality quality = Quality::ordinary;
    Sheet sheet = {};
    strokes::Hand hand{0};
    std::array<std::size_t, 2> fonts = {};  // of either Script
    Setting setting = {};                   // of print
    std::uint64_t look = 0;                 // seed of paper, border and scan
};

class CellMaker {
public:
    CellMaker(const FontDigits& fonts, std::uint64_t seed);

    // A cell with that content; no font has the hook (2), a pen writes it then. The pen's hand is another for
    // every cell.
    MadeCell make(std::size_t label, Origin origin, Quality quality);
    // Without fonts everything is written by a pen.
    FieldStyle style(Origin origin, Quality quality);
    // A further cell of that field.
    MadeCell make_in(FieldStyle& style, std::size_t label);
    // A label as training wants them spread, quality too.
    MadeCell any();

private:
    void write_digit(std::size_t label, FieldStyle& style, std::vector<std::uint8_t>& ink);
    void spoil(FieldStyle& style, std::vector<std::uint8_t>& ink);
    void speckle(const Sheet& sheet, std::vector<std::uint8_t>& ink);
    void pen_digit(std::size_t label, const Sheet& sheet, strokes::Hand& hand, double shift_cells,
                   std::vector<std::uint8_t>& ink);
    void font_digit(Script script, int digit, const FieldStyle& style, std::vector<std::uint8_t>& ink);
    Setting setting(const Sheet& sheet);
    Setting shifted(const FieldStyle& style);

    const FontDigits& fonts_;
    strokes::Random random_;
};

}  // namespace sanad::ocr::training
