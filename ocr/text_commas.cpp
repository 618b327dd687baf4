#include "ocr/text_commas.h"

namespace sanad::ocr {
namespace {

constexpr std::string_view opening = "«", closing = "»", comma = "،";

std::size_t length_at(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return std::min(length, text.size() - at);
}

// U+0620 to U+065F: letters and their marks. ، ؛ ؟ and digits are none.
bool is_arabic_letter(std::string_view sign) {
    if (sign.size() != 2) return false;
    const auto lead = static_cast<unsigned char>(sign[0]), next = static_cast<unsigned char>(sign[1]);
    return (lead == 0xD8 && next >= 0xA0) || (lead == 0xD9 && next <= 0x9F);
}

// The comma stands at the word before it, and a space after it.
void put_comma(std::string& text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    text += comma;
}

}  // namespace

std::string with_arabic_commas(std::string_view line) {
    std::string text;
    int quotes = 0;
    bool after_letter = false;  // spaces left out
    for (std::size_t at = 0, length = 0; at < line.size(); at += length) {
        length = length_at(line, at);
        const auto sign = line.substr(at, length);
        const bool closes = sign == closing && quotes > 0;
        if (sign == opening) ++quotes;
        if (closes) --quotes;
        if (after_letter && !closes && (sign == closing || sign == ",")) {
            put_comma(text);
            after_letter = false;
            continue;
        }
        if (text.ends_with(comma) && is_arabic_letter(sign)) text += ' ';
        text += sign;
        if (sign != " ") after_letter = is_arabic_letter(sign);
    }
    return text;
}

}  // namespace sanad::ocr
