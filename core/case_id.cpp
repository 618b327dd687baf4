#include "core/case_id.h"

#include <array>
#include <cstdio>

#include "core/arabic.h"

namespace sanad {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// Multiplication by 2 in GF(32), x^5 + x^2 + 1.
unsigned doubled(unsigned value) {
    value <<= 1;
    return (value & 32u) != 0 ? value ^ 0b100101u : value;
}

// Sum of symbol * 2^place in GF(32) over the four digits and the seven characters. Every place has another
// weight, so one wrong character, or two that changed places, always change the sum.
unsigned check_symbol(std::string_view eleven) {
    unsigned sum = 0;
    for (const char c : eleven) sum = doubled(sum ^ static_cast<unsigned>(alphabet.find(c)));
    return sum;
}

char meant(char typed) {
    if (typed >= 'a' && typed <= 'z') typed = static_cast<char>(typed - 'a' + 'A');
    if (typed == 'O') return '0';
    return typed == 'I' || typed == 'L' ? '1' : typed;
}

}  // namespace

std::string make_case_id(int year, unsigned long long entropy) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%04d", ((year % 10000) + 10000) % 10000);
    std::string eleven = digits;
    for (int i = 0; i < 7; ++i, entropy >>= 5) eleven += alphabet[entropy & 31];
    return eleven.substr(0, 4) + "-" + eleven.substr(4) + alphabet[check_symbol(eleven)];
}

std::optional<std::string> parse_case_id(std::string_view typed) {
    if (typed.size() > 200) return std::nullopt;
    std::string symbols;
    for (const char c : western_digits(tidy(strip_invisible(typed)))) {
        if (c == '-' || c == ' ') continue;
        symbols += meant(c);
    }
    if (symbols.size() != 12 || symbols.find_first_not_of(alphabet) != std::string::npos) return std::nullopt;
    if (symbols.substr(0, 4).find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    if (alphabet[check_symbol(symbols.substr(0, 11))] != symbols.back()) return std::nullopt;
    return symbols.substr(0, 4) + "-" + symbols.substr(4);
}

}  // namespace sanad
