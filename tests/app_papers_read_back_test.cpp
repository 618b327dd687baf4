// The papers for feedback, volunteers and referrals, filled in, printed and scanned: they read back. And the
// same blank filled in a viewer, read from its fields.
#include <map>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/case_id.h"
#include "core/files.h"
#include "core/json.h"
#include "forms/documents.h"
#include "templates/library.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

namespace {

using Values = std::map<std::string, std::string>;

const std::map<std::string, Values>& filled() {
    static const std::map<std::string, Values> all = {
        {"service-feedback",
         {{"service", "medicine"},
          {"service_date", "2026-10-04"},
          {"reception", "5"},
          {"clarity", "3"},
          {"speed", "1"},
          {"quality", "4"},
          {"overall", "2"},
          {"again", "yes"},
          {"date", "2026-11-15"}}},
        {"volunteer-request",
         {{"national_id", "1012345672"},
          {"phone", "0512345678"},
          {"sex", "female"},
          {"birth_date", "1990-05-17"},
          {"education", "bachelor"},
          {"skills", "teaching,health"},
          {"field", "reception,office"},
          {"days", "sunday,thursday"},
          {"times", "evening"},
          {"from_date", "2026-12-01"},
          {"weekly_hours", "12"},
          {"date", "2026-11-15"}}},
        {"referral", {{"outcome", "interview"}, {"answer_date", "2026-11-20"}}}};
    return all;
}

std::string blank_of(const std::string& id) {
    static const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    forms::BlankOptions options;
    options.values = filled().at(id);
    options.made = *parse_iso_moment("2026-11-22T09:00:00Z");
    return forms::make_blank(*papers.find(id), options);
}

Json read_of(const Office& office, const std::string& file) {
    const auto ran = office.run({"read", file, "--json"});
    return parse_json(ran.out.substr(0, ran.out.find('\n')));
}

// A list, several options, as one text.
std::string plain(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    std::string all;
    if (value.is_array())
        for (const auto& one : value) all += (all.empty() ? "" : ",") + one.get<std::string>();
    return all;
}

// Every value that was filled in is read; nothing else is accepted as a value.
void check_read(const Json& read, const std::string& id) {
    REQUIRE(read["form"] == id);
    const auto& values = filled().at(id);
    std::size_t right = 0;
    for (const auto& field : read["fields"]) {
        const auto key = field["key"].get<std::string>();
        const auto truth = values.find(key);
        CAPTURE(id, key, plain(field["value"]));
        if (truth != values.end() && plain(field["value"]) == truth->second) ++right;
        if (field["accepted"] == true)
            CHECK(plain(field["value"]) == (truth == values.end() ? "" : truth->second));
    }
    CHECK(right == values.size());
}

}  // namespace

TEST_CASE("the new papers read back when they were printed and scanned", "[app]") {
    const Office office;
    for (const auto& [id, values] : filled()) {
        write_file(office / "blank.pdf", blank_of(id));
        REQUIRE(test::run_shell("pdftoppm -r 300 -gray -png " + test::shell_quoted(office / "blank.pdf") +
                                " " + test::shell_quoted(office / id))
                    .exit == 0);
        check_read(read_of(office, office / (id + "-1.png")), id);
    }
}

TEST_CASE("a document that was printed and scanned leads back to its case by its code", "[app]") {
    const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    Case of;
    of.id = make_case_id(2026, 123456789);
    forms::LetterInput input;
    input.of = &of;
    input.request = papers.find("support-request");
    input.association = "جمعية المثال";
    input.made = *parse_iso_moment("2026-11-22T09:00:00Z");
    const Day day = *parse_iso_day("2026-11-22");
    std::map<std::string, std::string> documents;
    input.letter = papers.find("missing-information-letter");
    documents["missing-information-letter"] =
        forms::make_missing_letter(input, {"عقد الإيجار", "شهادة الآيبان", "سجل الأسرة"}, day);
    input.letter = papers.find("decision-letter");
    forms::Decision decision;
    decision.decided_on = decision.object_until = day;
    decision.reason = "سبب تجريبي يكفي سطرًا";
    documents["decision-letter"] = forms::make_decision_letter(input, decision);
    input.letter = papers.find("referral");
    documents["referral"] = forms::make_referral(input, {"هل يشمله الدعم؟", "", day});
    for (const auto& field : input.request->fields) {
        Reading reading;
        reading.key = field.key;
        reading.state = ReadState::read;
        reading.accepted = true;
        reading.value = field.kind == templates::Kind::date ? "1999-03-09" : "4500";
        if (field.kind == templates::Kind::choices) reading.values = {field.options[0].key};
        of.fields.push_back(reading);
    }
    forms::DeclarationInput declared;
    declared.of = &of;
    declared.request = input.request;
    declared.declaration = papers.find("applicant-declaration");
    declared.made = input.made;
    documents["applicant-declaration"] = forms::make_declaration(declared);
    const Office office;
    for (const auto& [id, pdf] : documents) {
        write_file(office / "made.pdf", pdf);
        REQUIRE(test::run_shell("pdftoppm -r 200 -gray -png -singlefile " +
                                test::shell_quoted(office / "made.pdf") + " " +
                                test::shell_quoted(office / id))
                    .exit == 0);
        const auto read = read_of(office, office / (id + ".png"));
        CAPTURE(id);
        CHECK(read["form"] == id);
        CHECK(read["case_id"] == of.id);
    }
}

TEST_CASE("the new papers read back from their form fields", "[app]") {
    const Office office;
    for (const auto& [id, values] : filled()) {
        write_file(office / "filled.pdf", blank_of(id));
        const auto read = read_of(office, office / "filled.pdf");
        check_read(read, id);
    }
}
