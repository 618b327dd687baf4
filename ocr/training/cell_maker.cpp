#include "ocr/training/cell_maker.h"

#include <algorithm>

#include "ocr/digits_classes.h"

namespace sanad::ocr::training {
namespace {

using strokes::chance;
using strokes::normal;
using strokes::pick;
using strokes::uniform;

char32_t character_of(std::size_t label) {
    if (label == one_dip_class) return U'٢';
    return label < western_from ? U'٠' + static_cast<char32_t>(label)
                                : U'0' + static_cast<char32_t>(label - western_from);
}

}  // namespace

CellMaker::CellMaker(const FontDigits& fonts, std::uint64_t seed) : fonts_(fonts), random_(seed) {}

Setting CellMaker::setting(const Sheet& sheet) {
    Setting out;
    out.em = uniform(random_, 0.42, 1.1) * sheet.cell_h;
    out.x = sheet.margin + sheet.cell_w * (0.5 + normal(random_, 0.06));
    out.y = sheet.margin + sheet.cell_h * (0.5 + normal(random_, 0.06));
    out.shear = chance(random_, 0.2) ? normal(random_, 0.15) : 0;
    out.turn = normal(random_, 0.02);
    out.stretch = std::exp(normal(random_, 0.08));
    return out;
}

void CellMaker::font_digit(Script script, int digit, const Sheet& sheet, std::vector<std::uint8_t>& ink) {
    const std::size_t font = pick(random_, fonts_.count(script));
    fonts_.draw_digit(script, font, digit, setting(sheet), sheet.width, sheet.height, ink);
}

void CellMaker::pen_digit(std::size_t label, const Sheet& sheet, strokes::Hand& hand, double shift_cells,
                          std::vector<std::uint8_t>& ink) {
    std::vector<strokes::Stroke> lines;
    // The forms of ٢ are two classes: write until the wanted one comes.
    for (int tries = 0; tries < 200; ++tries) {
        std::string_view form;
        lines = strokes::digit_strokes(character_of(label), hand, &form);
        if (label == 2 && form != "hook") continue;
        if (label == one_dip_class && form != "one-dip") continue;
        break;
    }
    strokes::draw(lines, sheet.margin + shift_cells * sheet.cell_w, sheet.margin, sheet.cell_w, sheet.cell_h,
                  sheet.width, sheet.height, ink);
}

void CellMaker::write_digit(std::size_t label, Origin origin, const Sheet& sheet, strokes::Hand& hand,
                            std::vector<std::uint8_t>& ink) {
    if (origin == Origin::font && label != 2) {  // no font has the hook
        if (label == one_dip_class)
            font_digit(Script::arabic, 2, sheet, ink);
        else if (label < western_from)
            font_digit(Script::arabic, static_cast<int>(label), sheet, ink);
        else
            font_digit(Script::western, static_cast<int>(label - western_from), sheet, ink);
        return;
    }
    pen_digit(label, sheet, hand, 0, ink);
    // What the same hand wrote in the cells beside.
    for (const double side : {-1.0, 1.0})
        if (chance(random_, 0.4)) {
            const std::size_t first = label < western_from || label == one_dip_class ? 0 : western_from;
            pen_digit(first + pick(random_, 10), sheet, hand, side, ink);
        }
}

void CellMaker::spoil(Origin origin, const Sheet& sheet, strokes::Hand& hand,
                      std::vector<std::uint8_t>& ink) {
    const auto put = [&](const std::vector<strokes::Stroke>& lines, double shift, double size) {
        strokes::draw(lines, sheet.margin + shift * sheet.cell_w,
                      sheet.margin + (1 - size) / 2 * sheet.cell_h, sheet.cell_w * size, sheet.cell_h * size,
                      sheet.width, sheet.height, ink);
    };
    const std::size_t set = chance(random_, 0.5) ? 0 : western_from;
    // A dot or a bar under another digit is just that digit: cross out and double what has a shape.
    const auto some_digit = [&] { return set + 2 + pick(random_, 8); };
    if (origin == Origin::font) {
        const Script script = set == 0 ? Script::arabic : Script::western;
        if (chance(random_, 0.6)) {
            fonts_.draw_letter(script, pick(random_, fonts_.count(script)), random_(), setting(sheet),
                               sheet.width, sheet.height, ink);
            return;
        }
        font_digit(script, static_cast<int>(pick(random_, 10)), sheet, ink);
        put(strokes::crossing_out_strokes(hand), 0, 1);
        return;
    }
    const double kind = uniform(random_, 0, 1);
    if (kind < 0.45) {
        pen_digit(some_digit(), sheet, hand, 0, ink);
        put(strokes::crossing_out_strokes(hand), 0, 1);
    } else if (kind < 0.6) {  // one written over another
        pen_digit(some_digit(), sheet, hand, 0, ink);
        pen_digit(some_digit(), sheet, hand, 0, ink);
    } else if (kind < 0.7) {  // two in one cell
        put(strokes::digit_strokes(character_of(some_digit()), hand), 0.02, 0.7);
        put(strokes::digit_strokes(character_of(some_digit()), hand), 0.4, 0.7);
    } else {
        put(strokes::scribble_strokes(hand), 0, 1);
    }
}

void CellMaker::speckle(const Sheet& sheet, std::vector<std::uint8_t>& ink) {
    const int spots = chance(random_, 0.7) ? 1 : static_cast<int>(uniform(random_, 2, 5));
    for (int i = 0; i < spots; ++i) {
        const double x = uniform(random_, 0, 1), y = uniform(random_, 0, 1),
                     size = uniform(random_, 0.012, 0.034);
        const double turn = uniform(random_, 0, 6.3), length = uniform(random_, 0, 0.02);
        strokes::draw({{{x, y, size}, {x + length * std::cos(turn), y + length * std::sin(turn), size}}},
                      sheet.margin, sheet.margin, sheet.cell_w, sheet.cell_h, sheet.width, sheet.height, ink);
    }
}

MadeCell CellMaker::make(std::size_t label, Origin origin, Quality quality) {
    const Sheet sheet = draw_sheet(random_, quality);
    strokes::Hand hand(random_());
    std::vector<std::uint8_t> ink(
        static_cast<std::size_t>(sheet.width) * static_cast<std::size_t>(sheet.height), 0);
    if (label == no_digit)
        spoil(origin, sheet, hand, ink);
    else if (label == nothing)
        speckle(sheet, ink);
    else
        write_digit(label, origin, sheet, hand, ink);
    return {scan(sheet, ink, origin == Origin::font, quality, random_), label, origin};
}

MadeCell CellMaker::any() {
    // The two that are no digits, and those that are hard, more often.
    const double which = uniform(random_, 0, 1);
    std::size_t label = pick(random_, one_dip_class + 1);
    if (which < 0.07) label = no_digit;
    if (which > 0.97) label = nothing;
    const Origin origin = chance(random_, 0.45) ? Origin::font : Origin::pen;
    const double luck = uniform(random_, 0, 1);
    const Quality quality = luck < 0.25 ? Quality::clean : luck < 0.82 ? Quality::ordinary : Quality::bad;
    return make(label, origin, quality);
}

}  // namespace sanad::ocr::training
