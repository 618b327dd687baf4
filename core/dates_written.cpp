#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <vector>

#include "core/arabic.h"
#include "core/dates.h"

namespace sanad {
namespace {

struct Month {
    int number;
    std::string_view spoken;                    // as we write it
    std::array<std::string_view, 4> also = {};  // as others write it, folded as names are
};

constexpr std::array<Month, 12> gregorian_months{{
    {1, "يناير", {"كانون الثاني", "january", "jan"}},
    {2, "فبراير", {"شباط", "february", "feb"}},
    {3, "مارس", {"اذار", "march", "mar"}},
    {4, "أبريل", {"نيسان", "ابريل", "april", "apr"}},
    {5, "مايو", {"ايار", "مي", "may"}},
    {6, "يونيو", {"حزيران", "يونيه", "june", "jun"}},
    {7, "يوليو", {"تموز", "يوليه", "july", "jul"}},
    {8, "أغسطس", {"اب", "اوغسطس", "august", "aug"}},
    {9, "سبتمبر", {"ايلول", "september", "sep"}},
    {10, "أكتوبر", {"تشرين الاول", "october", "oct"}},
    {11, "نوفمبر", {"تشرين الثاني", "november", "nov"}},
    {12, "ديسمبر", {"كانون الاول", "december", "dec"}},
}};

constexpr std::array<Month, 12> hijri_months{{
    {1, "محرم", {"المحرم", "محرم الحرام"}},
    {2, "صفر", {"صفر الخير"}},
    {3, "ربيع الأول", {"ربيع اول"}},
    {4, "ربيع الآخر", {"ربيع الثاني", "ربيع ثاني"}},
    {5, "جمادى الأولى", {"جمادي الاول", "جماد الاول", "جماد اول"}},
    {6, "جمادى الآخرة", {"جمادي الثانيه", "جمادي الاخر", "جماد الثاني"}},
    {7, "رجب", {"رجب الفرد"}},
    {8, "شعبان", {}},
    {9, "رمضان", {"رمضان المبارك"}},
    {10, "شوال", {}},
    {11, "ذو القعدة", {"ذي القعده", "ذوالقعده", "ذيالقعده"}},
    {12, "ذو الحجة", {"ذي الحجه", "ذوالحجه", "ذيالحجه"}},
}};

const std::array<Month, 12>& months_of(Calendar calendar) {
    return calendar == Calendar::hijri ? hijri_months : gregorian_months;
}

std::optional<int> month_named(std::string_view folded, Calendar calendar) {
    for (const Month& month : months_of(calendar)) {
        const bool other = std::any_of(month.also.begin(), month.also.end(), [&](std::string_view name) {
            return !name.empty() && name == folded;
        });
        if (other || fold_name(month.spoken) == folded) return month.number;
    }
    return std::nullopt;
}

// Marks of the calendar after a date, folded; ه alone is how هـ looks once the tatweel is gone.
std::optional<Calendar> calendar_marked(std::string_view word) {
    if (word == "ه" || word == "هجري" || word == "هجريه" || word == "ah" || word == "h")
        return Calendar::hijri;
    if (word == "م" || word == "ميلادي" || word == "ميلاديه" || word == "ad" || word == "g")
        return Calendar::gregorian;
    return std::nullopt;
}

struct Number {
    int value;
    std::size_t digits;
};

// The parts of a date: numbers, and the words between them.
struct Parts {
    std::vector<Number> numbers;
    std::string month;               // words between the numbers, one space between them
    std::optional<Calendar> marked;  // by a mark at the end
    bool good = true;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void add_number(Parts& parts, std::string_view digits) {
    int value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed != std::errc{} || digits.size() > 4 || parts.marked) parts.good = false;
    parts.numbers.push_back({value, digits.size()});
}

void add_word(Parts& parts, std::string_view word) {
    const auto mark = calendar_marked(word);
    if (mark && parts.numbers.size() >= 2) {
        if (parts.marked) parts.good = false;
        parts.marked = mark;
        return;
    }
    if (parts.numbers.size() != 1 || parts.marked) parts.good = false;  // a month stands between day and year
    parts.month += (parts.month.empty() ? "" : " ") + std::string(word);
}

// `folded` is of fold_name: separators have become spaces, but "1448ه" is still one word.
Parts parts_of(std::string_view folded) {
    Parts parts;
    for (std::size_t from = 0; from < folded.size();) {
        if (folded[from] == ' ') {
            ++from;
            continue;
        }
        std::size_t end = from;
        while (end < folded.size() && folded[end] != ' ' && is_digit(folded[end]) == is_digit(folded[from]))
            ++end;
        const std::string_view piece = folded.substr(from, end - from);
        if (is_digit(piece[0]))
            add_number(parts, piece);
        else
            add_word(parts, piece);
        from = end;
    }
    return parts;
}

std::optional<WrittenDate> plausible(const WrittenDate& date, const Parts& parts) {
    if (parts.marked && *parts.marked != date.calendar) return std::nullopt;
    if (date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
    if (date.day > (date.calendar == Calendar::hijri ? 30 : 31)) return std::nullopt;
    return date;
}

std::optional<WrittenDate> from_numbers(const Parts& parts) {
    const auto& n = parts.numbers;
    if (n.size() != 3 || n[1].digits > 2) return std::nullopt;
    const bool year_first = n[0].digits == 4 && n[2].digits <= 2;
    const bool year_last = n[2].digits == 4 && n[0].digits <= 2;
    if (!year_first && !year_last) return std::nullopt;
    const int year = (year_first ? n[0] : n[2]).value;
    const auto calendar = calendar_of_year(year);
    if (!calendar) return std::nullopt;
    return plausible({*calendar, year, n[1].value, (year_first ? n[2] : n[0]).value}, parts);
}

std::optional<WrittenDate> from_named_month(const Parts& parts) {
    const auto& n = parts.numbers;
    if (n.size() != 2 || n[0].digits > 2 || n[1].digits != 4) return std::nullopt;
    const auto calendar = calendar_of_year(n[1].value);
    if (!calendar) return std::nullopt;
    const auto month = month_named(parts.month, *calendar);
    if (!month) return std::nullopt;
    return plausible({*calendar, n[1].value, *month, n[0].value}, parts);
}

}  // namespace

std::optional<WrittenDate> parse_written_date(std::string_view text) {
    if (text.size() > 200) return std::nullopt;
    for (const char c : text)  // only what people put between the parts of a date
        if (static_cast<unsigned char>(c) < 0x80 && !std::isalnum(static_cast<unsigned char>(c)) &&
            std::string_view("/-.\\, \t").find(c) == std::string_view::npos)
            return std::nullopt;
    const Parts parts = parts_of(fold_name(text));
    if (!parts.good) return std::nullopt;
    return parts.month.empty() ? from_numbers(parts) : from_named_month(parts);
}

std::optional<WrittenDate> parse_written(std::string_view text, Calendar calendar) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    WrittenDate date{calendar, 0, 0, 0};
    const auto number = [&](std::size_t from, std::size_t count) {
        int value = 0;
        for (const char c : text.substr(from, count))
            value = is_digit(c) && value >= 0 ? value * 10 + (c - '0') : -1;
        return value;
    };
    date.year = number(0, 4);
    date.month = number(5, 2);
    date.day = number(8, 2);
    if (date.year < 0 || date.month < 0 || date.day < 0) return std::nullopt;
    return date;
}

std::string spoken_ar(const WrittenDate& date) {
    if (date.month < 1 || date.month > 12) return written(date);
    const auto& month = months_of(date.calendar)[static_cast<std::size_t>(date.month - 1)];
    return std::to_string(date.day) + " " + std::string(month.spoken) + " " + std::to_string(date.year) +
           (date.calendar == Calendar::hijri ? "هـ" : "م");
}

}  // namespace sanad
