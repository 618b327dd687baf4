// Dates in the two calendars of the papers: Gregorian, and Hijri by Umm al-Qura (ICU's "islamic-umalqura").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace sanad {

enum class Calendar { gregorian, hijri };

struct WrittenDate {
    Calendar calendar = Calendar::gregorian;
    int year = 0;
    int month = 0;  // 1..12
    int day = 0;    // 1..31, Hijri 1..30
};

// The Gregorian day, or nothing where that day does not exist in its calendar. Hijri years outside 1356..1500 are
// refused, because Umm al-Qura is not defined there and ICU answers silently all the same.
std::optional<Day> to_gregorian(const WrittenDate& date);

std::optional<WrittenDate> to_hijri(Day day);  // within the same years

// Year 1300..1500 means Hijri, 1900..2100 Gregorian, anything else nothing.
std::optional<Calendar> calendar_of_year(int year);

std::string written(const WrittenDate& date);  // "1448-06-02"

// A date as people write it: "٢ / ٣ / ١٤٤٨هـ", "2026-11-22", "22/11/2026 م"; day-month-year or year-month-day.
std::optional<WrittenDate> parse_written_date(std::string_view text);

// "22 نوفمبر 2026م" and "12 جمادى الآخرة 1448هـ", digits 0–9.
std::string spoken_ar(const WrittenDate& date);

}  // namespace sanad
