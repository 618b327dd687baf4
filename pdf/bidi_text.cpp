#include "pdf/bidi_text.h"

#include <fribidi.h>
#include <unicode/brkiter.h>

#include <memory>

#include "core/error.h"
#include "pdf/text_layout.h"

namespace sanad::pdf {
namespace {

constexpr char32_t override_ltr = 0x202d, override_rtl = 0x202e, pop = 0x202c;

// Never a character (Unicode 23.7); ISO 14289-1, 7.21.7 forbids text that would come out as one.
bool is_noncharacter(char32_t c) { return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef); }

bool is_joiner(char32_t c) { return c == 0x200c || c == 0x200d; }

std::vector<FriBidiLevel> levels_of(const std::u32string& text, Direction direction) {
    const auto length = static_cast<FriBidiStrIndex>(text.size());
    std::vector<FriBidiChar> chars(text.begin(), text.end());
    std::vector<FriBidiCharType> types(text.size());
    std::vector<FriBidiBracketType> brackets(text.size());
    std::vector<FriBidiLevel> levels(text.size());
    fribidi_get_bidi_types(chars.data(), length, types.data());
    fribidi_get_bracket_types(chars.data(), length, types.data(), brackets.data());
    FriBidiParType base = direction == Direction::rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    if (fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), length, &base, levels.data()) == 0)
        throw Error(ErrorCode::resource, "fribidi_get_par_embedding_levels_ex failed");
    return levels;
}

// What is inside an override is an identifier and stays on one line where it can.
std::vector<bool> inside_override(const std::u32string& text) {
    std::vector<bool> inside(text.size());
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == override_ltr || text[i] == override_rtl)
            ++depth;
        else if (text[i] == pop && depth > 0)
            --depth;
        else
            inside[i] = depth > 0;
    }
    return inside;
}

icu::BreakIterator& line_breaks() {
    thread_local const std::unique_ptr<icu::BreakIterator> breaks = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::BreakIterator> made(
            icu::BreakIterator::createLineInstance(icu::Locale("ar"), status));
        if (U_FAILURE(status) != 0)
            throw Error(ErrorCode::external, "BreakIterator::createLineInstance failed");
        return made;
    }();
    return *breaks;
}

std::vector<bool> break_points(const std::u32string& text) {
    const auto utf16 = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                                     static_cast<std::int32_t>(text.size()));
    std::vector<bool> before(text.size());
    icu::BreakIterator& breaks = line_breaks();
    breaks.setText(utf16);
    std::size_t index = 0;
    std::int32_t unit = 0;
    for (std::int32_t at = breaks.first(); at != icu::BreakIterator::DONE; at = breaks.next()) {
        while (unit < at && index < text.size()) unit += text[index++] > 0xffff ? 2 : 1;
        if (index < text.size() && index > 0) before[index] = true;
    }
    return before;
}

}  // namespace

bool is_unseen(char32_t c) {
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           c == 0xfeff || c == 0x00ad || c == 0x061c || (c >= 0xfe00 && c <= 0xfe0f);
}

BidiText resolve_bidi(std::u32string_view paragraph, Direction direction) {
    std::u32string text;
    for (const char32_t c : paragraph) {
        if (c == U'\t')
            text.push_back(U' ');
        else if (c >= 0x20 && (c < 0x7f || c >= 0xa0) && !is_noncharacter(c))
            text.push_back(c);
    }
    const auto levels = levels_of(text, direction);
    const auto kept_together = inside_override(text);
    BidiText result;
    result.base_level = direction == Direction::rtl ? 1 : 0;
    std::vector<bool> together;
    for (std::size_t i = 0; i < text.size(); ++i) {
        // The joiners stay for the shaping, which takes them out itself.
        if (is_unseen(text[i]) && !is_joiner(text[i])) continue;
        result.text.push_back(text[i]);
        result.levels.push_back(static_cast<std::uint8_t>(levels[i]));
        together.push_back(kept_together[i]);
    }
    result.break_before = break_points(result.text);
    for (std::size_t i = 1; i < together.size(); ++i)
        if (together[i] && together[i - 1]) result.break_before[i] = false;
    return result;
}

}  // namespace sanad::pdf
