// The lines of a letter with what is known by its label, and which line is beside or below which. Included by
// ocr/*.cpp only.
#pragma once

#include <optional>
#include <vector>

#include "ocr/letter_anchors.h"
#include "ocr/letter_page.h"

namespace sanad::ocr {

struct AnchoredLine {
    LetterLine line;
    int letter_page = 1;  // of the letter, not of the file
    Source source = Source::ocr;
    std::vector<AnchorHit> hits;

    bool has(Anchor anchor) const;
    bool is_label() const;  // nothing but labels
};

// Some words of some lines, as one value.
struct Span {
    std::vector<LetterWord> words = {};
    std::vector<std::size_t> lines = {};  // in reading order

    bool empty() const { return words.empty(); }
    std::string text() const;
    BoxMm box() const;
    double confidence() const;  // of the least sure word
    void add(const LetterWord& word, std::size_t line);
};

class LetterText {
public:
    explicit LetterText(const std::vector<LetterPage>& pages);

    const std::vector<AnchoredLine>& lines() const { return lines_; }
    std::size_t size() const { return lines_.size(); }
    const AnchoredLine& at(std::size_t i) const { return lines_[i]; }

    std::optional<std::size_t> first(Anchor anchor, std::size_t from = 0) const;
    std::optional<std::size_t> left_of(std::size_t line) const;  // on the same row
    std::optional<std::size_t> below(std::size_t line) const;
    double widest_mm() const { return widest_; }

    // What a label says: the words after it up to the next label; where there are none, the line to its left,
    // else the line below it.
    Span value_of(std::size_t line, const AnchorHit& hit) const;
    Span words_of(std::size_t line, std::size_t from = 0) const;

private:
    std::vector<AnchoredLine> lines_;
    double widest_ = 0;
};

}  // namespace sanad::ocr
