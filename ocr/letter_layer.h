// A PDF's own text as the lines of a letter. Included by ocr/*.cpp only.
#pragma once

#include <optional>

#include "ocr/letter_page.h"
#include "pdf/page_words.h"

namespace sanad::ocr {

// Nothing where the layer can't be relied on, so that the page is read like a scan: too few words, the text
// of another recogniser under a picture, text that runs upwards, characters that are no letters.
std::optional<LetterPage> lines_of_layer(const pdf::PageWords& page, int number);

}  // namespace sanad::ocr
