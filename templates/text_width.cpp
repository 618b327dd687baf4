#include "templates/text_width.h"

#include <string>

#include "core/geometry.h"

namespace sanad::templates {
namespace {

constexpr double end_stretch = 0.38;

// Widths in em, read off the faces the blanks are set in and rounded up.
double width_em(char32_t letter) {
    static const std::u32string narrow = U"اأإآلدذرزوؤ.،:;'|!()il";
    static const std::u32string wide = U"سشصضSWMmw%";
    if (letter >= 0x064B && letter <= 0x0652) return 0;  // tashkeel stands over its letter
    if (letter == U' ') return 0.27;
    if (narrow.find(letter) != std::u32string::npos) return 0.32;
    if (wide.find(letter) != std::u32string::npos) return 0.82;
    return 0.52;
}

// Letters that stretch out at the end of a word.
bool is_wide_at_end(char32_t letter) {
    static const std::u32string wide = U"بتثفكقلنيىسشصض";
    return wide.find(letter) != std::u32string::npos;
}

// Bytes that are not UTF-8 count as one letter each.
char32_t next_letter(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    char32_t letter = more == 3   ? first & 0x07u
                      : more == 2 ? first & 0x0Fu
                      : more == 1 ? first & 0x1Fu
                                  : first;
    ++at;
    for (; more > 0 && at < text.size() && (byte(at) & 0xC0u) == 0x80u; --more, ++at)
        letter = (letter << 6) | (byte(at) & 0x3Fu);
    return letter;
}

}  // namespace

double text_width_mm(std::string_view utf8, double size_pt) {
    double em = 0;
    char32_t before = U' ';
    for (std::size_t at = 0; at < utf8.size();) {
        const char32_t letter = next_letter(utf8, at);
        if (letter == U' ' && is_wide_at_end(before)) em += end_stretch;
        em += width_em(letter);
        before = letter;
    }
    if (is_wide_at_end(before)) em += end_stretch;
    return em * size_pt / pt_per_mm;
}

}  // namespace sanad::templates
