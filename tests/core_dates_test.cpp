#include <string>

#include <catch2/catch.hpp>

#include "core/dates.h"

using namespace sanad;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

std::string gregorian_of(int year, int month, int day) {
    const auto found = to_gregorian({Calendar::hijri, year, month, day});
    return found ? iso_day(*found) : "none";
}

std::string parsed(const std::string& text) {
    const auto date = parse_written_date(text);
    return date ? std::string(name_of(date->calendar)) + " " + written(*date) : "none";
}

}  // namespace

TEST_CASE("Hijri days of Umm al-Qura have the Gregorian days of the printed calendar", "[core]") {
    CHECK(gregorian_of(1356, 1, 1) == "1937-03-14");
    CHECK(gregorian_of(1444, 9, 1) == "2023-03-23");
    CHECK(gregorian_of(1445, 1, 1) == "2023-07-19");
    CHECK(gregorian_of(1445, 10, 1) == "2024-04-10");
    CHECK(gregorian_of(1500, 12, 30) == "2077-11-16");
}

TEST_CASE("Hijri years in which Umm al-Qura is not defined are refused", "[core]") {
    CHECK(gregorian_of(1355, 12, 29) == "none");
    CHECK(gregorian_of(1501, 1, 1) == "none");
    CHECK_FALSE(to_hijri(Day{std::chrono::year{1937}, std::chrono::month{3}, std::chrono::day{13}}));
    CHECK_FALSE(to_hijri(Day{std::chrono::year{2077}, std::chrono::month{11}, std::chrono::day{17}}));
    CHECK_FALSE(to_hijri(Day{std::chrono::year{-5000}, std::chrono::month{1}, std::chrono::day{1}}));
    CHECK_FALSE(to_hijri(Day{std::chrono::year{2023}, std::chrono::month{2}, std::chrono::day{30}}));
}

TEST_CASE("days that do not exist in their calendar are refused", "[core]") {
    CHECK(gregorian_of(1445, 1, 29) == "2023-08-16");
    CHECK(gregorian_of(1445, 1, 30) == "none");  // Muharram 1445 had twenty-nine days
    CHECK(gregorian_of(1445, 2, 30) == "2023-09-15");
    CHECK(gregorian_of(1445, 2, 31) == "none");
    CHECK(gregorian_of(1445, 13, 1) == "none");
    CHECK(gregorian_of(1445, 0, 1) == "none");
    CHECK(gregorian_of(1445, 1, 0) == "none");
    CHECK_FALSE(to_gregorian({Calendar::gregorian, 2023, 2, 29}));
    CHECK(to_gregorian({Calendar::gregorian, 2024, 2, 29}));
    CHECK_FALSE(to_gregorian({Calendar::gregorian, 2024, -1, 5}));
    CHECK_FALSE(to_gregorian({Calendar::gregorian, 0, 1, 1}));
}

TEST_CASE("every day of Umm al-Qura's years goes to Hijri and comes back, one after the other", "[core]") {
    const sys_days first{std::chrono::year{1937} / 3 / 14}, last{std::chrono::year{2077} / 11 / 16};
    int year = 1355;
    WrittenDate before{};
    for (sys_days day = first; day <= last; day += days{1}) {
        const auto hijri = to_hijri(Day{day});
        if (!hijri || to_gregorian(*hijri) != Day{day}) FAIL("no way back from " << iso_day(Day{day}));
        const bool next_day =
            hijri->year == before.year && hijri->month == before.month && hijri->day == before.day + 1;
        if (!next_day && hijri->day != 1) FAIL("a day was passed over before " << iso_day(Day{day}));
        if (hijri->year != before.year) ++year;
        before = *hijri;
    }
    CHECK(year == 1500);
}

