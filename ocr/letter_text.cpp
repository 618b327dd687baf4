#include "ocr/letter_text.h"

#include <algorithm>

#include "core/arabic.h"

namespace sanad::ocr {
namespace {

constexpr double same_row = 0.4;        // of the lower of two lines
constexpr double furthest_below = 2.6;  // of a line's height

double rows_shared(const BoxMm& a, const BoxMm& b) {
    return (std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y)) / std::max(0.1, std::min(a.h, b.h));
}

bool columns_shared(const BoxMm& a, const BoxMm& b) {
    return std::min(a.right(), b.right()) > std::max(a.x, b.x);
}

BoxMm joined(const BoxMm& a, const BoxMm& b) {
    const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

bool is_sign(std::string_view text) { return folded_letters(text).empty(); }

bool is_number(Anchor anchor) {
    return anchor == Anchor::date || anchor == Anchor::reference || anchor == Anchor::national_id ||
           anchor == Anchor::phone || anchor == Anchor::iban || anchor == Anchor::case_number;
}

bool has_digit(const Span& span) {
    const auto western = western_digits(span.text());
    return std::any_of(western.begin(), western.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Signs between a label and what it says.
void drop_leading_signs(Span& span) {
    while (!span.words.empty() && is_sign(span.words.front().text)) span.words.erase(span.words.begin());
}

}  // namespace

bool AnchoredLine::has(Anchor anchor) const {
    return std::any_of(hits.begin(), hits.end(), [&](const auto& hit) { return hit.anchor == anchor; });
}

bool AnchoredLine::is_label() const {
    std::size_t words = 0, labelled = 0;
    for (const auto& word : line.words) words += is_sign(word.text) ? 0 : 1;
    for (const auto& hit : hits)
        for (auto i = hit.first; i < hit.end; ++i) labelled += is_sign(line.words[i].text) ? 0 : 1;
    return words > 0 && words == labelled;
}

std::string Span::text() const {
    std::string joined_text;
    for (const auto& word : words) joined_text += (joined_text.empty() ? "" : " ") + word.text;
    return joined_text;
}

BoxMm Span::box() const {
    if (words.empty()) return {};
    BoxMm all = words.front().box;
    for (const auto& word : words) all = joined(all, word.box);
    return all;
}

double Span::confidence() const {
    double least = words.empty() ? 0 : 1;
    for (const auto& word : words) least = std::min(least, word.confidence);
    return least;
}

void Span::add(const LetterWord& word, std::size_t line) {
    words.push_back(word);
    if (lines.empty() || lines.back() != line) lines.push_back(line);
}

LetterText::LetterText(const std::vector<LetterPage>& pages) {
    int number = 0;
    for (const auto& page : pages) {
        ++number;
        for (const auto& line : page.lines) {
            lines_.push_back({line, number, page.source, find_anchors(line)});
            widest_ = std::max(widest_, line.box.w);
        }
    }
}

std::optional<std::size_t> LetterText::first(Anchor anchor, std::size_t from) const {
    for (auto i = from; i < lines_.size(); ++i)
        if (lines_[i].has(anchor)) return i;
    return std::nullopt;
}

std::optional<std::size_t> LetterText::left_of(std::size_t line) const {
    const auto& from = lines_[line].line;
    std::optional<std::size_t> nearest;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const auto& other = lines_[i].line;
        if (i == line || other.page != from.page || rows_shared(from.box, other.box) < same_row) continue;
        if (other.box.centre().x > from.box.x) continue;
        if (!nearest || other.box.right() > lines_[*nearest].line.box.right()) nearest = i;
    }
    return nearest;
}

std::optional<std::size_t> LetterText::below(std::size_t line) const {
    const auto& from = lines_[line].line;
    std::optional<std::size_t> nearest;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const auto& other = lines_[i].line;
        if (i == line || other.page != from.page || !columns_shared(from.box, other.box)) continue;
        if (other.box.centre().y < from.box.bottom() ||
            other.box.y > from.box.bottom() + furthest_below * std::max(from.box.h, 4.0))
            continue;
        if (!nearest || other.box.y < lines_[*nearest].line.box.y) nearest = i;
    }
    return nearest;
}

Span LetterText::words_of(std::size_t line, std::size_t from) const {
    Span span;
    const auto& words = lines_[line].line.words;
    for (auto i = from; i < words.size(); ++i) span.add(words[i], line);
    return span;
}

Span LetterText::value_of(std::size_t line, const AnchorHit& hit) const {
    const auto& own = lines_[line];
    auto end = own.line.words.size();
    for (const auto& other : own.hits)
        if (other.first >= hit.end && other.anchor != Anchor::wish && other.anchor != Anchor::honorific)
            end = std::min(end, other.first);
    Span span;
    for (auto i = hit.end; i < end; ++i) span.add(own.line.words[i], line);
    drop_leading_signs(span);
    if (!span.empty() || end != own.line.words.size()) return span;
    for (const auto& place : {left_of(line), below(line)}) {
        if (!place || lines_[*place].is_label() ||
            std::any_of(lines_[*place].hits.begin(), lines_[*place].hits.end(),
                        [](const auto& h) { return h.first == 0 && h.marked; }))
            continue;
        Span there = words_of(*place);
        drop_leading_signs(there);
        // Beside the label of a number may stand another label, misread.
        if (span.empty() || (is_number(hit.anchor) && !has_digit(span) && has_digit(there)))
            span = std::move(there);
    }
    return span;
}

}  // namespace sanad::ocr
