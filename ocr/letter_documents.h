// Pages that belong to no paper, gathered to letters. Included by ocr/*.cpp only.
#pragma once

#include <vector>

#include "ocr/documents.h"
#include "ocr/letter_page.h"

namespace sanad::ocr {

// Whether a page may be a letter's: it belongs to no paper, has no code of ours, and nobody said that it is a
// form.
bool may_be_letter(const RecognisedPage& page, const std::string& form);

// Takes the pages of letters out of `pages` and returns the letters, in order. A letter goes on over the
// pages behind it, and their empty backs, up to one that is a paper's, begins a letter or could not be read.
// With `given_out` the user says that they are letters: the first page with text begins one.
std::vector<DocumentReading> take_letters(std::vector<PageReading>& pages, bool given_out,
                                          const DocumentReading& base);

// By their first page in the file; what belongs to no paper last.
std::vector<DocumentReading> in_order(std::vector<DocumentReading> documents);

}  // namespace sanad::ocr
