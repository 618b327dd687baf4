#include "pdf/page_words.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "core/arabic.h"
#include "core/error.h"
#include "pdf/object_writer.h"
#include "pdf/open_page.h"

namespace sanad::pdf {
namespace {

constexpr std::size_t most_words = 20'000;

bool is_western_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_eastern_digit(char32_t c) { return (c >= 0x660 && c <= 0x669) || (c >= 0x6f0 && c <= 0x6f9); }
bool is_latin(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
           (c >= 0xc0 && c < 0x250 && c != 0xd7 && c != 0xf7);
}
bool runs_right(char32_t c) { return is_western_digit(c) || is_eastern_digit(c) || is_latin(c); }

// Signs that keep two numbers together (UAX 9, W4 and W6): any of these between digits 0–9 or Latin, but no
// hyphen between digits ٠–٩, whose groups then stand in the order of the text around them.
bool joins(char32_t sign, char32_t left, char32_t right) {
    if (!runs_right(left) || !runs_right(right)) return false;
    if (is_eastern_digit(left) || is_eastern_digit(right))
        return sign == U'/' || sign == U'.' || sign == U':' || sign == U',' || sign == 0x66b || sign == 0x66c;
    return std::u32string_view(U"/.:,-+@_&'").find(sign) != std::u32string_view::npos;
}

// Letters in the shapes that old producers write, as the letters that they are.
std::string without_shapes(std::string_view utf8) {
    icu::UnicodeString text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int>(utf8.size())});
    UErrorCode failed = U_ZERO_ERROR;
    const auto* nfkc = icu::Normalizer2::getNFKCInstance(failed);
    icu::UnicodeString out;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        const bool shape = (c >= 0xfb50 && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefe);
        icu::UnicodeString plain;
        if (shape && U_SUCCESS(failed) && nfkc->getDecomposition(c, plain))
            out.append(plain);
        else
            out.append(c);
    }
    std::string result;
    out.toUTF8String(result);
    return result;
}

BoxMm box_of(const poppler::rectf& r) {
    return {r.x() / pt_per_mm, r.y() / pt_per_mm, r.width() / pt_per_mm, r.height() / pt_per_mm};
}

}  // namespace

std::u32string logical_order(std::u32string_view visual) {
    std::u32string logical;
    for (std::size_t end = visual.size(); end > 0;) {
        auto begin = end - 1;
        if (!runs_right(visual[begin])) {
            logical.push_back(visual[begin]);
            end = begin;
            continue;
        }
        while (begin > 0 && (runs_right(visual[begin - 1]) ||
                             (begin > 1 && joins(visual[begin - 1], visual[begin - 2], visual[begin]))))
            --begin;
        logical += visual.substr(begin, end - begin);
        end = begin;
    }
    return logical;
}

PageWords page_words(std::string_view pdf, int number) {
    const auto vetted = vet_for_drawing(pdf, {});
    const auto document = open_with_poppler(pdf);
    const auto page = open_page(*document, number);
    const auto size = page->page_rect(poppler::crop_box);
    PageWords found;
    found.width_mm = size.width() / pt_per_mm;
    found.height_mm = size.height() / pt_per_mm;
    if (static_cast<std::size_t>(number) <= vetted.pages.size()) {
        check_content(vetted, number);
        found.is_scan = full_page_image_dpi(vetted.pages[static_cast<std::size_t>(number - 1)], size.width(),
                                            size.height()) > 0;
    }
    const auto words = page->text_list();
    if (words.size() > most_words) return found;
    for (const auto& word : words) {
        if (word.rotation() != 0) {
            found.turned = true;
            continue;
        }
        const auto visual = code_points_of(strip_invisible(utf8_from(word.text())));
        auto text = tidy(without_shapes(utf8_of(logical_order(visual))));
        if (!text.empty()) found.words.push_back({std::move(text), box_of(word.bbox())});
    }
    return found;
}

}  // namespace sanad::pdf
