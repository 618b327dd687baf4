#include "ocr/letter_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/arabic.h"

namespace sanad::ocr {
namespace {

constexpr std::size_t most_name_words = 9;
constexpr double short_line = 0.8;  // of the widest line

bool has_digit(std::string_view text) {
    const auto western = western_digits(text);
    return std::any_of(western.begin(), western.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<AnchorHit> hits_in(const Span& span) {
    LetterLine line;
    line.words = span.words;
    return find_anchors(line);
}

// Without the form of address before the name and the wish behind it.
Span addressee_in(Span span) {
    for (const auto& hit : hits_in(span)) {
        if (hit.anchor != Anchor::wish) continue;
        span.words.resize(hit.first);
        break;
    }
    const auto hits = hits_in(span);
    if (!hits.empty() && hits.front().anchor == Anchor::honorific && hits.front().first == 0)
        span.words.erase(span.words.begin(),
                         span.words.begin() + static_cast<std::ptrdiff_t>(hits.front().end));
    while (!span.words.empty() && folded_letters(span.words.front().text).empty())
        span.words.erase(span.words.begin());
    while (!span.words.empty() && folded_letters(span.words.back().text).empty()) span.words.pop_back();
    return span;
}

// Up to the first word that is in no name.
Span name_in(Span span) {
    std::size_t end = 0;
    while (end < span.words.size() && end < most_name_words && !has_digit(span.words[end].text) &&
           !folded_letters(span.words[end].text).empty())
        ++end;
    span.words.resize(end);
    return span;
}

class PartFinder {
public:
    explicit PartFinder(const LetterText& text) : text_(text) {}

    LetterParts parts() {
        parts_.salutation = text_.first(Anchor::salutation);
        find_subject();
        find_addressee();
        find_body();
        find_sender();
        parts_.attachments = labelled(Anchor::attachments, 0);
        go_on(parts_.attachments.span, 6);
        return std::move(parts_);
    }

private:
    const AnchorHit* hit_of(std::size_t line, Anchor anchor) const {
        for (const auto& hit : text_.at(line).hits)
            if (hit.anchor == anchor) return &hit;
        return nullptr;
    }

    Part labelled(Anchor anchor, std::size_t from) const {
        for (auto i = from; i < text_.size(); ++i)
            if (const auto* hit = hit_of(i, anchor)) {
                auto span = text_.value_of(i, *hit);
                if (!span.empty()) return {std::move(span), true};
            }
        return {};
    }

    // A value that fills its column goes on at the right end of the next line.
    void go_on(Span& span, std::size_t most_words) const {
        if (span.empty()) return;
        const auto line = span.lines.back();
        const auto& own = text_.at(line).line;
        if (span.words.back().box.x > own.box.x + 1) return;  // something else ends the line
        const auto next = text_.below(line);
        if (!next || !text_.at(*next).hits.empty()) return;
        const auto& other = text_.at(*next).line;
        const bool close = other.box.y - own.box.bottom() < 0.9 * own.box.h;
        const bool aligned = std::abs(other.box.right() - own.box.right()) < 4;
        if (!close || !aligned || other.words.size() > most_words || other.box.w > own.box.w ||
            !is_widest(line))
            return;
        for (const auto& word : other.words) {
            if (has_digit(word.text)) return;
        }
        for (const auto& word : other.words) span.add(word, *next);
    }

    // Of the lines near it that begin at the same right edge.
    bool is_widest(std::size_t line) const {
        const auto& own = text_.at(line).line;
        return std::none_of(text_.lines().begin(), text_.lines().end(), [&](const auto& other) {
            return other.line.page == own.page && std::abs(other.line.box.right() - own.box.right()) < 4 &&
                   std::abs(other.line.box.y - own.box.y) < 45 && other.line.box.w > own.box.w + 1;
        });
    }

    bool is_short(std::size_t line) const {
        return text_.at(line).line.box.w < short_line * text_.widest_mm();
    }

    // A subject that fills its line goes on in the next, where that is short and no greeting.
    void find_subject() {
        parts_.subject = labelled(Anchor::subject, 0);
        auto& span = parts_.subject.span;
        if (span.empty()) return;
        const auto last = span.lines.back();
        const auto next = text_.below(last);
        if (is_short(last) || !next || !text_.at(*next).hits.empty() || !is_short(*next) || *next != last + 1)
            return;
        const auto& own = text_.at(last).line.box;
        const auto& other = text_.at(*next).line.box;
        if (other.y - own.bottom() > own.h) return;
        for (const auto& word : text_.at(*next).line.words) span.add(word, *next);
    }

    std::size_t head_end() const {
        auto end = text_.size();
        if (parts_.salutation) end = *parts_.salutation;
        return end;
    }

    void find_addressee() {
        for (std::size_t i = 0; i < text_.size() && parts_.addressee.span.empty(); ++i) {
            const auto* to = hit_of(i, Anchor::to);
            const auto* honorific = hit_of(i, Anchor::honorific);
            if (to != nullptr)
                addressee_from(i, text_.value_of(i, *to), true);
            else if (honorific != nullptr && honorific->first == 0 && i <= head_end())
                addressee_from(i, text_.words_of(i), false);
        }
    }

    bool has_wish(const Span& span) const {
        const auto hits = hits_in(span);
        return std::any_of(hits.begin(), hits.end(),
                           [](const auto& hit) { return hit.anchor == Anchor::wish; });
    }

    // Titles often take a second and a third line, up to the wish.
    void addressee_from(std::size_t line, Span span, bool by_label) {
        if (span.empty()) return;
        bool done = has_wish(span);
        auto at = span.lines.back();
        if (const auto beside = text_.left_of(at); beside && text_.at(*beside).has(Anchor::wish)) done = true;
        for (int more = 0; more < 2 && !done; ++more) {
            const auto next = text_.below(at);
            if (!next || *next >= head_end() || !is_short(*next)) break;
            const auto& hits = text_.at(*next).hits;
            done = text_.at(*next).has(Anchor::wish);
            if (std::any_of(hits.begin(), hits.end(),
                            [](const auto& hit) { return hit.anchor != Anchor::wish; }))
                break;
            if (!done && by_label && text_.left_of(*next)) break;
            // A line with no wish may be the next part of the letter: only where a wish ends it all.
            const auto after = text_.below(*next);
            if (!done && !(after && text_.at(*after).has(Anchor::wish))) break;
            for (const auto& word : text_.at(*next).line.words) span.add(word, *next);
            at = *next;
        }
        parts_.addressee = {addressee_in(std::move(span)), by_label || done};
        if (parts_.addressee.span.words.empty()) parts_.addressee = {};
        addressee_line_ = std::max(line, at);
    }

    // From behind the head (salutation, subject, addressee) to the closing words, or to who signs.
    void find_body() {
        std::size_t from = 0;
        if (parts_.salutation) from = *parts_.salutation + 1;
        const auto& subject = parts_.subject.span;
        if (!subject.empty() && subject.lines.back() <= from + 3)
            from = std::max(from, subject.lines.back() + 1);
        if (!parts_.addressee.span.empty() && addressee_line_ <= from + 3)
            from = std::max(from, addressee_line_ + 1);
        while (from < text_.size() && starts_with_head(from)) ++from;
        parts_.body_from = parts_.body_end = from;
        for (auto i = from; i < text_.size(); ++i) {
            if (text_.at(i).has(Anchor::closing) || (i > from && opens(i, Anchor::salutation))) {
                parts_.closing = i;
                break;
            }
            if (opens(i, Anchor::sender) || opens(i, Anchor::signature)) break;
            parts_.body_end = i + 1;
        }
        if (from == 0) parts_.body_end = 0;
    }

    bool opens(std::size_t line, Anchor anchor) const {
        const auto* hit = hit_of(line, anchor);
        return hit != nullptr && hit->first == 0;
    }
    bool starts_with_head(std::size_t line) const {
        for (const auto anchor : {Anchor::date, Anchor::reference, Anchor::attachments, Anchor::salutation,
                                  Anchor::wish, Anchor::to, Anchor::from, Anchor::subject})
            if (opens(line, anchor)) return true;
        return false;
    }

    void find_sender() {
        const auto foot = parts_.closing ? *parts_.closing : parts_.body_end;
        for (const auto& [anchor, from] : std::array<std::pair<Anchor, std::size_t>, 3>{
                 {{Anchor::sender, foot}, {Anchor::from, 0}, {Anchor::sender, 0}}}) {
            auto part = labelled(anchor, from);
            go_on(part.span, 2);
            part.span = name_in(std::move(part.span));
            if (part.span.words.empty()) continue;
            parts_.sender = std::move(part);
            return;
        }
        sender_below(foot);
    }

    // Who signs without a label: below the closing words a title, a name, or both.
    void sender_below(std::size_t foot) {
        static const std::array titles{"مدير", "المدير", "رئيس", "الرئيس", "امين",    "الامين",
                                       "نايب", "المشرف", "مشرف", "عضو",    "الاستاذ", "وكيل"};
        int best = 0;
        for (auto i = foot + 1; i < text_.size(); ++i) {
            if (!text_.at(i).hits.empty()) continue;
            Part part{name_in(text_.words_of(i)), false};
            const auto count = part.span.words.size();
            if (count < 2 || count != text_.at(i).line.words.size() || part.span.confidence() < 0.25)
                continue;
            int score = 2;
            const auto opening = folded_letters(part.span.words.front().text);
            if (std::find(titles.begin(), titles.end(), opening) != titles.end()) score = 1;
            for (const auto& word : part.span.words) {
                const auto letters = folded_letters(word.text);
                if (letters == "بن" || letters == "بنت" || letters == "ابن") score = 4;
            }
            if (count >= 3 && score == 2) score = 3;
            if (score > best) best = score, parts_.sender = std::move(part);
        }
    }

    const LetterText& text_;
    LetterParts parts_ = {};
    std::size_t addressee_line_ = 0;
};

// Labels with nothing behind them but dots and lines to write on.
int empty_labels(const LetterText& text) {
    int count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto& words = text.at(i).line.words;
        for (std::size_t w = 0; w < words.size(); ++w) {
            const bool colon = words[w].text.ends_with(":");
            const bool last = w + 1 == words.size();
            if (!colon) continue;
            if (!last ? folded_letters(words[w + 1].text).empty() : !text.left_of(i)) ++count;
        }
    }
    return count;
}

}  // namespace

std::size_t LetterParts::body_words(const LetterText& text) const {
    std::size_t words = 0;
    for (auto i = body_from; i < body_end; ++i) words += text.at(i).line.words.size();
    return words;
}

LetterParts find_parts(const LetterText& text) { return PartFinder(text).parts(); }

bool looks_like_letter(const LetterText& first_page) {
    constexpr std::size_t least_body = 6, least_kinds = 3;
    constexpr int most_empty_labels = 5;
    const auto parts = find_parts(first_page);
    const bool addressee = !parts.addressee.span.empty(), subject = !parts.subject.span.empty();
    const bool date = first_page.first(Anchor::date) || first_page.first(Anchor::reference);
    const bool signs = !parts.sender.span.empty() || first_page.first(Anchor::signature);
    const std::size_t kinds = (parts.salutation ? 1u : 0u) + (addressee ? 1u : 0u) + (subject ? 1u : 0u) +
                              (parts.closing ? 1u : 0u) + (date ? 1u : 0u) + (signs ? 1u : 0u);
    const bool opening = parts.salutation || (addressee && (subject || parts.closing));
    return kinds >= least_kinds && opening && parts.body_words(first_page) >= least_body &&
           empty_labels(first_page) < most_empty_labels;
}

}  // namespace sanad::ocr
