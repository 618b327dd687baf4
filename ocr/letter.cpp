#include "ocr/letter.h"

#include <algorithm>
#include <array>

#include "core/arabic.h"
#include "core/case_id.h"
#include "ocr/letter_kind.h"
#include "ocr/letter_parts.h"
#include "ocr/letter_values.h"

namespace sanad::ocr {
namespace {

constexpr double unlabelled = 0.7;  // of the confidence, where only the place says what something is

// The share of texts of letters that were exactly right, by the least sure word: docs/reading.md.
double chance_of_right(double least, Source source) {
    if (source == Source::text_layer) return 0.97;
    if (least >= 0.9) return 0.9;
    if (least >= 0.8) return 0.75;
    if (least >= 0.6) return 0.5;
    return 0.2;
}

std::string without_ends(std::string text) {
    const auto ends_with_sign = [&] {
        for (const std::string_view sign : {".", "،", "؛", ":", "-", " ", "/"})
            if (text.size() > sign.size() && text.ends_with(sign)) {
                text.resize(text.size() - sign.size());
                return true;
            }
        return false;
    };
    while (ends_with_sign()) {
    }
    return text;
}

// Paragraphs are told by the gaps between lines, and by lines that end early.
std::string body_text(const LetterText& text, std::size_t from, std::size_t end, Span& span) {
    std::string body;
    for (auto i = from; i < end; ++i) {
        const auto& line = text.at(i).line;
        for (const auto& word : line.words) span.add(word, i);
        if (i == from) {
            body = line.text();
            continue;
        }
        const auto& before = text.at(i - 1).line;
        const bool same_row = line.box.centre().y < before.box.bottom();
        const bool ended = !same_row && before.page == line.page &&
                           before.box.x > text.at(from).line.box.x + 0.15 * text.widest_mm();
        body += (ended ? "\n" : " ") + line.text();
    }
    return body;
}

class LetterReader {
public:
    explicit LetterReader(const LetterText& text) : text_(text), parts_(find_parts(text)) {}

    std::vector<Reading> readings() {
        add_text("sender", parts_.sender);
        add_text("addressee", parts_.addressee);
        add_text("subject", parts_.subject);
        add_date();
        add_reference();
        add_text("attachments", parts_.attachments);
        add_body();
        add_kind();
        add_numbers();
        add_case();
        return std::move(readings_);
    }

private:
    Reading& add(const char* key) {
        Reading reading;
        reading.key = key;
        readings_.push_back(std::move(reading));
        return readings_.back();
    }

    void place(Reading& reading, const Span& span) const {
        const auto& line = text_.at(span.lines.front());
        Span here;  // the box is that of the first page
        for (std::size_t w = 0, l = 0; w < span.words.size(); ++w) {
            while (l + 1 < span.lines.size() && !holds(span.lines[l], span.words[w])) ++l;
            if (text_.at(span.lines[l]).letter_page == line.letter_page)
                here.add(span.words[w], span.lines[l]);
        }
        reading.page = line.letter_page;
        reading.box = here.box();
        reading.source = line.source;
        reading.state = ReadState::read;
        if (line.source == Source::ocr) reading.model = "tesseract-ara-4.0.0_best_int";
    }

    bool holds(std::size_t line, const LetterWord& word) const {
        const auto& words = text_.at(line).line.words;
        return std::any_of(words.begin(), words.end(), [&](const auto& own) {
            return own.text == word.text && own.box.x == word.box.x && own.box.y == word.box.y;
        });
    }

    void add_text(const char* key, const Part& part) {
        auto& reading = add(key);
        if (part.span.empty()) return;
        place(reading, part.span);
        reading.text = part.span.text();
        reading.value = without_ends(tidy(reading.text));
        reading.confidence =
            chance_of_right(part.span.confidence(), reading.source) * (part.labelled ? 1 : unlabelled);
        if (reading.value.empty()) reading.state = ReadState::illegible;
    }

