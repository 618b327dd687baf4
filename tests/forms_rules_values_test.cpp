#include <chrono>
#include <string>

#include "core/messages.h"
#include "forms_rules_paper.h"
#include "templates/library.h"

using namespace sanad;
using namespace sanad::test;
using forms::check_document;

TEST_CASE("a required field must be read; empty, illegible and absent are told apart", "[forms]") {
    const Field city = field("city", Kind::text, true);
    CHECK(verdict_of(city, read("city", "الواحة"), "field.required") == Verdict::passed);
    for (const ReadState state : {ReadState::empty, ReadState::illegible, ReadState::absent}) {
        const auto checks = check_document(paper({city}), {unread("city", state)}, handed_in);
        REQUIRE(checks.size() == 1);
        CHECK(checks[0].id == "field.required");
        CHECK(checks[0].verdict == Verdict::failed);
        CHECK(checks[0].evidence == name_of(state));
    }
    CHECK(verdict(check_document(paper({city}), {}, handed_in), "field.required", "city") == Verdict::failed);
    CHECK(verdict_of(city, read("city", ""), "field.required") == Verdict::failed);
    Reading blank = unread("city", ReadState::empty);
    blank.accepted = false;  // said once, not as missing and as unconfirmed
    CHECK(check_document(paper({city}), {blank}, handed_in).size() == 1);
}

TEST_CASE("a field that only the office fills is doubtful, not failed, while it is empty", "[forms]") {
    Field channel = field("channel", Kind::text, true);
    channel.office = true;
    CHECK(verdict_of(channel, unread("channel", ReadState::empty), "field.required") == Verdict::doubtful);
}

TEST_CASE("an optional field may be empty, but not illegible and not unconfirmed", "[forms]") {
    const Field note = field("remarks", Kind::text);
    CHECK(check_document(paper({note}), {unread("remarks", ReadState::empty)}, handed_in).empty());
    CHECK(check_document(paper({note}), {}, handed_in).empty());
    CHECK(verdict_of(note, unread("remarks", ReadState::illegible), "field.illegible") == Verdict::doubtful);
    CHECK(verdict_of(note, unsure("remarks", "x"), "field.unconfirmed") == Verdict::doubtful);
    CHECK_FALSE(verdict_of(note, read("remarks", "x"), "field.unconfirmed"));
    Reading empty = unread("remarks", ReadState::empty);
    empty.accepted = false;  // nobody is sure that nothing is written there
    CHECK(verdict_of(note, empty, "field.unconfirmed") == Verdict::doubtful);
}

TEST_CASE("a signature is present or not; a photograph has no value and is present all the same", "[forms]") {
    const Field signature = field("signature", Kind::signature, true);
    CHECK(verdict_of(signature, read("signature", "present"), "signature.present") == Verdict::passed);
    CHECK(verdict_of(signature, unread("signature", ReadState::empty), "signature.present") ==
          Verdict::failed);
    CHECK(verdict_of(field("photo", Kind::photo, true), read("photo", ""), "field.required") ==
          Verdict::passed);
}

TEST_CASE("numbers with a check digit: the form first, then the digit", "[forms]") {
    const Field id = field("national_id", Kind::national_id);
    CHECK(verdict_of(id, read("national_id", "1012345672"), "identity.check_digit") == Verdict::passed);
    CHECK(verdict_of(id, read("national_id", "1012345678"), "identity.check_digit") == Verdict::failed);
    CHECK(verdict_of(id, read("national_id", "101234567"), "identity.format") == Verdict::failed);
    CHECK_FALSE(verdict_of(id, read("national_id", "101234567"), "identity.check_digit"));
    const Field iban = field("iban", Kind::iban);
    CHECK(verdict_of(iban, read("iban", "SA0380000000608010167519"), "iban.check_digit") == Verdict::passed);
    CHECK(verdict_of(iban, read("iban", "SA0480000000608010167519"), "iban.check_digit") == Verdict::failed);
    CHECK(verdict_of(iban, read("iban", "SA03"), "iban.format") == Verdict::failed);
    Field saudi = iban;
    saudi.prefix = "SA";
    CHECK(verdict_of(saudi, read("iban", "GB82WEST12345698765432"), "iban.format") == Verdict::failed);
    CHECK(verdict_of(iban, read("iban", "GB82WEST12345698765432"), "iban.check_digit") == Verdict::passed);
}

TEST_CASE("a rule that is broken by an uncertain reading is doubtful: the scan may be at fault", "[forms]") {
    const Field id = field("national_id", Kind::national_id);
    CHECK(verdict_of(id, unsure("national_id", "1012345678"), "identity.check_digit") == Verdict::doubtful);
    CHECK(verdict_of(id, unsure("national_id", "1012345672"), "identity.check_digit") == Verdict::passed);
}

