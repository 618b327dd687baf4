// Letters: what can be known of a page that is none of our papers but is written to somebody. The fields are
// sender, addressee, subject, date, reference, attachments, body, kind, and the numbers that it mentions:
// national_id, phone, iban, case. Included by ocr/*.cpp only.
#pragma once

#include <vector>

#include "core/reading.h"
#include "ocr/letter_page.h"

namespace sanad::ocr {

// Whether a page is the first of a letter: newspapers, forms and empty sheets are not.
bool begins_letter(const LetterPage& page);

// One reading for each field of a letter, absent where nothing was found, and one for each number found;
// `page` is that of the letter. Nothing of it is accepted: a person looks at every field of a letter.
std::vector<Reading> read_letter(const std::vector<LetterPage>& pages);

}  // namespace sanad::ocr
