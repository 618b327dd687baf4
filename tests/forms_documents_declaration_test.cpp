// The declaration says exactly what was confirmed.
#include <algorithm>

#include <catch2/catch.hpp>

#include "core/dates.h"
#include "core/error.h"
#include "core/messages.h"
#include "forms/documents.h"
#include "pdf/raster.h"
#include "pdf/signature_update.h"
#include "templates/library.h"
#include "tests/forms_outside_view.h"

using namespace sanad;
using Catch::Contains;
using test::letters_of;

namespace {

const templates::Library& papers() {
    static const auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    return library;
}

Reading confirmed(const std::string& key, const std::string& value) {
    Reading reading;
    reading.key = key;
    reading.state = ReadState::read;
    reading.value = value;
    reading.accepted = true;
    return reading;
}

Reading ticked(const std::string& key, const std::vector<std::string>& values) {
    Reading reading = confirmed(key, "");
    reading.values = values;
    return reading;
}

Case invented() {
    Case of;
    of.id = "2026-7KQ4M2X9";
    of.fields = {confirmed("full_name", "سلمى بنت مازن بن خالد الافتراضية"),
                 confirmed("national_id", "1012345672"),
                 confirmed("birth_date", "1987-03-09"),
                 confirmed("sex", "female"),
                 confirmed("marital_status", "widowed"),
                 confirmed("nationality", "سعودية"),
                 confirmed("phone", "0512345678"),
                 confirmed("city", "الدرعية"),
                 confirmed("district", "حي التجربة"),
                 confirmed("dependants", "4"),
                 confirmed("housing", "rented"),
                 confirmed("monthly_income", "4500.50"),
                 confirmed("iban", "SA0380000000608010167519"),
                 ticked("support_kind", {"rent", "medicine"}),
                 confirmed("need", "تأخر إيجار السكن ثلاثة أشهر."),
                 ticked("documents", {"id_copy", "lease"}),
                 confirmed("date", "2026-11-20")};
    return of;
}

Reading& field(Case& of, const std::string& key) {
    return *std::find_if(of.fields.begin(), of.fields.end(),
                         [&](const Reading& reading) { return reading.key == key; });
}

forms::DeclarationInput input_for(const Case& of) {
    forms::DeclarationInput input;
    input.of = &of;
    input.request = papers().find("support-request");
    input.declaration = papers().find("applicant-declaration");
    input.association = "جمعية المثال";
    input.employee = "هند التجريبية";
    input.identity_checked_by = "بطاقة الهوية الأصلية";
    input.made = *parse_iso_moment("2026-11-22T09:00:00Z");
    return input;
}

std::string made(const Case& of) { return forms::make_declaration(input_for(of)); }

std::string text_of(const std::string& pdf) {
    std::string text;
    for (int page = 1; page <= pdf::page_count(pdf); ++page) text += pdf::page_text(pdf, page) + "\n";
    return letters_of(text);
}

}  // namespace

TEST_CASE("the declaration shows every confirmed value, in logical order", "[forms]") {
    const auto pdf = made(invented());
    const auto text = text_of(pdf);
    for (const char* value :
         {"سلمى بنت مازن بن خالد الافتراضية", "1012345672", "9 مارس 1987م", "أنثى", "أرمل", "سعودية",
          "0512345678", "الدرعية", "حي التجربة", "إيجار", "4500.50", "SA0380000000608010167519",
          "إيجار السكن، علاج وأدوية", "تأخر إيجار السكن ثلاثة أشهر.", "20 نوفمبر 2026م"}) {
        CAPTURE(text);
        CHECK_THAT(text, Contains(letters_of(value)));
    }
    CHECK(pdf::page_count(pdf) == 1);
    CHECK(test::qpdf_finds_nothing(pdf));
}

TEST_CASE("labels of choices are printed, not their keys", "[forms]") {
    const auto text = text_of(made(invented()));
    CHECK_THAT(text, !Contains("rented") && !Contains("widowed") && !Contains("id_copy"));
    CHECK_THAT(text, Contains(letters_of("صورة الهوية، عقد الإيجار")));
}

TEST_CASE("the declaration names the case, the association, the employee and how the identity was checked",
          "[forms]") {
    const auto text = text_of(made(invented()));
    for (const char* part : {"2026-7KQ4M2X9", "جمعية المثال", "هند التجريبية", "بطاقة الهوية الأصلية",
                             "مسؤولية مباشرة", "لجنة البحث", "حماية البيانات الشخصية"})
        CHECK_THAT(text, Contains(letters_of(part)));
}

TEST_CASE("its date and the days of the answer stand in both calendars", "[forms]") {
    const auto of = invented();
    auto input = input_for(of);
    const auto hijri = to_hijri(*parse_iso_day("2026-11-22"));
    REQUIRE(hijri.has_value());
    CHECK_THAT(text_of(forms::make_declaration(input)), Contains(letters_of(spoken_ar(*hijri))) &&
                                                            Contains(letters_of("22 نوفمبر 2026م")) &&
                                                            Contains(letters_of("6 ديسمبر 2026م")));
    input.earliest_answer_days = 20;
    input.latest_answer_days = 40;
    CHECK_THAT(text_of(forms::make_declaration(input)),
               Contains(letters_of("12 ديسمبر 2026م")) && Contains(letters_of("1 يناير 2027م")));
}