TEST_CASE("phones, amounts and digits keep their form", "[forms]") {
    CHECK(verdict_of(field("phone", Kind::phone), read("phone", "0512345678"), "phone.format") ==
          Verdict::passed);
    CHECK(verdict_of(field("phone", Kind::phone), read("phone", "0112345678"), "phone.format") ==
          Verdict::failed);
    CHECK(verdict_of(field("income", Kind::amount), read("income", "4500.50"), "amount.format") ==
          Verdict::passed);
    CHECK(verdict_of(field("income", Kind::amount), read("income", "04500"), "amount.format") ==
          Verdict::failed);
    Field dependants = field("dependants", Kind::digits);
    dependants.cells = 2;
    CHECK(verdict_of(dependants, read("dependants", "12"), "digits.format") == Verdict::passed);
    CHECK(verdict_of(dependants, read("dependants", "123"), "digits.format") == Verdict::failed);
    CHECK(verdict_of(dependants, read("dependants", "1x"), "digits.format") == Verdict::failed);
}

TEST_CASE("one option of a choice, any of several, and none that the paper does not have", "[forms]") {
    Field housing = field("housing", Kind::choice);
    housing.options = {{"owned", {}}, {"rented", {}}};
    CHECK(verdict_of(housing, read("housing", "rented"), "choice.single") == Verdict::passed);
    CHECK(verdict_of(housing, read("housing", "owned,rented"), "choice.single") == Verdict::failed);
    CHECK(verdict_of(housing, read("housing", "tent"), "choice.known") == Verdict::failed);
    Reading two = read("housing", "owned,rented");
    two.values = {"owned", "rented"};
    CHECK(verdict_of(housing, two, "choice.single") == Verdict::failed);
    Reading ticks = unread("housing", ReadState::illegible);  // as the reader gives two ticks
    ticks.alternatives = {{"owned", 0.45}, {"rented", 0.45}};
    CHECK(verdict_of(housing, ticks, "choice.single") == Verdict::doubtful);
    CHECK_FALSE(verdict_of(housing, unread("housing", ReadState::illegible), "choice.single"));

    Field kinds = housing;
    kinds.kind = Kind::choices;
    CHECK(verdict_of(kinds, two, "choice.known") == Verdict::passed);
    CHECK_FALSE(verdict_of(kinds, two, "choice.single"));
    two.values = {"owned", "owned"};
    CHECK(verdict_of(kinds, two, "choice.known") == Verdict::failed);
    CHECK(verdict_of(kinds, read("housing", "owned,"), "choice.known") == Verdict::failed);
    CHECK(verdict_of(kinds, read("housing", ","), "choice.known") == Verdict::failed);
}

TEST_CASE("a field may be asked for only where another one says so", "[forms]") {
    Field housing = field("housing", Kind::choice);
    housing.options = {{"owned", {}}, {"rented", {}}};
    const Field landlord = field("landlord", Kind::text, false, {"required_if:housing=rented"});
    const auto asked = [&](const Reading& where) {
        return verdict(check_document(paper({housing, landlord}), {where}, handed_in), "field.required",
                       "landlord");
    };
    CHECK(asked(read("housing", "rented")) == Verdict::failed);
    CHECK_FALSE(asked(read("housing", "owned")));
    CHECK_FALSE(asked(unread("housing", ReadState::empty)));
}

TEST_CASE("a rule that is not known is told on every document and never taken for kept", "[forms]") {
    const auto checks =
        check_document(paper({field("a", Kind::text, false, {"no_such_rule"})}, {"nor_this"}), {}, handed_in);
    CHECK(verdict(checks, "rule.unknown", "a") == Verdict::doubtful);
    CHECK(verdict(checks, "rule.unknown", "test-paper") == Verdict::doubtful);
    for (const char* bad :
         {"required_if", "required_if:x", "required_if:nobody=1", "not_older_than:x", "not_older_than:-1"})
        CHECK(verdict_of(field("a", Kind::date, false, {bad}), read("a", "2026-01-01"), "rule.unknown") ==
              Verdict::doubtful);
}

TEST_CASE("what no rule can be is told before anybody fills the paper in", "[forms][hostile]") {
    Field housing = field("housing", Kind::choice);
    housing.options = {{"owned", {}}, {"rented", {}}};
    const auto told = [&](const std::vector<std::string>& of_field,
                          const std::vector<std::string>& of_paper) {
        return forms::check_rules(paper({housing, field("day", Kind::date, false, of_field)}, of_paper));
    };
    CHECK(told({"not_after_submission", "not_older_than:90", "required_if:housing=rented"},
               {"dates_in_order:day,day", "birth_before_submission:day"})
              .empty());
    for (const char* rule : {"not_after_submision", "", "not_older_than:soon", "required_if:house=rented",
                             "required_if:housing=rentd", "required_if:housing"}) {
        CAPTURE(rule);
        const auto checks = told({rule}, {});
        REQUIRE(checks.size() == 1);
        CHECK(checks[0].id == "rule.unknown");
        CHECK(checks[0].subject == "day");
        CHECK(checks[0].evidence == rule);
        CHECK(checks[0].verdict == Verdict::failed);
    }
    for (const char* rule : {"dates_in_order:day,dya", "dates_in_order:day", "dates_in_order:housing,day",
                             "birth_before_submission", "birth_before_submission:housing", "no_rule"}) {
        CAPTURE(rule);
        const auto checks = told({}, {rule});
        REQUIRE(checks.size() == 1);
        CHECK(checks[0].subject == "test-paper");
        CHECK(checks[0].evidence == rule);
    }
}

