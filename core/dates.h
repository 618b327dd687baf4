// Dates in the two calendars of the papers: Gregorian, and Hijri by Umm al-Qura (ICU's "islamic-umalqura").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace sanad {

enum class Calendar { gregorian, hijri };

std::string_view name_of(Calendar calendar);  // "gregorian", "hijri", as in Reading::calendar
std::optional<Calendar> calendar_named(std::string_view name);

// The Hijri years in which Umm al-Qura is defined.
constexpr int first_hijri_year = 1356;
constexpr int last_hijri_year = 1500;

struct WrittenDate {
    Calendar calendar = Calendar::gregorian;
    int year = 0;
    int month = 0;  // 1..12
    int day = 0;    // 1..31, Hijri 1..30
};

// The Gregorian day, or nothing where that day does not exist in its calendar. Hijri years outside 1356..1500
// are refused, because Umm al-Qura is not defined there and ICU answers silently all the same.
std::optional<Day> to_gregorian(const WrittenDate& date);

std::optional<WrittenDate> to_hijri(Day day);  // within the same years

// Year 1300..1500 means Hijri, 1900..2100 Gregorian, anything else nothing.
std::optional<Calendar> calendar_of_year(int year);

std::string written(const WrittenDate& date);  // "1448-06-02"
std::optional<WrittenDate> parse_written(std::string_view text,
                                         Calendar calendar);  // the reverse; need not exist

// A date as people write it: "٢ / ٣ / ١٤٤٨هـ", "2026-11-22", "22/11/2026 م", "2 ربيع الأول 1448";
// day-month-year or year-month-day, the year in four digits. The calendar follows from the year; a mark that
// contradicts it (2026هـ), a month over 12 and the American order are refused. The day need not exist: ask
// to_gregorian.
std::optional<WrittenDate> parse_written_date(std::string_view text);

// "22 نوفمبر 2026م" and "12 جمادى الآخرة 1448هـ", digits 0–9.
std::string spoken_ar(const WrittenDate& date);

}  // namespace sanad
