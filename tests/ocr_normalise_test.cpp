// What was written to the value that the program works with.
#include <catch2/catch.hpp>

#include "ocr/normalise.h"
#include "ocr_scans.h"

using namespace sanad;
using namespace sanad::test;

namespace {

std::string value(const char* key, const std::string& written) {
    const auto normal = ocr::normalise(*paper("support-request").find(key), written);
    return normal ? normal->value : "none";
}

}  // namespace

TEST_CASE("numbers come out in western digits, without blanks", "[ocr]") {
    CHECK(value("national_id", "١٠١٢٣٤٥٦٧٢") == "1012345672");
    CHECK(value("phone", "05 1234 5678") == "0512345678");
    CHECK(value("iban", "0380000000608010167519") == "SA0380000000608010167519");
    CHECK(value("iban", "sa03 8000 0000 6080 1016 7519") == "SA0380000000608010167519");
    CHECK(value("monthly_income", "٠٠٤٥٠٠") == "4500");
    CHECK(value("monthly_income", "000") == "0");
    CHECK(value("monthly_income", "4,500.50") == "4500.50");
    CHECK(value("national_id", "10123x5672") == "none");
    CHECK(value("national_id", "") == "none");
}

TEST_CASE("a date becomes a Gregorian day and keeps what was written", "[ocr]") {
    const auto& field = *paper("support-request").find("birth_date");
    const auto hijri = ocr::normalise(field, "٠٢٠٦١٤٤٨");
    REQUIRE(hijri);
    CHECK(hijri->calendar == "hijri");
    CHECK(hijri->written == "1448-06-02");
    CHECK(hijri->value == "2026-11-12");
    const auto gregorian = ocr::normalise(field, "29022024");
    REQUIRE(gregorian);
    CHECK(gregorian->value == "2024-02-29");
    CHECK(gregorian->calendar == "gregorian");
    // In parts the order is seen: the first of these had been taken for the 20th day of a 26th month.
    CHECK(value("birth_date", "2026-11-22") == "2026-11-22");
    CHECK(value("birth_date", "22-11-2026") == "2026-11-22");
    CHECK(value("birth_date", "1448/06/02") == "2026-11-12");
}

TEST_CASE("a day that does not exist is no value", "[ocr][hostile]") {
    for (const char* written :
         {"29022023", "31042020", "00012020", "01132020", "30021750", "99999999", "0101202", ""})
        CHECK(value("birth_date", written) == "none");
}

TEST_CASE("a choice is one key of the paper, a multiple choice a list of them in its order", "[ocr]") {
    CHECK(value("sex", "male") == "male");
    CHECK(value("sex", "Male") == "none");
    CHECK(value("sex", "male,female") == "none");
    const auto several = ocr::normalise(*paper("support-request").find("support_kind"), "food,rent");
    REQUIRE(several);
    REQUIRE(several->values);
    CHECK(*several->values == std::vector<std::string>{"rent", "food"});
    CHECK(value("support_kind", "food,house") == "none");
}

TEST_CASE("text keeps its letters and loses what is not seen", "[ocr]") {
    CHECK(value("full_name", "\u200f عبد  الله\u202c ") == "عبد الله");
}

TEST_CASE("a date far from our time needs a person, other kinds have no time", "[ocr]") {
    using templates::Kind;
    for (const auto* near : {"1910-01-01", "1958-12-31", "2024-02-29", "2050-12-31"})
        CHECK(ocr::of_our_time(Kind::date, near));
    for (const auto* far : {"1909-12-31", "2051-01-01", "2064-05-14", "", "1"})
        CHECK_FALSE(ocr::of_our_time(Kind::date, far));
    CHECK(ocr::of_our_time(Kind::digits, "2064"));
}
