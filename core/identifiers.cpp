#include "core/identifiers.h"

#include <algorithm>

namespace sanad {
namespace {

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool national_id_format(std::string_view digits) {
    return digits.size() == 10 && all_digits(digits) && (digits[0] == '1' || digits[0] == '2');
}

bool national_id_valid(std::string_view digits) {
    if (!national_id_format(digits)) return false;
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int digit = digits[i] - '0';
        const int doubled = digit * 2;
        sum += i % 2 != 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
}

bool phone_valid(std::string_view digits) {
    return digits.size() == 10 && all_digits(digits) && digits.substr(0, 2) == "05";
}

bool amount_valid(std::string_view amount) {
    const auto point = amount.find('.');
    const std::string_view whole = amount.substr(0, point);
    if (!all_digits(whole) || whole.size() > 12) return false;
    if (whole.size() > 1 && whole[0] == '0') return false;
    if (point == std::string_view::npos) return true;
    const std::string_view cents = amount.substr(point + 1);
    return all_digits(cents) && cents.size() <= 2;
}

}  // namespace sanad
