// Numbers and dates in lines of text, which Tesseract's Arabic model cannot write. Included by ocr/*.cpp
// only.
#pragma once

#include "ocr/digits.h"
#include "ocr/letter_anchors.h"
#include "ocr/letter_page.h"

namespace sanad::ocr {

bool asks_for_number(Anchor anchor);  // a date is one

// Reads the numbers of one page, line by line; what it has read tells it which digit set the page is in.
class NumberLooker {
public:
    NumberLooker(const UprightPage& page, const PageBlots& blots, const DigitReader& digits)
        : page_(page), blots_(blots), digits_(digits) {}

    // Where the words of `line`, which was read in `piece`, look like numbers, or a label says that a number
    // follows (its own, or one that stands beside or above it: `asked_elsewhere`), they are read again as
    // digits and replaced where that is surer.
    void look(const LinePiece& piece, LetterLine& line, std::optional<Anchor> asked_elsewhere);

private:
    struct Range;
    static bool of_another_word(const LetterLine& line, const Range& range, double x_mm);
    std::vector<Range> ranges_of(const LetterLine& line, std::optional<Anchor> asked_elsewhere) const;
    std::vector<std::vector<int>> parted(const std::vector<int>& sorted, double gap) const;
    std::vector<LetterWord> words_in(const LinePiece& piece, const LetterLine& line, const Range& range);
    bool read_group(const std::vector<int>& group, const Range& range, std::vector<LetterWord>& into);

    const UprightPage& page_;
    const PageBlots& blots_;
    const DigitReader& digits_;
    double log_odds_arabic_ = 0;
};

}  // namespace sanad::ocr