TEST_CASE("every rule that a paper of the library names is known", "[forms]") {
    const auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    REQUIRE_FALSE(library.all().empty());
    for (const Template& one : library.all()) {
        for (const std::string& rule : one.rules) CHECK(forms::is_rule(rule, forms::RuleOf::paper));
        for (const Field& asked : one.fields)
            for (const std::string& rule : asked.rules) {
                INFO(one.id << " " << asked.key << " " << rule);
                CHECK(forms::is_rule(rule, forms::RuleOf::field));
            }
    }
    CHECK_FALSE(forms::is_rule("no_such_rule", forms::RuleOf::field));
    CHECK_FALSE(forms::is_rule("not_after_submission", forms::RuleOf::paper));
}

TEST_CASE("a field that was read twice with two values has to be settled by a person", "[forms]") {
    const auto city = paper({field("city", Kind::text)});
    const auto both =
        check_document(city, {read("city", "a"), read("city", "b"), read("city", "c")}, handed_in);
    CHECK(verdict(both, "field.conflicting", "city") == Verdict::doubtful);
    CHECK(std::count_if(both.begin(), both.end(),
                        [](const Check& c) { return c.id == "field.conflicting"; }) == 1);
    CHECK_FALSE(verdict(check_document(city, {read("city", "a"), read("city", "a")}, handed_in),
                        "field.conflicting", "city"));
}

TEST_CASE("text that shows something else than it holds is refused", "[forms][hostile]") {
    const Field need = field("need", Kind::text);
    CHECK_FALSE(verdict_of(need, read("need", "إيجار\u200F السكن"), "text.hidden_characters"));
    for (const std::string& text :
         {std::string("a\u202Eb"), std::string("a\u2067b"), std::string("a\0b", 3), std::string("\x1b[2J")}) {
        const auto checks = check_document(paper({need}), {read("need", text)}, handed_in);
        CHECK(verdict(checks, "text.hidden_characters", "need") == Verdict::failed);
        for (const Check& check : checks)  // evidence is printed: nothing in it may drive a terminal
            CHECK(std::none_of(check.evidence.begin(), check.evidence.end(),
                               [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
    }
}

TEST_CASE("hostile values of every kind give findings of bounded size, quickly", "[forms][hostile]") {
    const std::string value =
        GENERATE(as<std::string>{}, std::string(10'000'000, '1'), std::string(10'000'000, ','),
                 std::string(100, '\0'), "\xff\xfe\xd8", "\u202E\u2066", "1e999", "-1", " ");
    const auto start = std::chrono::steady_clock::now();
    for (const Kind kind : {Kind::text, Kind::digits, Kind::national_id, Kind::phone, Kind::iban,
                            Kind::amount, Kind::date, Kind::choice, Kind::choices, Kind::signature}) {
        for (const bool accepted : {true, false}) {
            Reading reading = read("x", value);
            reading.accepted = accepted;
            reading.written = value;
            reading.calendar = "hijri";
            const auto checks = check_document(paper({field("x", kind, true)}, {"birth_before_submission:x"}),
                                               {reading}, handed_in);
            CHECK_FALSE(checks.empty());
            if (kind != Kind::text && kind != Kind::signature) CHECK(overall(checks) >= Verdict::doubtful);
            for (const Check& check : checks) CHECK(check.evidence.size() < 1000);
        }
    }
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("every finding has its text in both languages", "[forms]") {
    for (const char* id :
         {"field.required",   "field.illegible",        "field.unconfirmed",    "field.conflicting",
          "rule.unknown",     "identity.format",        "identity.check_digit", "iban.format",
          "iban.check_digit", "phone.format",           "amount.format",        "digits.format",
          "date.exists",      "date.calendar_range",    "date.calendars_agree", "date.not_after_submission",
          "document.valid",   "document.recent",        "dates.in_order",       "birth.before_submission",
          "birth.age",        "choice.single",          "choice.known",         "signature.present",
          "text.too_long",    "text.hidden_characters", "record.matched",       "record.likely",
          "record.missing",   "record.ambiguous",       "record.id_of_another", "record.differs",
          "record.nameless",  "record.duplicate",       "copy.differs",         "copy.agrees"}) {
        CAPTURE(id);
        CHECK(has_message(id));
    }
}
