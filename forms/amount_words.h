// Amounts of money in Arabic words (تفقيط), as letters and receipts print them beside the digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sanad::forms {

// "4500.50" -> "أربعة آلاف وخمسمائة ريال وخمسون هللة", in the nominative. `amount` is a plain decimal of at
// most twelve digits and two decimals, as a reading's value; nothing for any other text. No halalas are named
// where there are none; an amount of nothing is "صفر ريال".
std::optional<std::string> amount_in_words(std::string_view amount);

// The same amount as it stands in print: halalas always take two places. "4500.5" -> "4500.50".
std::string amount_in_digits(std::string_view amount);

}  // namespace sanad::forms
