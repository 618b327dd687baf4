#include "core/time.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "core/error.h"

namespace sanad {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// Exactly the digits of text[from, from + count); nothing else, no sign, no space.
std::optional<int> digits_at(std::string_view text, std::size_t from, std::size_t count) {
    int number = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

constexpr long long last_second = 253402300799;  // 9999-12-31T23:59:59Z

}  // namespace

std::string iso_day(Day day) {
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text;
}

std::optional<Day> parse_iso_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits_at(text, 0, 4), month = digits_at(text, 5, 2), day = digits_at(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    const Day found{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                    std::chrono::day{static_cast<unsigned>(*day)}};
    if (!found.ok()) return std::nullopt;
    return found;
}

std::string iso_moment(Moment moment) {
    const auto day = std::chrono::floor<days>(moment);
    const std::chrono::hh_mm_ss time{moment - day};
    char text[48];
    std::snprintf(text, sizeof text, "T%02d:%02d:%02dZ", static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return iso_day(Day{day}) + text;
}

std::optional<Moment> parse_iso_moment(std::string_view text) {
    if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        return std::nullopt;
    const auto day = parse_iso_day(text.substr(0, 10));
    const auto hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2),
               second = digits_at(text, 17, 2);
    if (!day || !hour || !minute || !second) return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return sys_days{*day} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second};
}

Moment now() {
    const char* fixed = std::getenv("SOURCE_DATE_EPOCH");
    if (fixed == nullptr || *fixed == '\0')
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::string_view text = fixed;
    long long seconds = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (failed != std::errc{} || end != text.data() + text.size() || seconds < 0 || seconds > last_second)
        throw Error(ErrorCode::bad_input,
                    "SOURCE_DATE_EPOCH is not a number of seconds: " + std::string(text),
                    {"core.clock_setting", {std::string(text)}});
    return Moment{std::chrono::seconds{seconds}};
}

}  // namespace sanad