    struct Candidate {
        Span span;
        bool labelled = false;
        FoundDate date;
    };

    // What a label names, then what stands in the head, then what stands at the foot.
    std::vector<Candidate> dates() const {
        std::vector<Candidate> found;
        const auto take = [&](const Span& span, bool labelled) {
            for (const auto& date : find_dates(span.words)) {
                Span own;
                for (auto w = date.first; w < date.end; ++w) own.add(span.words[w], line_of(span, w));
                found.push_back({std::move(own), labelled, date});
            }
        };
        for (std::size_t i = 0; i < text_.size(); ++i)
            for (const auto& hit : text_.at(i).hits)
                if (hit.anchor == Anchor::date && !parts_.in_body(i)) take(text_.value_of(i, hit), true);
        if (!found.empty()) return found;
        for (std::size_t i = 0; i < text_.size(); ++i)
            if (!parts_.in_body(i)) take(text_.words_of(i), false);
        return found;
    }

    std::size_t line_of(const Span& span, std::size_t word) const {
        for (const auto line : span.lines)
            if (holds(line, span.words[word])) return line;
        return span.lines.front();
    }

    void add_date() {
        const auto found = dates();
        auto& reading = add("date");
        if (found.empty()) {
            mark_unread(reading, Anchor::date);
            guess_unread_date(reading);
            return;
        }
        const auto& best = found.front();
        place(reading, best.span);
        reading.text = best.span.text();
        reading.value = iso_day(best.date.day);
        reading.calendar = name_of(best.date.date.calendar);
        reading.written = written(best.date.date);
        // The same day in the other calendar beside it speaks for both.
        bool agrees = false;
        for (std::size_t i = 1; i < found.size(); ++i) {
            if (found[i].date.day == best.date.day)
                agrees = true;
            else
                reading.alternatives.push_back({iso_day(found[i].date.day), 0.1});
        }
        reading.confidence =
            std::min(chance_of_right(best.span.confidence(), reading.source), agrees ? 0.95 : 0.9) *
            (best.labelled ? 1 : unlabelled) * (found.size() > 1 && !agrees ? 0.6 : 1);
    }

    // What stands behind the label of a date is none as it was read, but can be one in one way only.
    void guess_unread_date(Reading& reading) const {
        if (reading.state != ReadState::illegible || reading.source == Source::text_layer) return;
        LetterWord all;
        all.text = reading.text;
        const auto guessed = guess_date({all});
        if (!guessed) return;
        reading.state = ReadState::read;
        reading.value = iso_day(guessed->day);
        reading.calendar = name_of(guessed->date.calendar);
        reading.written = written(guessed->date);
        reading.confidence = 0.3;
    }

    // A label is there and something behind it, but no value could be made of that.
    void mark_unread(Reading& reading, Anchor anchor) const {
        for (std::size_t i = 0; i < text_.size(); ++i)
            for (const auto& hit : text_.at(i).hits) {
                if (hit.anchor != anchor || parts_.in_body(i)) continue;
                const auto span = text_.value_of(i, hit);
                if (span.empty()) continue;
                place(reading, span);
                reading.text = span.text();
                reading.state = ReadState::illegible;
                return;
            }
    }

    void add_reference() {
        auto& reading = add("reference");
        for (std::size_t i = 0; i < text_.size(); ++i)
            for (const auto& hit : text_.at(i).hits) {
                if (hit.anchor != Anchor::reference || parts_.in_body(i)) continue;
                const auto span = text_.value_of(i, hit);
                const auto value = span.words.size() <= 8 ? reference_in(span.text()) : std::string();
                if (value.empty()) continue;
                place(reading, span);
                reading.text = span.text();
                reading.value = value;
                reading.confidence = chance_of_right(span.confidence(), reading.source);
                return;
            }
        mark_unread(reading, Anchor::reference);
    }

