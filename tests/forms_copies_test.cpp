// A filled PDF beside the scan of its print.
#include <catch2/catch.hpp>

#include "forms/copies.h"

using namespace sanad;
using forms::compare_copies;

namespace {

Reading reading(const std::string& key, const std::string& value, Source source, bool accepted = true) {
    Reading one;
    one.key = key, one.value = value, one.source = source, one.accepted = accepted;
    one.state = value.empty() ? ReadState::empty : ReadState::read;
    return one;
}

DocumentReading document(Source source, const std::vector<std::pair<std::string, std::string>>& values) {
    DocumentReading one;
    one.form = "support-request", one.version = 1;
    for (const auto& [key, value] : values) one.fields.push_back(reading(key, value, source));
    return one;
}

const std::vector<std::pair<std::string, std::string>> request = {{"full_name", "سلمى خالد الافتراضية"},
                                                                  {"national_id", "1012345672"},
                                                                  {"monthly_income", "4500"},
                                                                  {"housing", "rented"},
                                                                  {"other_support", ""},
                                                                  {"signature", "present"}};

auto changed(const std::string& key, const std::string& value) {
    auto values = request;
    for (auto& [name, held] : values)
        if (name == key) held = value;
    return values;
}

}  // namespace

TEST_CASE("a print that says what the fields say agrees, names by their sound", "[forms]") {
    const auto filled = document(Source::pdf_field, request);
    const auto checks =
        compare_copies(filled, document(Source::ocr, changed("full_name", "سلمي خالد الافتراضيه")));
    REQUIRE(checks.size() == 1);
    CHECK(checks[0].id == "copy.agrees");
    CHECK(checks[0].verdict == Verdict::passed);
    CHECK(checks[0].evidence == "4");
}

TEST_CASE("each field that the print says otherwise is named with both values, in either order of the two",
          "[forms]") {
    const auto filled = document(Source::pdf_field, request);
    const auto scan = document(Source::ocr, changed("monthly_income", "1500"));
    for (const auto& checks : {compare_copies(filled, scan), compare_copies(scan, filled)}) {
        REQUIRE(checks.size() == 1);
        CHECK(checks[0].id == "copy.differs");
        CHECK(checks[0].subject == "monthly_income");
        CHECK(checks[0].verdict == Verdict::failed);
        CHECK(checks[0].evidence == "4500 | 1500");
    }
}

TEST_CASE("what was written onto the print only, or struck from it, differs too", "[forms]") {
    const auto filled = document(Source::pdf_field, request);
    const auto added = compare_copies(filled, document(Source::ocr, changed("other_support", "جمعية أخرى")));
    REQUIRE(added.size() == 1);
    CHECK(added[0].evidence == " | جمعية أخرى");
    CHECK(compare_copies(filled, document(Source::ocr, changed("housing", ""))).at(0).evidence ==
          "rented | ");
}

TEST_CASE("what the scan read without being sure is doubtful, and what it could not read is passed over",
          "[forms]") {
    const auto filled = document(Source::pdf_field, request);
    auto scan = document(Source::ocr, changed("monthly_income", "1500"));
    scan.fields[2].accepted = false;
    CHECK(compare_copies(filled, scan).at(0).verdict == Verdict::doubtful);
    scan.fields[2].state = ReadState::illegible;
    CHECK(compare_copies(filled, scan).at(0).id == "copy.agrees");
    scan.fields[2].state = ReadState::absent;
    CHECK(compare_copies(filled, scan).at(0).id == "copy.agrees");
}

TEST_CASE("words that were not read surely contradict nothing by a letter, numbers do", "[forms]") {
    const auto filled = document(Source::pdf_field, request);
    auto scan = document(Source::ocr, changed("full_name", "سللى خالد الافتراضية"));
    CHECK(compare_copies(filled, scan).at(0).id == "copy.differs");  // it was read surely
    scan.fields[0].accepted = false;
    CHECK(compare_copies(filled, scan).at(0).id == "copy.agrees");
    scan.fields[0].value = "نورة سعد المثالية";
    CHECK(compare_copies(filled, scan).at(0).verdict == Verdict::doubtful);
    auto number = document(Source::ocr, changed("monthly_income", "4600"));
    number.fields[2].accepted = false;
    CHECK(compare_copies(filled, number).at(0).id == "copy.differs");
    number.fields[2].alternatives = {{"4500", 0.4}};
    CHECK(compare_copies(filled, number).at(0).id == "copy.agrees");
}

TEST_CASE("two people's forms, two scans, two versions and two papers are no copies", "[forms][hostile]") {
    const auto filled = document(Source::pdf_field, request);
    auto another = changed("national_id", "1098765436");
    another[0].second = "نورة سعد المثالية";
    CHECK(compare_copies(filled, document(Source::ocr, another)).empty());
    CHECK(compare_copies(filled, document(Source::pdf_field, request)).empty());
    CHECK(compare_copies(document(Source::ocr, request), document(Source::ocr, request)).empty());
    auto other = document(Source::ocr, request);
    other.version = 2;
    CHECK(compare_copies(filled, other).empty());
    other.version = 1, other.form = "volunteer-request";
    CHECK(compare_copies(filled, other).empty());
    CHECK(compare_copies({}, {}).empty());
    // The same income, day and housing are many people's.
    CHECK(compare_copies(document(Source::pdf_field, {{"monthly_income", "4500"}, {"date", "2026-11-22"}}),
                         document(Source::ocr, {{"monthly_income", "4500"}, {"date", "2026-11-22"}}))
              .empty());
}

TEST_CASE("case numbers say which forms are one, whatever else they say", "[forms]") {
    auto filled = document(Source::pdf_field, {{"monthly_income", "4500"}}),
         scan = document(Source::ocr, {{"monthly_income", "4600"}});
    filled.case_id = scan.case_id = "2026-000123";
    CHECK(compare_copies(filled, scan).at(0).evidence == "4500 | 4600");
    scan.case_id = "2026-000124";
    CHECK(compare_copies(filled, scan).empty());
}
