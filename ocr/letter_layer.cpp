#include "ocr/letter_layer.h"

#include <algorithm>

#include "core/arabic.h"
#include "ocr/letter_anchors.h"

namespace sanad::ocr {
namespace {

constexpr std::size_t least_words = 8;
constexpr double least_letters = 0.7;  // of what is no space: letters and digits that can be read
constexpr double row_shared = 0.5;
constexpr double word_gap = 1.6;  // of the height of a word's box, which holds ascenders and descenders

bool is_latin(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool has_arabic(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xd8 && byte <= 0xdb;
    });
}

// Folding leaves letters and digits and nothing else.
bool is_legible(const pdf::PageWords& page) {
    std::size_t all = 0, letters = 0;
    for (const auto& word : page.words) {
        all += code_points(word.text);
        const auto folded = folded_letters(word.text);
        if (has_arabic(folded) || std::all_of(folded.begin(), folded.end(),
                                              [](char c) { return is_latin(c) || (c >= '0' && c <= '9'); }))
            letters += code_points(folded);
    }
    return static_cast<double>(letters) >= least_letters * static_cast<double>(all);
}

double rows_shared(const BoxMm& a, const BoxMm& b) {
    return (std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y)) / std::max(0.1, std::min(a.h, b.h));
}

BoxMm joined(const BoxMm& a, const BoxMm& b) {
    const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

using Words = std::vector<const pdf::PageWord*>;

// Words whose middles lie on one height, from the top down.
std::vector<Words> rows_of(const pdf::PageWords& page) {
    Words sorted;
    for (const auto& word : page.words) sorted.push_back(&word);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto* a, const auto* b) { return a->box.centre().y < b->box.centre().y; });
    std::vector<Words> rows;
    for (const auto* word : sorted) {
        if (rows.empty() || rows_shared(rows.back().front()->box, word->box) < row_shared)
            rows.emplace_back();
        rows.back().push_back(word);
    }
    return rows;
}

// `row` from right to left, cut where a gap is too wide for one line.
void add_lines(Words& row, int number, std::vector<LetterLine>& into) {
    std::stable_sort(row.begin(), row.end(),
                     [](const auto* a, const auto* b) { return a->box.right() > b->box.right(); });
    const auto first = into.size();
    for (const auto* word : row) {
        const bool apart = into.size() == first || into.back().box.x - word->box.right() >
                                                       word_gap * std::max(word->box.h, into.back().box.h);
        if (apart) into.push_back({number, word->box, {}});
        into.back().box = joined(into.back().box, word->box);
        into.back().words.push_back({word->text, word->box, 1});
    }
    for (auto i = first; i < into.size(); ++i) {
        set_words_apart(into[i]);
    }
}

}  // namespace

std::optional<LetterPage> lines_of_layer(const pdf::PageWords& page, int number) {
    if (page.is_scan || page.turned || page.words.size() < least_words || !is_legible(page))
        return std::nullopt;
    LetterPage lines;
    lines.page = number;
    lines.width_mm = page.width_mm;
    lines.height_mm = page.height_mm;
    lines.source = Source::text_layer;
    for (auto& row : rows_of(page)) add_lines(row, number, lines.lines);
    return lines;
}

}  // namespace sanad::ocr
