#include "pdf/field_text.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>

#include "pdf/bidi_text.h"
#include "pdf/canvas_impl.h"
#include "pdf/object_writer.h"
#include "pdf/text_layout.h"

namespace sanad::pdf {
namespace {

constexpr double smallest_pt = 8;
constexpr double padding_pt = 2;
constexpr double ordinary_pt = 12;  // of lines where the form asks for no size
constexpr double largest_line_pt = 16;
constexpr double middle = 0.24;  // of a line above its base line, as Canvas places it

enum class Strong { none, left, right };

Strong first_strong(std::u32string_view text) {
    for (const char32_t c : text) {
        const auto direction = u_charDirection(static_cast<UChar32>(c));
        if (direction == U_LEFT_TO_RIGHT) return Strong::left;
        if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) return Strong::right;
    }
    return Strong::none;
}

// A field and its value, in points with the base line's origin at the bottom left.
struct Setting {
    Canvas& on;
    const FieldText& text;
    std::string shown;  // with the marks that keep numbers in order
    TextStyle style;
    double width, height;  // of the room
    double left;

    Setting(Canvas& canvas, const FieldText& asked) : on(canvas), text(asked) {
        const auto strong = first_strong(code_points_of(asked.value));
        // Groups of Arabic digits would change places even from left to right.
        shown = strong == Strong::none ? keep_ltr(asked.value) : asked.value;
        style.direction = strong == Strong::right ? Direction::rtl : Direction::ltr;
        style.colour = asked.colour;
        const bool rtl = style.direction == Direction::rtl;
        if (asked.quadding == 1) style.align = Align::centre;
        if (asked.quadding == 0 && rtl) style.align = Align::end;
        if (asked.quadding == 2 && !rtl) style.align = Align::end;
        const double wide = on.width_mm() * pt_per_mm, high = on.height_mm() * pt_per_mm;
        const double pad = std::min(asked.inset_pt + padding_pt, wide / 8 + asked.inset_pt);
        left = pad;
        width = wide - 2 * pad;
        height = high - 2 * asked.inset_pt;
    }