    void add_body() {
        auto& reading = add("body");
        if (parts_.body_from == parts_.body_end) return;
        Span span;
        const auto text = body_text(text_, parts_.body_from, parts_.body_end, span);
        place(reading, span);
        reading.text = reading.value = text;
        reading.confidence =
            reading.source == Source::text_layer ? 0.8 : 0.2;  // of many words one is often wrong
    }

    void add_kind() {
        const auto value = [&](const char* key) {
            for (const auto& reading : readings_)
                if (reading.key == key) return reading.value;
            return std::string();
        };
        const auto kind = kind_of_letter(value("subject"), value("body"));
        auto& reading = add("kind");
        if (!kind) return;
        const auto& where =
            parts_.subject.span.empty() ? text_.words_of(parts_.body_from) : parts_.subject.span;
        if (where.empty()) return;
        place(reading, where);
        reading.value = kind->key;
        reading.text = kind->words;
        reading.confidence = kind->confidence;
    }

    static const char* key_of(NumberKind kind) {
        return kind == NumberKind::national_id ? "national_id" : kind == NumberKind::phone ? "phone" : "iban";
    }

    void add_number(const FoundNumber& number, const Span& from, bool labelled) {
        const auto* key = key_of(number.kind);
        for (auto& reading : readings_)
            if (reading.key == key) {  // a letter may mention several; the first stays
                if (reading.value != number.value) reading.alternatives.push_back({number.value, 0.1});
                return;
            }
        Span own;
        for (auto w = number.first; w < number.end; ++w) own.add(from.words[w], line_of(from, w));
        auto& reading = add(key);
        place(reading, own);
        reading.text = own.text();
        reading.value = number.value;
        const double chance = chance_of_right(own.confidence(), reading.source);
        reading.confidence = number.valid ? std::max(chance, labelled ? 0.9 : 0.7) : std::min(chance, 0.2);
    }

    void add_numbers() {
        static constexpr std::array labels{std::pair{Anchor::national_id, NumberKind::national_id},
                                           std::pair{Anchor::phone, NumberKind::phone},
                                           std::pair{Anchor::iban, NumberKind::iban}};
        for (const auto& [anchor, kind] : labels)
            for (std::size_t i = 0; i < text_.size(); ++i)
                for (const auto& hit : text_.at(i).hits) {
                    if (hit.anchor != anchor) continue;
                    const auto span = text_.value_of(i, hit);
                    if (const auto number = labelled_number(kind, span.words))
                        add_number(*number, span, true);
                }
        for (std::size_t i = 0; i < text_.size(); ++i) {
            const auto span = text_.words_of(i);
            for (const auto& number : find_numbers(span.words)) add_number(number, span, false);
        }
    }

    // A case of this archive by its own name, else whatever number a label calls one.
    void add_case() {
        for (std::size_t i = 0; i < text_.size(); ++i)
            for (const auto& word : text_.at(i).line.words)
                if (const auto id = parse_case_id(without_ends(word.text))) {
                    Span own;
                    own.add(word, i);
                    set_case(own, *id);
                    return;
                }
        for (std::size_t i = 0; i < text_.size(); ++i)
            for (const auto& hit : text_.at(i).hits) {
                if (hit.anchor != Anchor::case_number) continue;
                auto span = text_.value_of(i, hit);
                if (span.words.size() > 1) span.words.resize(1), span.lines.resize(1);
                const auto value = reference_in(span.text());
                if (value.empty()) continue;
                set_case(span, value);
                return;
            }
    }

    void set_case(const Span& span, const std::string& value) {
        auto& reading = add("case");
        place(reading, span);
        reading.text = span.text();
        reading.value = value;
        reading.confidence = chance_of_right(span.confidence(), reading.source);
    }

    const LetterText& text_;
    LetterParts parts_;
    std::vector<Reading> readings_ = {};
};

}  // namespace

bool begins_letter(const LetterPage& page) { return looks_like_letter(LetterText({page})); }

std::vector<Reading> read_letter(const std::vector<LetterPage>& pages) {
    const LetterText text(pages);
    return LetterReader(text).readings();
}

}  // namespace sanad::ocr