TEST_CASE("the calendar is told from the year", "[core]") {
    CHECK(calendar_of_year(1448) == Calendar::hijri);
    CHECK(calendar_of_year(1300) == Calendar::hijri);
    CHECK(calendar_of_year(2026) == Calendar::gregorian);
    CHECK_FALSE(calendar_of_year(1700));
    CHECK_FALSE(calendar_of_year(26));
    CHECK_FALSE(calendar_of_year(-1448));
}

TEST_CASE("dates are read as people write them", "[core]") {
    CHECK(parsed("٢ / ٣ / ١٤٤٨هـ") == "hijri 1448-03-02");
    CHECK(parsed("2026-11-22") == "gregorian 2026-11-22");
    CHECK(parsed("22/11/2026 م") == "gregorian 2026-11-22");
    CHECK(parsed("1448/6/2 هـ") == "hijri 1448-06-02");
    CHECK(parsed("٢٢.١١.٢٠٢٦") == "gregorian 2026-11-22");
    CHECK(parsed("۲۲-۱۱-۲۰۲۶م") == "gregorian 2026-11-22");
    CHECK(parsed("2 3 1448") == "hijri 1448-03-02");
    CHECK(parsed("\u200F٢\u200F/\u200F٣\u200F/\u200F١٤٤٨\u200Fهـ\u200F") == "hijri 1448-03-02");
    CHECK(parsed("22 نوفمبر 2026م") == "gregorian 2026-11-22");
    CHECK(parsed("12 جمادى الآخرة 1448هـ") == "hijri 1448-06-12");
    CHECK(parsed("٥ ذي الحجة ١٤٤٧") == "hijri 1447-12-05");
    CHECK(parsed("1 كانون الثاني 2026") == "gregorian 2026-01-01");
    CHECK(parsed("22/11/2026 ميلادي") == "gregorian 2026-11-22");
}

TEST_CASE("every day is read back from the words it is spoken in", "[core]") {
    for (const Calendar calendar : {Calendar::gregorian, Calendar::hijri})
        for (int month = 1; month <= 12; ++month) {
            const WrittenDate date{calendar, calendar == Calendar::hijri ? 1448 : 2026, month, 7};
            CHECK(parsed(spoken_ar(date)) == std::string(name_of(calendar)) + " " + written(date));
            CHECK(parsed(written(date)) == std::string(name_of(calendar)) + " " + written(date));
            const auto back = parse_written(written(date), calendar);
            REQUIRE(back);
            CHECK(written(*back) == written(date));
        }
    CHECK(spoken_ar({Calendar::gregorian, 2026, 11, 22}) == "22 نوفمبر 2026م");
    CHECK(spoken_ar({Calendar::hijri, 1448, 6, 12}) == "12 جمادى الآخرة 1448هـ");
}

TEST_CASE("what is no date, or could be two, is not read as one", "[core][hostile]") {
    const std::string text = GENERATE(
        as<std::string>{}, "", "22", "22/11", "22/11/26", "11/22/2026", "2026/22/11", "2026-11-22-1",
        "2026-11-22T00:00", "2026هـ", "1448/3/2م", "0/3/1448", "31/3/1448", "32/1/2026", "1/1/1700",
        "1/1/99999", "22 لا شهر 2026", "12 نوفمبر 1448", "-1/2/2026+", "20261122", "1/2/3/2026", "١/١/١",
        "22//11//2026 هـ م", "(22/11/2026)", std::string("22/11/2026\0x", 12), std::string(100000, '1'));
    CAPTURE(text.substr(0, 60));
    CHECK_FALSE(parse_written_date(text));
}

TEST_CASE("a date written year-month-day is read strictly", "[core][hostile]") {
    CHECK_FALSE(parse_written("1448-6-2", Calendar::hijri));
    CHECK_FALSE(parse_written("1448-06-0x", Calendar::hijri));
    CHECK_FALSE(parse_written("-448-06-02", Calendar::hijri));
    CHECK_FALSE(parse_written("", Calendar::hijri));
    CHECK(calendar_named("hijri") == Calendar::hijri);
    CHECK_FALSE(calendar_named("julian"));
}
