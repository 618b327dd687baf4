#include <string>

#include "forms_rules_paper.h"

using namespace sanad;
using namespace sanad::test;
using forms::check_document;

TEST_CASE("a date exists in the calendar that was written", "[forms]") {
    const Field birth = field("birth_date", Kind::date);
    CHECK(verdict_of(birth, read("birth_date", "1990-02-03"), "date.exists") == Verdict::passed);
    CHECK(verdict_of(birth, dated("birth_date", "2023-07-19", "hijri", "1445-01-01"), "date.exists") ==
          Verdict::passed);
    CHECK(verdict_of(birth, read("birth_date", "2023-02-30"), "date.exists") == Verdict::failed);
    CHECK(verdict_of(birth, dated("birth_date", "2023-08-17", "hijri", "1445-01-30"), "date.exists") ==
          Verdict::failed);
    CHECK(verdict_of(birth, dated("birth_date", "2023-03-01", "gregorian", "2023-02-29"), "date.exists") ==
          Verdict::failed);
}

TEST_CASE("the Gregorian value is the day of the date that was written", "[forms]") {
    const Field birth = field("birth_date", Kind::date);
    CHECK(verdict_of(birth, dated("birth_date", "2023-07-20", "hijri", "1445-01-01"),
                     "date.calendars_agree") == Verdict::failed);
    CHECK(verdict_of(birth, dated("birth_date", "", "hijri", "1445-01-01"), "date.calendars_agree") ==
          Verdict::failed);
    CHECK_FALSE(
        verdict_of(birth, dated("birth_date", "2023-07-19", "hijri", "1445-01-01"), "date.calendars_agree"));
}

TEST_CASE("a Hijri year before Umm al-Qura is doubtful, for the day may exist", "[forms]") {
    const auto reading = dated("birth_date", "", "hijri", "1350-05-05");
    CHECK(verdict_of(field("birth_date", Kind::date), reading, "date.calendar_range") == Verdict::doubtful);
    CHECK_FALSE(verdict_of(field("birth_date", Kind::date), reading, "date.exists"));
}

TEST_CASE("a date that could not be read as a day says so where its digits are known", "[forms]") {
    Reading reading = unread("date", ReadState::illegible);
    reading.text = "30021448";
    CHECK_FALSE(verdict_of(field("date", Kind::date), reading, "date.calendar_range"));
    reading.text = "٣١٠٤٢٠٢٦";  // the thirty-first of April
    CHECK(verdict_of(field("date", Kind::date), reading, "date.exists") == Verdict::doubtful);
    reading.text = "ن؟ن";
    CHECK_FALSE(verdict_of(field("date", Kind::date), reading, "date.exists"));
}

TEST_CASE("a date may be the day of submission, but not after it", "[forms]") {
    const Field date = field("date", Kind::date, false, {"not_after_submission"});
    CHECK(verdict_of(date, read("date", "2026-11-22"), "date.not_after_submission") == Verdict::passed);
    CHECK(verdict_of(date, read("date", "2026-11-23"), "date.not_after_submission") == Verdict::failed);
    CHECK(verdict_of(date, unsure("date", "2026-11-23"), "date.not_after_submission") == Verdict::doubtful);
    CHECK_FALSE(verdict_of(date, unread("date", ReadState::empty), "date.not_after_submission"));
    CHECK_FALSE(verdict_of(date, read("date", "x"), "date.not_after_submission"));
}

TEST_CASE("a document is valid on the day of submission itself, and no more on the day after its end",
          "[forms]") {
    const Field expiry = field("id_expiry", Kind::date, false, {"valid_on_submission"});
    CHECK(verdict_of(expiry, read("id_expiry", "2026-11-22"), "document.valid") == Verdict::passed);
    CHECK(verdict_of(expiry, read("id_expiry", "2026-11-21"), "document.valid") == Verdict::failed);
    const Field lease = field("lease_date", Kind::date, false, {"not_older_than:90"});
    CHECK(verdict_of(lease, read("lease_date", "2026-08-24"), "document.recent") == Verdict::passed);
    CHECK(verdict_of(lease, read("lease_date", "2026-08-23"), "document.recent") == Verdict::failed);
}

TEST_CASE("a person is born before the submission and is not older than anybody", "[forms]") {
    const auto birth = [](const Reading& reading, const std::string& id) {
        return verdict(check_document(paper({field("birth_date", Kind::date)}, {"birth_before_submission"}),
                                      {reading}, handed_in),
                       id, "birth_date");
    };
    CHECK(birth(read("birth_date", "2026-11-22"), "birth.before_submission") == Verdict::passed);
    CHECK(birth(read("birth_date", "2026-11-23"), "birth.before_submission") == Verdict::failed);
    CHECK_FALSE(birth(read("birth_date", "2026-11-23"), "birth.age"));
    CHECK(birth(read("birth_date", "1906-11-22"), "birth.age") == Verdict::passed);
    CHECK(birth(read("birth_date", "1905-11-22"), "birth.age") == Verdict::failed);
    CHECK(birth(read("birth_date", "1905-11-23"), "birth.age") == Verdict::passed);  // 121 tomorrow
    CHECK_FALSE(birth(unread("birth_date", ReadState::illegible), "birth.before_submission"));
}

TEST_CASE("two dates are in order, and equal ones are", "[forms]") {
    const auto order = [](const std::string& first, const Reading& second) {
        return verdict(check_document(paper({field("date", Kind::date), field("date_received", Kind::date)},
                                            {"dates_in_order:date,date_received"}),
                                      {read("date", first), second}, handed_in),
                       "dates.in_order", "date_received");
    };
    CHECK(order("2026-11-20", read("date_received", "2026-11-20")) == Verdict::passed);
    CHECK(order("2026-11-21", read("date_received", "2026-11-20")) == Verdict::failed);
    CHECK(order("2026-11-21", unsure("date_received", "2026-11-20")) == Verdict::doubtful);
    CHECK_FALSE(order("2026-11-21", unread("date_received", ReadState::empty)));
    const auto nonsense = check_document(paper({}, {"dates_in_order", "dates_in_order:a"}),
                                         {read("a", "2026-01-01")}, handed_in);
    CHECK(std::none_of(nonsense.begin(), nonsense.end(),
                       [](const Check& c) { return c.verdict == Verdict::passed; }));
}