    double least_pt() const { return text.size_pt > 0 ? std::min(text.size_pt, smallest_pt) : smallest_pt; }
    BoxMm box(double top_pt, double height_pt) const {
        return {left / pt_per_mm, top_pt / pt_per_mm, width / pt_per_mm, height_pt / pt_per_mm};
    }
    // No more than was asked for; where nothing was, never a finding.
    SetText set(double size) const { return {size, text.size_pt > 0 && size < text.size_pt - 0.01}; }
};

// What the glyphs of a line reach above and below its base line, in thousandths of the size.
struct Ink {
    double top = 0, bottom = 0;
    double height() const { return top - bottom; }
};

Ink ink_of(const FontSet& fonts, const Line& line) {
    Ink ink{-1000, 1000};
    for (const auto* placed : line.visual) {
        const Face& face = fonts.face(placed->cluster.face);
        const double scale = 1000.0 / static_cast<double>(face.units_per_em());
        for (const auto& glyph : placed->cluster.glyphs) {
            hb_glyph_extents_t extents;
            if (!hb_font_get_glyph_extents(face.font(), glyph.id, &extents) || extents.height == 0) continue;
            const double top = extents.y_bearing * scale + glyph.dy;
            ink.top = std::max(ink.top, top);
            ink.bottom = std::min(ink.bottom, top + extents.height * scale);
        }
    }
    return ink.top < ink.bottom ? Ink{} : ink;
}

double widest(const std::vector<Line>& lines) {
    double width = 0;
    for (const auto& line : lines) width = std::max(width, line.width);
    return width;
}

// Lines one below the other, centred in the height or from its top.
struct Block {
    double size = 0;
    double leading = 0;
    double above = 0, below = 0;  // what ink needs beyond the middles of the first and last line, in points
    double height = 0;
};

Block block_of(const FontSet& fonts, const std::vector<Line>& lines, double size, double leading) {
    const Ink first = ink_of(fonts, lines.front()), last = ink_of(fonts, lines.back());
    Block block{size, leading};
    block.above = std::max(0.0, first.top / 1000 - middle) * size;
    block.below = std::max(0.0, middle - last.bottom / 1000) * size;
    block.height = block.above + block.below + static_cast<double>(lines.size() - 1) * leading * size;
    return block;
}

std::optional<SetText> set_one_line(const Setting& in) {
    auto& fonts = *in.on.impl().fonts;
    const auto shaped = shape_text(fonts, in.shown, in.style.weight, in.style.direction);
    const auto lines = break_lines(*shaped, HUGE_VAL);
    const Block unit = block_of(fonts, lines, 1, 1);
    const double natural = widest(lines) / 1000;
    double size = in.text.size_pt > 0 ? in.text.size_pt : std::min(largest_line_pt, in.height / 1.3);
    size = std::max(size, in.least_pt());
    if (natural * size > in.width) size = in.width / natural;
    // Marks may stand on the border where the form says how large the text is, or it could not be read.
    double top = in.text.inset_pt, bottom = top + in.height;
    if (const double needed = unit.height * size; needed > in.height) {
        const double high = in.height + 2 * top;
        const double inside = in.height / unit.height;
        const bool over = in.text.size_pt > 0 || inside < in.least_pt();
        size = std::min(size, over ? high / unit.height : inside);
        if (over) top = 0, bottom = high;
    }
    if (size < in.least_pt() - 1e-9) return std::nullopt;
    TextStyle style = in.style;
    style.size_pt = size;
    // In the middle by the eye, moved where marks would stand out of the field.
    const double least = top + unit.above * size, most = bottom - unit.below * size;
    const double at = std::clamp((top + bottom) / 2, std::min(least, most), std::max(least, most));
    in.on.line_of_text(in.box(at - size, 2 * size), in.shown, style);
    return in.set(size);
}

// The longest stretch in which no line may end, in thousandths of the size.
double longest_word(const std::vector<ShapedParagraph>& paragraphs) {
    double longest = 0;
    for (const auto& paragraph : paragraphs) {
        double width = 0;
        for (const auto& placed : paragraph.clusters) {
            width = placed.break_before || placed.space ? 0 : width;
            if (!placed.space) width += placed.cluster.advance;
            longest = std::max(longest, width);
        }
    }
    return longest;
}

// The largest type in which the whole value has room, closer lines before smaller letters. Words stay whole;
// only in a field of several lines one that has no room in the smallest type may be broken.
std::optional<SetText> set_lines(const Setting& in, double largest, bool centred) {
    auto& fonts = *in.on.impl().fonts;
    const auto shaped = shape_text(fonts, in.shown, in.style.weight, in.style.direction);
    for (double size = largest; size >= in.least_pt() - 1e-9; size -= 0.5) {
        const bool may_break = in.text.multiline && size < in.least_pt() + 0.5;
        if (longest_word(*shaped) * size / 1000 > in.width + 1e-6 && !may_break) continue;
        const auto lines = break_lines(*shaped, in.width * 1000 / size);
        for (const double leading : {1.45, 1.3, 1.2}) {
            const Block block = block_of(fonts, lines, size, leading);
            if (widest(lines) * size / 1000 > in.width + 1e-6 || block.height > in.height) continue;
            TextStyle style = in.style;
            style.size_pt = size;
            style.leading = leading;
            const double spare = in.height - block.height;
            const double gap = centred ? spare / 2 : std::min(padding_pt, spare);
            const double first_middle = in.text.inset_pt + gap + block.above;
            in.on.text(in.box(first_middle - size * leading / 2, block.height), in.shown, style);
            return in.set(size);
        }
    }
    return std::nullopt;
}

// The characters from left to right: UAX 9 on them, each by itself.
std::u32string in_visual_order(std::string_view utf8, Direction direction) {
    const BidiText text = resolve_bidi(code_points_of(utf8), direction);
    std::u32string shown = text.text;
    std::vector<std::uint8_t> levels = text.levels;
    const int highest = levels.empty() ? 0 : *std::max_element(levels.begin(), levels.end());
    for (int level = highest; level >= 1; --level)
        for (std::size_t begin = 0; begin < shown.size(); ++begin) {
            std::size_t end = begin;
            while (end < shown.size() && levels[end] >= level) ++end;
            std::reverse(shown.begin() + static_cast<std::ptrdiff_t>(begin),
                         shown.begin() + static_cast<std::ptrdiff_t>(end));
            std::reverse(levels.begin() + static_cast<std::ptrdiff_t>(begin),
                         levels.begin() + static_cast<std::ptrdiff_t>(end));
            begin = end;
        }
    return shown;
}

std::optional<SetText> set_cells(const Setting& in) {
    const auto shown = in_visual_order(in.shown, in.style.direction);
    const auto count = static_cast<std::size_t>(in.text.cells);
    if (shown.size() > count) return std::nullopt;
    const double wide = in.on.width_mm() * pt_per_mm, cell = wide / in.text.cells;
    auto& fonts = *in.on.impl().fonts;
    double natural = 0;
    Block unit;
    for (const char32_t c : shown) {
        const auto shaped =
            shape_text(fonts, utf8_of(std::u32string(1, c)), in.style.weight, in.style.direction);
        const auto lines = break_lines(*shaped, HUGE_VAL);
        const Block one = block_of(fonts, lines, 1, 1);
        natural = std::max(natural, widest(lines) / 1000);
        unit.above = std::max(unit.above, one.above);
        unit.below = std::max(unit.below, one.below);
    }
    double size = in.text.size_pt > 0 ? in.text.size_pt : std::min(largest_line_pt, in.height / 1.3);
    if (natural * size > cell) size = cell / natural;
    if ((unit.above + unit.below) * size > in.height) size = in.height / (unit.above + unit.below);
    if (size < in.least_pt() - 1e-9) return std::nullopt;
    const auto spare = count - shown.size();
    const bool rtl = in.style.direction == Direction::rtl;
    const int side = in.text.quadding.value_or(rtl ? 2 : 0);
    const auto before = static_cast<double>(side == 0 ? 0 : side == 1 ? spare / 2 : spare);
    TextStyle style = in.style;
    style.size_pt = size;
    const double top = in.text.inset_pt, bottom = top + in.height;
    const double least = top + unit.above * size, most = bottom - unit.below * size;
    const double at = std::clamp((top + bottom) / 2, std::min(least, most), std::max(least, most));
    const BoxMm box{before * cell / pt_per_mm, (at - size) / pt_per_mm,
                    static_cast<double>(shown.size()) * cell / pt_per_mm, 2 * size / pt_per_mm};
    in.on.cells(box, static_cast<int>(shown.size()), utf8_of(shown), style);
    return in.set(size);
}

}  // namespace

