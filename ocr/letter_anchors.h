// The words by which the parts of a letter are known: labels, forms of address, greetings. They are compared
// as names are, with some tolerance, because a recogniser errs. Included by ocr/*.cpp only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/letter_page.h"

namespace sanad::ocr {

enum class Anchor {
    date,
    reference,
    attachments,
    subject,
    to,           // إلى:
    from,         // من:
    honorific,    // سعادة, المكرم
    wish,         // حفظه الله, المحترم
    salutation,   // السلام عليكم
    closing,      // وتفضلوا بقبول
    sender,       // مقدم الطلب, الاسم
    signature,    // التوقيع
    national_id,  // رقم الهوية
    phone,
    iban,
    case_number,  // رقم المعاملة
    other,        // a label of something that is not asked for here
};

// Words `first` up to, but not including, `end` of a line.
struct AnchorHit {
    Anchor anchor = Anchor::other;
    std::size_t first = 0;
    std::size_t end = 0;
    bool marked = false;  // a colon or slash follows, or nothing else stands on the line
};

// From the right, not overlapping; the longest that fits at each place.
std::vector<AnchorHit> find_anchors(const LetterLine& line);

// Numbers and Latin words into the order of reading, by where they stand among the Arabic ones.
void put_in_reading_order(std::vector<LetterWord>& words);

// That, and: a label and its value that were written without a space become two words; punctuation is Arabic
// in Arabic text.
void set_words_apart(LetterLine& line);

// The letters of a word as they are compared: folded as names are, without spaces and signs.
std::string folded_letters(std::string_view text);

// Whether two folded texts are the same but for a few misread letters.
bool nearly_same(std::string_view a, std::string_view b);

}  // namespace sanad::ocr
