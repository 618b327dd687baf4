// Where the parts of a letter lie among its lines. Included by ocr/*.cpp only.
#pragma once

#include <optional>
#include <vector>

#include "ocr/letter_text.h"

namespace sanad::ocr {

// One field: which words, and whether a label says so.
struct Part {
    Span span = {};
    bool labelled = false;
};

struct LetterParts {
    std::optional<std::size_t> salutation, closing;  // lines
    Part sender, addressee, subject, attachments;
    std::size_t body_from = 0, body_end = 0;  // lines; equal where there is none

    bool in_body(std::size_t line) const { return line >= body_from && line < body_end; }
    std::size_t body_words(const LetterText& text) const;
};

LetterParts find_parts(const LetterText& text);

// The first page of a letter, by what only letters have together: three kinds of salutation, addressee,
// subject, closing, sender, date or reference, with a salutation, or an addressee and what he is written
// about; a body; and not a form's many labels with nothing behind them.
bool looks_like_letter(const LetterText& first_page);

}  // namespace sanad::ocr
