// What was written in a field as the value that the rest of the program works with: docs/reading.md,
// "Normalised values".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/template.h"

namespace sanad::ocr {

struct NormalValue {
    std::string value;
    std::optional<std::vector<std::string>> values = {};  // a multiple choice's option keys
    std::string calendar = {};                            // dates
    std::string written = {};                             // dates
};

// `written` is the text of a text field, the digits of a number (either set, without the printed prefix or
// with it), or an option's key (keys joined by "," for several). Nothing where it can't be a value of the
// kind: a day that does not exist, letters in a number, an option that the paper does not have.
std::optional<NormalValue> normalise(const templates::Field& field, std::string_view written);

// A date's digits "ddmmyyyy" as year-month-day, whether or not that day exists; empty where they are not
// eight.
std::string written_date(std::string_view digits);

// The value keeps the form that its kind asks for: the check digit, the length, 05 of a mobile number. A
// reading that does not is never accepted unseen, however sure.
bool well_formed(templates::Kind kind, std::string_view value);

// Not a date before 1910 or after 2050: where a digit of a year is mistaken the date mostly comes to lie
// there, so that one that was read from pixels is looked at by a person. True of other kinds.
bool of_our_time(templates::Kind kind, std::string_view value);

}  // namespace sanad::ocr
