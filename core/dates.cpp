#include "core/dates.h"

#include <unicode/calendar.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <memory>

#include "core/error.h"

namespace sanad {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr double ms_per_day = 86'400'000.0;

// ICU's calendars are not safe to share between threads, and slow to make.
icu::Calendar& umm_al_qura() {
    thread_local const std::unique_ptr<icu::Calendar> calendar = [] {
        UErrorCode failed = U_ZERO_ERROR;
        std::unique_ptr<icu::Calendar> made(icu::Calendar::createInstance(
            icu::TimeZone::getGMT()->clone(), icu::Locale("en_US@calendar=islamic-umalqura"), failed));
        if (U_FAILURE(failed))
            throw Error(ErrorCode::external, std::string("ICU calendar: ") + u_errorName(failed));
        return made;
    }();
    return *calendar;
}

// The fields of the day on which `calendar` is set.
std::optional<WrittenDate> fields_of(icu::Calendar& calendar) {
    UErrorCode failed = U_ZERO_ERROR;
    const WrittenDate date{Calendar::hijri, calendar.get(UCAL_YEAR, failed),
                           calendar.get(UCAL_MONTH, failed) + 1, calendar.get(UCAL_DAY_OF_MONTH, failed)};
    if (U_FAILURE(failed)) return std::nullopt;
    return date;
}

bool same(const WrittenDate& a, const WrittenDate& b) {
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

std::optional<Day> hijri_to_gregorian(const WrittenDate& date) {
    if (date.year < first_hijri_year || date.year > last_hijri_year) return std::nullopt;
    if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 30) return std::nullopt;
    icu::Calendar& calendar = umm_al_qura();
    calendar.clear();
    calendar.set(date.year, date.month - 1, date.day, 12, 0, 0);
    UErrorCode failed = U_ZERO_ERROR;
    const double ms = calendar.getTime(failed);
    // ICU rolls the thirtieth of a month of 29 days over into the next: such a day does not come back as it
    // went in.
    const auto back = U_SUCCESS(failed) ? fields_of(calendar) : std::nullopt;
    if (!back || !same(*back, date)) return std::nullopt;
    return Day{sys_days{days{static_cast<int>(std::floor(ms / ms_per_day))}}};
}

}  // namespace

std::string_view name_of(Calendar calendar) { return calendar == Calendar::hijri ? "hijri" : "gregorian"; }

std::optional<Calendar> calendar_named(std::string_view name) {
    if (name == "gregorian") return Calendar::gregorian;
    if (name == "hijri") return Calendar::hijri;
    return std::nullopt;
}

std::optional<Day> to_gregorian(const WrittenDate& date) {
    if (date.calendar == Calendar::hijri) return hijri_to_gregorian(date);
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.day < 1) return std::nullopt;
    const Day day{std::chrono::year{date.year}, std::chrono::month{static_cast<unsigned>(date.month)},
                  std::chrono::day{static_cast<unsigned>(date.day)}};
    if (!day.ok()) return std::nullopt;
    return day;
}

namespace {

std::optional<WrittenDate> computed_hijri(Day day) {
    icu::Calendar& calendar = umm_al_qura();
    calendar.clear();
    UErrorCode failed = U_ZERO_ERROR;
    calendar.setTime((static_cast<double>(sys_days{day}.time_since_epoch().count()) + 0.5) * ms_per_day,
                     failed);  // at noon
    const auto date = U_SUCCESS(failed) ? fields_of(calendar) : std::nullopt;
    if (!date) return std::nullopt;
    // Also guards the edges of the table, where ICU changes to another reckoning.
    const auto back = to_gregorian(*date);
    if (!back || *back != day) return std::nullopt;
    return date;
}

}  // namespace

// ICU counts through the months of the whole table for every date, and most documents have the same few.
std::optional<WrittenDate> to_hijri(Day day) {
    if (!day.ok()) return std::nullopt;
    thread_local std::map<Day, std::optional<WrittenDate>> known;
    if (const auto found = known.find(day); found != known.end()) return found->second;
    if (known.size() >= 1000) known.clear();
    return known.emplace(day, computed_hijri(day)).first->second;
}

std::optional<Calendar> calendar_of_year(int year) {
    if (year >= 1300 && year <= 1500) return Calendar::hijri;
    if (year >= 1900 && year <= 2100) return Calendar::gregorian;
    return std::nullopt;
}

std::string written(const WrittenDate& date) {
    char text[48];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
    return text;
}

}  // namespace sanad
