// Every paper and every document keeps PDF/A and PDF/UA.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "forms/documents.h"
#include "templates/library.h"
#include "tests/archive_check.h"
#include "tests/renderers.h"

using namespace sanad;

namespace {

const templates::Library& papers() {
    static const auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    return library;
}

const Moment made = *parse_iso_moment("2026-11-22T09:00:00Z");

void check(const std::string& name, const std::string& pdf) {
    std::string all;
    for (const auto& finding : test::archive_findings(pdf)) all += finding + "\n";
    INFO(name << ":\n" << all);
    CHECK(all.empty());
}

Reading confirmed(const std::string& key, const std::string& value) {
    Reading reading;
    reading.key = key;
    reading.state = ReadState::read;
    reading.value = value;
    reading.accepted = true;
    return reading;
}

// A case with every declared field of the request; the need as long as asked for.
Case filled(std::size_t need) {
    Case of;
    of.id = "2026-7KQ4M2X9";
    of.submitted_on = "2026-11-01";
    for (const auto& field : papers().find("support-request")->fields) {
        using templates::Kind;
        if (field.kind == Kind::signature) continue;
        if (field.kind == Kind::choices) {
            of.fields.push_back(confirmed(field.key, ""));
            of.fields.back().values = {field.options[0].key, field.options[1].key};
        } else if (field.kind == Kind::choice) {
            of.fields.push_back(confirmed(field.key, field.options[0].key));
        } else if (field.kind == Kind::date) {
            of.fields.push_back(confirmed(field.key, "1999-03-09"));
        } else {
            of.fields.push_back(
                confirmed(field.key, field.kind == Kind::text ? "سَلمى بنت عبد الله (Test) ٣" : "4500"));
        }
    }
    for (auto& reading : of.fields)
        if (reading.key == "need")
            while (reading.value.size() < need) reading.value += " كلمة أخرى من الشرح";
    return of;
}

std::string long_letter(const Case& of) {
    forms::LetterInput input;
    input.of = &of;
    input.request = papers().find("support-request");
    input.letter = papers().find("decision-letter");
    input.association = "جمعية المثال";
    input.employee = "هند التجريبية";
    input.made = made;
    forms::Decision decision;
    decision.decided_on = decision.object_until = *parse_iso_day("2026-11-20");
    while (decision.reason.size() < 5000)
        decision.reason += "تقرر ذلك بعد دراسة حالتكم وما قدمتموه من مستندات. ";
    return forms::make_decision_letter(input, decision);
}

}  // namespace

TEST_CASE("every blank of the library keeps PDF/A-2b and PDF/UA-1", "[forms]") {
    for (const auto& paper : papers().all()) {
        forms::BlankOptions options;
        options.made = made;
        options.association = "جمعية المثال";
        check(paper.id, forms::make_blank(paper, options));
    }
}

TEST_CASE("a declaration keeps them, on one page or on several", "[forms]") {
    const auto of = filled(GENERATE(0, 9000));
    forms::DeclarationInput input;
    input.of = &of;
    input.request = papers().find("support-request");
    input.declaration = papers().find("applicant-declaration");
    input.association = "جمعية المثال";
    input.employee = "هند التجريبية";
    input.made = made;
    const auto pdf = forms::make_declaration(input);
    check("declaration", pdf);
    // Its values are there for a program too, word for word.
    QPDF document;
    document.processMemoryFile("declaration", pdf.data(), pdf.size());
    auto file = document.getRoot().getKey("/AF").getArrayItem(0).getKey("/EF").getKey("/F");
    const auto bytes = file.getStreamData();
    const auto data = parse_json({reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()});
    CHECK(data["case"] == of.id);
    for (const auto& field : data["fields"]) {
        const auto* reading = of.find(field["key"]);
        REQUIRE(reading != nullptr);
        CHECK(field["value"] == (reading->values ? Json(*reading->values) : Json(reading->value)));
    }
    CHECK(data["fields"].size() > 15);
}

TEST_CASE("an approval sheet keeps them, with few members and with many", "[forms]") {
    forms::ApprovalInput input;
    input.association = "جمعية المثال";
    input.policy_title = "سياسة تجريبية";
    input.policy_version = "2";
    input.policy_sha256 = std::string(64, 'a');
    input.meeting_number = "5";
    input.meeting_date = *parse_iso_day("2026-11-20");
    const int members = GENERATE(1, 3, 5, 30);
    for (int i = 0; i < members; ++i)
        input.members.push_back({"Member" + std::to_string(i), "نورة المثالية", "عضو"});
    input.sheet = papers().find("approval-sheet");
    input.case_id = "2026-7KQ4M2X9";
    input.made = made;
    check("approval sheet of " + std::to_string(members), forms::make_approval_sheet(input));
}

TEST_CASE("three readers draw the papers alike", "[forms]") {
    const auto of = filled(2000);
    forms::DeclarationInput input;
    input.of = &of;
    input.request = papers().find("support-request");
    input.declaration = papers().find("applicant-declaration");
    input.association = "جمعية المثال";
    input.made = made;
    std::vector<std::string> names = {"declaration"}, documents = {forms::make_declaration(input)};
    forms::BlankOptions options;
    options.made = made;
    for (const auto& paper : papers().all()) {
        names.push_back(paper.id);
        documents.push_back(forms::make_blank(paper, options));
    }
    names.push_back("letter");  // flowing overleaf, its lines filled by long strokes
    documents.push_back(long_letter(of));
    const auto apart = test::renderers_apart(documents, 75);
    for (std::size_t i = 0; i < names.size(); ++i) {
        CAPTURE(names[i], apart[i].mupdf, apart[i].pdfium);
        CHECK(apart[i].mupdf < 0.006);
        CHECK(apart[i].pdfium < 0.006);
    }
}

TEST_CASE("every letter keeps them, short or long", "[forms]") {
    const auto of = filled(0);
    forms::LetterInput input;
    input.of = &of;
    input.request = papers().find("support-request");
    input.association = "جمعية المثال";
    input.employee = "هند التجريبية";
    input.made = made;
    std::string text = "سبب";
    const bool is_long = GENERATE(false, true);
    while (is_long && text.size() < 9000) text += " وكلام يطول";
    forms::Decision decision;
    decision.decided_on = decision.object_until = *parse_iso_day("2026-11-20");
    decision.reason = decision.granted = text;
    decision.amount = "4500.50";
    input.letter = papers().find("decision-letter");
    for (const bool accepted : {false, true}) {
        decision.accepted = accepted;
        check("decision", forms::make_decision_letter(input, decision));
    }
    input.letter = papers().find("missing-information-letter");
    check("missing",
          forms::make_missing_letter(input, std::vector<std::string>(is_long ? 90 : 2, text.substr(0, 60)),
                                     decision.decided_on));
    input.letter = papers().find("referral");
    forms::Referral referral;
    referral.question = text;
    referral.until = decision.decided_on;
    check("referral", forms::make_referral(input, referral));
}
