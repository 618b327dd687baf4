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

std::size_t class_of(const MadeCell& made) {
    const bool printed_digit = made.origin == Origin::font && made.label <= one_dip_class;
    return made.label + (printed_digit ? printed_from : 0);
}

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

// One typist sets all digits alike, but no printer and no paper lies quite still.
Setting CellMaker::shifted(const FieldStyle& style) {
    Setting out = style.setting;
    out.x += normal(random_, 0.015) * style.sheet.cell_w;
    out.y += normal(random_, 0.01) * style.sheet.cell_h;
    return out;
}

void CellMaker::font_digit(Script script, int digit, const FieldStyle& style,
                           std::vector<std::uint8_t>& ink) {
    fonts_.draw_digit(script, style.fonts[static_cast<std::size_t>(script)], digit, shifted(style),
                      style.sheet.width, style.sheet.height, ink);
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

void CellMaker::write_digit(std::size_t label, FieldStyle& style, std::vector<std::uint8_t>& ink) {
    if (style.origin == Origin::font) {
        if (label == one_dip_class)
            font_digit(Script::arabic, 2, style, ink);
        else if (label < western_from)
            font_digit(Script::arabic, static_cast<int>(label), style, ink);
        else
            font_digit(Script::western, static_cast<int>(label - western_from), style, ink);
        return;
    }
    pen_digit(label, style.sheet, style.hand, 0, ink);
    // What the same hand wrote in the cells beside.
    for (const double side : {-1.0, 1.0})
        if (chance(random_, 0.4)) {
            const std::size_t first = label < western_from || label == one_dip_class ? 0 : western_from;
            pen_digit(first + pick(random_, 10), style.sheet, style.hand, side, ink);
        }
}

void CellMaker::spoil(FieldStyle& style, std::vector<std::uint8_t>& ink) {
    const Sheet& sheet = style.sheet;
    strokes::Hand& hand = style.hand;
    const auto put = [&](const std::vector<strokes::Stroke>& lines, double shift, double size) {
        strokes::draw(lines, sheet.margin + shift * sheet.cell_w,
                      sheet.margin + (1 - size) / 2 * sheet.cell_h, sheet.cell_w * size, sheet.cell_h * size,
                      sheet.width, sheet.height, ink);
    };
    const std::size_t set = chance(random_, 0.5) ? 0 : western_from;
    // A dot or a bar under another digit is just that digit: cross out and double what has a shape.
    const auto some_digit = [&] { return set + 2 + pick(random_, 8); };
    if (style.origin == Origin::font) {
        const Script script = set == 0 ? Script::arabic : Script::western;
        if (chance(random_, 0.6)) {
            fonts_.draw_letter(script, style.fonts[static_cast<std::size_t>(script)], random_(),
                               shifted(style), sheet.width, sheet.height, ink);
            return;
        }
        font_digit(script, static_cast<int>(pick(random_, 10)), style, ink);
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
                     size = uniform(random_, 0.01, 0.024);
        const double turn = uniform(random_, 0, 6.3), length = uniform(random_, 0, 0.02);
        strokes::draw({{{x, y, size}, {x + length * std::cos(turn), y + length * std::sin(turn), size}}},
                      sheet.margin, sheet.margin, sheet.cell_w, sheet.cell_h, sheet.width, sheet.height, ink);
    }
}

FieldStyle CellMaker::style(Origin origin, Quality quality) {
    const std::size_t arabic = fonts_.count(Script::arabic), western = fonts_.count(Script::western);
    if (arabic == 0 || western == 0) origin = Origin::pen;
    FieldStyle out{.origin = origin, .quality = quality, .sheet = draw_sheet(random_, quality)};
    out.hand = strokes::Hand(random_());
    if (arabic > 0 && western > 0) out.fonts = {pick(random_, arabic), pick(random_, western)};
    out.setting = setting(out.sheet);
    out.look = random_();
    return out;
}

MadeCell CellMaker::make_in(FieldStyle& style, std::size_t label) {
    const Sheet& sheet = style.sheet;
    std::vector<std::uint8_t> ink(
        static_cast<std::size_t>(sheet.width) * static_cast<std::size_t>(sheet.height), 0);
    if (label == no_digit)
        spoil(style, ink);
    else if (label == nothing)
        speckle(sheet, ink);
    else
        write_digit(label, style, ink);
    // The same draws for every cell of the field: one border, one scanner.
    Random look(style.look);
    return {scan(sheet, ink, style.origin == Origin::font, style.quality, look), label, style.origin};
}

MadeCell CellMaker::make(std::size_t label, Origin origin, Quality quality) {
    auto fresh = style(label == 2 ? Origin::pen : origin, quality);
    return make_in(fresh, label);
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
