#include "pdf/reading_marks.h"

#include <fribidi.h>

namespace sanad::pdf {
namespace {

constexpr char32_t ltr_mark = 0x200e, rtl_mark = 0x200f;

bool is_rtl(const PlacedCluster& placed) { return placed.level % 2 == 1; }

// The characters at the two sides of a cluster, as it stands on the line; 0 where it stands for none.
char32_t left_edge(const PlacedCluster& placed) {
    const auto& text = placed.cluster.text;
    return text.empty() ? 0 : is_rtl(placed) ? text.back() : text.front();
}
char32_t right_edge(const PlacedCluster& placed) {
    const auto& text = placed.cluster.text;
    return text.empty() ? 0 : is_rtl(placed) ? text.front() : text.back();
}

bool is_rtl_letter(char32_t c) {
    const FriBidiCharType type = fribidi_get_bidi_type(c);
    return type == FRIBIDI_TYPE_RTL || type == FRIBIDI_TYPE_AL;
}

// Begins a left-to-right piece: Latin letters, digits, and the signs that stand in numbers.
bool opens_ltr(char32_t c) {
    switch (fribidi_get_bidi_type(c)) {
        case FRIBIDI_TYPE_LTR:
        case FRIBIDI_TYPE_EN:
        case FRIBIDI_TYPE_AN:
        case FRIBIDI_TYPE_ES:
        case FRIBIDI_TYPE_ET:
        case FRIBIDI_TYPE_CS:
            return true;
        default:
            return false;
    }
}

// At the right end of a line a hyphen would be taken for that of a word broken in two, and dropped.
bool looks_like_line_end_hyphen(char32_t c) { return c == U'-' || c == 0x2010; }

// A sign of right-to-left text that has two sides: a bracket, a quotation mark, less and greater.
bool turns_over(const PlacedCluster& placed) {
    const auto& text = placed.cluster.text;
    FriBidiChar other = 0;
    return is_rtl(placed) && text.size() == 1 && fribidi_get_mirror_char(text[0], &other) != 0;
}

char32_t mark_between(const PlacedCluster& left, const PlacedCluster* right) {
    if (right == nullptr) {
        if (!is_rtl(left) && !opens_ltr(right_edge(left))) return ltr_mark;
        return looks_like_line_end_hyphen(right_edge(left)) ? rtl_mark : 0;
    }
    if (!is_rtl(left) && !is_rtl(*right)) return 0;  // inside one piece
    const bool piece_ends = !is_rtl(*right) || opens_ltr(left_edge(*right));
    if (piece_ends && !is_rtl_letter(right_edge(left))) return rtl_mark;
    if (!is_rtl(left) && !opens_ltr(right_edge(left))) return ltr_mark;
    return 0;
}

}  // namespace

std::u32string reading_marks(const PlacedCluster& left, const PlacedCluster* right) {
    std::u32string marks;
    if (turns_over(left)) marks += ltr_mark;
    if (const char32_t mark = mark_between(left, right); mark != 0) marks += mark;
    const bool after_letter = is_rtl(left) && is_rtl_letter(right_edge(left));
    if (right != nullptr && turns_over(*right) && !after_letter && !marks.ends_with(rtl_mark))
        marks += rtl_mark;
    return marks;
}

std::u32string reading_marks_before(const PlacedCluster& first) {
    return turns_over(first) ? std::u32string(1, rtl_mark) : std::u32string();
}

}  // namespace sanad::pdf
