// What stands in a piece of text: dates, numbers that identify. Included by ocr/*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dates.h"
#include "ocr/letter_page.h"

namespace sanad::ocr {

struct FoundDate {
    WrittenDate date;
    Day day;                // Gregorian
    std::size_t first = 0;  // words
    std::size_t end = 0;
};

// Days that exist, in the order of reading. A month's name may have a few letters misread.
std::vector<FoundDate> find_dates(const std::vector<LetterWord>& words);

// Where a stroke between two numbers was taken for half a digit ("/١" for ٨, "١/" for ٧): the one day that
// the digits can then mean, or nothing where they can mean several. A guess, to be shown as one.
std::optional<FoundDate> guess_date(const std::vector<LetterWord>& words);

enum class NumberKind { national_id, phone, iban };

struct FoundNumber {
    NumberKind kind = NumberKind::national_id;
    std::string value;      // normalised
    bool valid = false;     // its check digit or form is right
    std::size_t first = 0;  // words
    std::size_t end = 0;
};

// Numbers that are what they are by their own form: a valid identity number, mobile number, IBAN.
std::vector<FoundNumber> find_numbers(const std::vector<LetterWord>& words);

// The digits that follow a label, whether or not they are well formed. Nothing where there are none.
std::optional<FoundNumber> labelled_number(NumberKind kind, const std::vector<LetterWord>& words);

// A reference as written, digits 0–9, no space round its strokes and hyphens; empty where no digit is in it.
std::string reference_in(std::string_view text);

}  // namespace sanad::ocr
