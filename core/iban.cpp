#include <algorithm>
#include <array>
#include <utility>

#include "core/identifiers.h"

namespace sanad {
namespace {

// Lengths of the IBAN registry (ISO 13616) for the countries from which payments are met; the rest are held
// to 15..34.
constexpr std::array<std::pair<std::string_view, std::size_t>, 47> lengths{{
    {"AE", 23}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22}, {"CH", 21},
    {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18},
    {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GR", 27}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IQ", 23},
    {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LT", 20}, {"LU", 20},
    {"LV", 21}, {"LY", 25}, {"MR", 27}, {"MT", 31}, {"NL", 18}, {"NO", 15}, {"PK", 24}, {"PL", 28},
    {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"SA", 24}, {"SD", 18}, {"TN", 24},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool length_fits(std::string_view iban) {
    const auto known = std::find_if(lengths.begin(), lengths.end(),
                                    [&](const auto& entry) { return entry.first == iban.substr(0, 2); });
    return known == lengths.end() ? iban.size() >= 15 && iban.size() <= 34 : iban.size() == known->second;
}

}  // namespace

bool iban_format(std::string_view iban) {
    if (iban.size() < 15 || iban.size() > 34) return false;
    if (!is_capital(iban[0]) || !is_capital(iban[1]) || !is_digit(iban[2]) || !is_digit(iban[3]))
        return false;
    if (!std::all_of(iban.begin(), iban.end(), [](char c) { return is_digit(c) || is_capital(c); }))
        return false;
    if (iban.substr(0, 2) == "SA" && !std::all_of(iban.begin() + 2, iban.end(), is_digit)) return false;
    return length_fits(iban);
}

// ISO 13616: the first four characters go to the end, letters count as 10..35, and the number modulo 97 is 1.
bool iban_valid(std::string_view iban) {
    if (!iban_format(iban)) return false;
    int rest = 0;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        const char c = iban[(i + 4) % iban.size()];
        rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest == 1;
}

}  // namespace sanad