TEST_CASE("a field that nobody has confirmed stops the declaration and is named", "[forms]") {
    auto of = invented();
    const auto spoil = GENERATE(0, 1, 2, 3);
    if (spoil == 0) field(of, "national_id").accepted = false;
    if (spoil == 1) field(of, "national_id").state = ReadState::empty;
    if (spoil == 2) field(of, "national_id").state = ReadState::illegible;
    if (spoil == 3)
        std::erase_if(of.fields, [](const Reading& reading) { return reading.key == "national_id"; });
    try {
        made(of);
        FAIL("it was made");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::conflict);
        CHECK_THAT(describe(error, Language::en), Contains("national_id"));
        CHECK_THAT(describe(error, Language::ar), Contains("رقم الهوية"));
    }
}

TEST_CASE("an unconfirmed value of an optional field is not declared behind the applicant's back",
          "[forms]") {
    auto of = invented();
    of.fields.push_back(confirmed("other_support", "مكافأة"));
    of.fields.back().accepted = false;
    CHECK_THROWS_AS(made(of), Error);
    of.fields.back().source = Source::person;
    CHECK_THAT(text_of(made(of)), Contains("مكافأة"));
}

TEST_CASE("an optional field that is empty is said to be not stated", "[forms]") {
    CHECK_THAT(text_of(made(invented())), Contains(letters_of("لم يُذكر")));
}

TEST_CASE("the applicant signs in a field of 72 by 25 millimetres on the first page", "[forms]") {
    const auto fields = pdf::signature_fields(made(invented()));
    REQUIRE(fields.size() == 1);
    CHECK(fields[0].name == "Applicant");
    CHECK(fields[0].page == 1);
    CHECK(fields[0].box.w == Approx(72).margin(0.1));
    CHECK(fields[0].box.h == Approx(25).margin(0.1));
    CHECK_FALSE(fields[0].filled);
    const auto* printed = papers().find("applicant-declaration")->find("signature");
    CHECK(fields[0].box.x == Approx(printed->box.x).margin(0.1));
    CHECK(fields[0].box.y == Approx(printed->box.y).margin(0.1));
}

TEST_CASE("the same case gives the same bytes", "[forms]") { CHECK(made(invented()) == made(invented())); }

TEST_CASE("a need of three thousand letters flows on and loses no word", "[forms][hostile]") {
    auto of = invented();
    std::string need;
    for (int i = 0; need.size() < 6000; ++i) need += "كلمة" + std::to_string(1000 + i) + " ";
    field(of, "need").value = need + "الختام";
    const auto pdf = made(of);
    const auto text = text_of(pdf);
    for (int i = 0; need.find(std::to_string(1000 + i)) != std::string::npos; ++i)
        CHECK_THAT(text, Contains(std::to_string(1000 + i)));
    CHECK_THAT(text, Contains("الختام") && Contains(letters_of("تتمة البيانات")));
    CHECK(pdf::signature_fields(pdf).front().page == 1);
    CHECK(test::qpdf_finds_nothing(pdf));
}

TEST_CASE("a text of many pages, and one without a single space, are set without end or loss",
          "[forms][hostile]") {
    auto of = invented();
    std::string words, run;
    for (int i = 0; i < 4000; ++i) words += "حاجة ";
    for (int i = 0; i < 3000; ++i) run += "ب";
    field(of, "need").value = words + run + "ختام";
    const auto pdf = made(of);
    CHECK(pdf::page_count(pdf) > 2);
    CHECK_THAT(text_of(pdf), Contains("ختام"));
}

TEST_CASE("a name of ninety letters is neither cut nor pushed off the page", "[forms][hostile]") {
    auto of = invented();
    std::string name =
        "عبد المحسن بن عبد الرحمن بن عبد العزيز بن عبد الوهاب بن سليمان بن إبراهيم آل افتراضي المثالي";
    REQUIRE(code_points(name) >= 90);
    field(of, "full_name").value = name;
    const auto pdf = made(of);
    CHECK_THAT(text_of(pdf), Contains(letters_of(name)));
    CHECK(pdf::page_count(pdf) == 1);
}

TEST_CASE("a name beyond all names is refused rather than printed off the page", "[forms][hostile]") {
    auto of = invented();
    std::string name;
    for (int i = 0; i < 90; ++i) name += "عبد الرحمن بن ";
    field(of, "full_name").value = name + "خالد";
    CHECK_THROWS_AS(made(of), Error);
}

TEST_CASE("invisible marks in a value can't turn the line around", "[forms][hostile]") {
    auto of = invented();
    field(of, "city").value = "\u202Eالرياض\u202C\u2066\n\t الجديدة\u200F";
    const auto pdf = made(of);
    CHECK_THAT(text_of(pdf), Contains(letters_of("الرياض الجديدة")));
}

TEST_CASE("wording that leaves no room for the data is refused", "[forms][hostile]") {
    const auto of = invented();
    auto input = input_for(of);
    for (int i = 0; i < 2000; ++i) input.employee += "موظف ";
    try {
        forms::make_declaration(input);
        FAIL("it was made");
    } catch (const Error& error) {
        CHECK(error.message().id == "forms.wording_too_long");
        CHECK(has_message(error.message().id));
    }
}