std::optional<SetText> set_text(Canvas& on, const FieldText& text) {
    const Setting in(on, text);
    if (text.value.empty()) return SetText{};
    if (in.width <= 0 || in.height <= 0) return std::nullopt;
    if (text.cells > 0) return set_cells(in);
    if (text.multiline) return set_lines(in, text.size_pt > 0 ? text.size_pt : ordinary_pt, false);
    if (const auto line = set_one_line(in)) return line;
    // As a long name is written by hand: on two small lines.
    return set_lines(in, in.least_pt(), true);
}

bool set_list(Canvas& on, const FieldText& style, const FieldList& list) {
    const double size = style.size_pt > 0 ? style.size_pt : ordinary_pt, step = size * 1.4;
    const double wide = on.width_mm() * pt_per_mm, high = on.height_mm() * pt_per_mm;
    bool all = true;
    std::size_t seen = 0;
    for (std::size_t i = list.first; i < list.labels.size(); ++i) {
        const double top = style.inset_pt + static_cast<double>(i - list.first) * step;
        // The first is drawn in any case; one that would be cut is not.
        if (i > list.first && top + step > high - style.inset_pt + 0.01) break;
        const bool chosen = std::binary_search(list.chosen.begin(), list.chosen.end(), i);
        const double height = std::min(step, high - style.inset_pt - top);
        if (height <= 0) return false;
        Canvas row(on.impl().fonts, wide / pt_per_mm, height / pt_per_mm);
        FieldText text = style;
        text.value = list.labels[i];
        text.multiline = false;
        text.inset_pt = 0;
        if (chosen)
            on.fill({style.inset_pt / pt_per_mm, top / pt_per_mm, (wide - 2 * style.inset_pt) / pt_per_mm,
                     height / pt_per_mm},
                    {0.6, 0.757, 0.855});
        const bool fits = set_text(row, text).has_value();
        if (chosen && !fits) all = false;
        if (chosen) ++seen;
        on.impl().content +=
            "q 1 0 0 1 0 " + number(high - top - height) + " cm\n" + row.impl().content + "Q\n";
        on.impl().faces.insert(row.impl().faces.begin(), row.impl().faces.end());
    }
    return all && seen == list.chosen.size();
}

std::string missing_characters(const Canvas& on, std::string_view utf8) {
    const auto& fonts = *on.impl().fonts;
    std::u32string missing;
    for (const char32_t c : code_points_of(utf8)) {
        if (c < 0x20 || is_unseen(c) || missing.find(c) != std::u32string::npos) continue;
        if (fonts.face(fonts.face_for(c, Weight::regular)).glyph_of(c) == 0) missing.push_back(c);
    }
    return utf8_of(missing);
}

}  // namespace sanad::pdf
