// The grammar of Arabic numbers. What is counted decides the gender of 1, 2 and the tens' units as it is, and
// of 3 to 10 turned round; its own form depends on the last part of the number: plural after 3 to 10,
// accusative singular after 11 to 99, genitive singular after hundreds and scales, which lose the nun of
// their dual there (مائتا ريال, but مائتان وخمسة ريالات).
#include "forms/amount_words.h"

#include <algorithm>
#include <cstdint>

namespace sanad::forms {
namespace {

enum class Gender { masculine, feminine };

// Something counted: riyals, halalas, thousands, millions, milliards.
struct Counted {
    Gender gender;
    const char* one;         // alone
    const char* two;         // alone
    const char* two_before;  // in construct: what is counted follows at once
    const char* singular;
    const char* accusative;
    const char* plural;
};

constexpr Counted riyal{Gender::masculine, "ريال واحد", "ريالان", "ريالا", "ريال", "ريالًا", "ريالات"};
constexpr Counted halala{Gender::feminine, "هللة واحدة", "هللتان", "هللتا", "هللة", "هللة", "هللات"};
constexpr Counted thousand{Gender::masculine, "ألف", "ألفان", "ألفا", "ألف", "ألفًا", "آلاف"};
constexpr Counted million{Gender::masculine, "مليون", "مليونان", "مليونا", "مليون", "مليونًا", "ملايين"};
constexpr Counted milliard{Gender::masculine, "مليار", "ملياران", "مليارا", "مليار", "مليارًا", "مليارات"};

// Of 3 to 10: the form with which a masculine noun is counted first.
constexpr const char* digits[][2] = {{"", ""},          {"واحد", "إحدى"},  {"اثنان", "اثنتان"},
                                     {"ثلاثة", "ثلاث"}, {"أربعة", "أربع"}, {"خمسة", "خمس"},
                                     {"ستة", "ست"},     {"سبعة", "سبع"},   {"ثمانية", "ثماني"},
                                     {"تسعة", "تسع"},   {"عشرة", "عشر"}};
constexpr const char* eleven[] = {"أحد عشر", "إحدى عشرة"};
constexpr const char* twelve[] = {"اثنا عشر", "اثنتا عشرة"};
constexpr const char* teen[] = {" عشر", " عشرة"};
constexpr const char* tens[] = {"",      "",     "عشرون", "ثلاثون", "أربعون",
                                "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"};
constexpr const char* hundreds[] = {"",        "مائة",   "مائتان",  "ثلاثمائة", "أربعمائة",
                                    "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة"};
constexpr const char* two_hundred_before = "مائتا";
constexpr const char* eight_of_tens = "ثمانٍ";  // feminine, where no noun follows: ثمانٍ وعشرون

constexpr const char* nothing = "صفر";
constexpr const char* and_word = " و";

std::string joined(std::string_view first, std::string_view second) {
    if (first.empty() || second.empty()) return std::string(first) + std::string(second);
    return std::string(first) + and_word + std::string(second);
}

// 3 to 99.
std::string below_hundred(int n, Gender gender) {
    const auto g = static_cast<std::size_t>(gender);
    if (n <= 10) return digits[n][g];
    if (n == 11) return eleven[g];
    if (n == 12) return twelve[g];
    if (n < 20) return std::string(digits[n - 10][g]) + teen[g];
    if (n % 10 == 8 && gender == Gender::feminine) return joined(eight_of_tens, tens[n / 10]);
    return joined(digits[n % 10][g], tens[n / 10]);
}

std::string hundreds_before(int n) { return n / 100 == 2 ? two_hundred_before : hundreds[n / 100]; }

// `n` of it, 1 to 999. `before` are the larger parts of the number in the two forms that they take: where
// more words follow, and where the counted noun follows at once. With `in_construct` the counted thing is
// itself followed by what it counts: ألفا ريال.
struct Before {
    std::string apart = {};
    std::string in_construct = {};
};

std::string count(int n, const Counted& of, const Before& before, bool in_construct) {
    const char* two = in_construct ? of.two_before : of.two;
    const int rest = n % 100;
    const auto whole = [&] {  // all but the last one or two: مائة ريال وريال واحد
        const auto large = n >= 100 ? joined(before.apart, hundreds_before(n)) : before.in_construct;
        return large.empty() ? large : large + " " + of.singular;
    };
    if (rest == 0) return whole();
    if (rest == 1) return joined(whole(), of.one);
    if (rest == 2) return joined(whole(), two);
    const auto number = joined(joined(before.apart, hundreds[n / 100]), below_hundred(rest, of.gender));
    const char* noun = rest <= 10 ? of.plural : in_construct ? of.singular : of.accusative;
    return number + " " + noun;
}

std::string riyals(std::int64_t n) {
    if (n == 0) return std::string(nothing) + " " + riyal.singular;
    Before before;
    for (const auto& [worth, scale] :
         {std::pair{1'000'000'000, milliard}, std::pair{1'000'000, million}, std::pair{1000, thousand}}) {
        const auto part = static_cast<int>(n / worth % 1000);
        if (part == 0) continue;
        const auto so_far = before.apart;
        before.apart = joined(so_far, count(part, scale, {}, false));
        before.in_construct = joined(so_far, count(part, scale, {}, true));
    }
    return count(static_cast<int>(n % 1000), riyal, before, false);
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t value_of(std::string_view text) {
    std::int64_t value = 0;
    for (const char c : text) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

std::optional<std::string> amount_in_words(std::string_view amount) {
    const auto point = amount.find('.');
    const auto whole = amount.substr(0, point);
    std::string part(point == std::string_view::npos ? std::string_view() : amount.substr(point + 1));
    const bool bare_point = point != std::string_view::npos && part.empty();
    if (whole.empty() || whole.size() > 12 || part.size() > 2 || bare_point) return std::nullopt;
    if (!all_digits(whole) || !all_digits(part)) return std::nullopt;
    part.resize(2, '0');
    const auto n = value_of(whole);
    const auto small = static_cast<int>(value_of(part));
    if (small == 0) return riyals(n);
    const auto halalas = count(small, halala, {}, false);
    return n == 0 ? halalas : joined(riyals(n), halalas);
}

std::string amount_in_digits(std::string_view amount) {
    const auto point = amount.find('.');
    return std::string(amount) + (point != std::string_view::npos && point + 2 == amount.size() ? "0" : "");
}

}  // namespace sanad::forms
