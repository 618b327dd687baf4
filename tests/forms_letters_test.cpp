// The letters say what the policy asks of them, and nothing that nobody stands for.
#include <algorithm>

#include <catch2/catch.hpp>

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

Case invented() {
    Case of;
    of.id = "2026-7KQ4M2X9";
    of.submitted_on = "2026-11-01";
    auto kinds = confirmed("support_kind", "");
    kinds.values = {"rent", "medicine"};
    of.fields = {confirmed("full_name", "سلمى بنت مازن بن خالد الافتراضية"),
                 confirmed("national_id", "1012345672"), confirmed("sex", "female"),
                 confirmed("phone", "0512345678"), kinds};
    return of;
}

forms::LetterInput input_for(const Case& of, const char* letter) {
    forms::LetterInput input;
    input.of = &of;
    input.request = papers().find("support-request");
    input.letter = papers().find(letter);
    input.association = "جمعية المثال";
    input.employee = "هند التجريبية";
    input.made = *parse_iso_moment("2026-11-22T09:00:00Z");
    return input;
}

Day day(const char* iso) { return *parse_iso_day(iso); }

forms::Decision acceptance() {
    forms::Decision decision;
    decision.accepted = true;
    decision.decided_on = day("2026-11-20");
    decision.amount = "4500.50";
    return decision;
}

forms::Decision rejection() {
    forms::Decision decision;
    decision.decided_on = day("2026-11-20");
    decision.reason = "الدخل الشهري أعلى من الحد المقرر في دليل سياسة الدعم.";
    decision.object_until = day("2026-12-22");
    return decision;
}

std::string decision_letter(const Case& of, const forms::Decision& decision) {
    return forms::make_decision_letter(input_for(of, "decision-letter"), decision);
}

std::string text_of(const std::string& pdf) {
    std::string text;
    for (int page = 1; page <= pdf::page_count(pdf); ++page) text += pdf::page_text(pdf, page) + "\n";
    return letters_of(text);
}

std::string refusal_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.message().id;
    }
    return "nothing was refused";
}

}  // namespace

TEST_CASE("an acceptance says what is granted, the amount in digits and in words, and how it is received",
          "[forms]") {
    const auto pdf = decision_letter(invented(), acceptance());
    const auto text = text_of(pdf);
    CAPTURE(text);
    for (const char* part :
         {"2026-7KQ4M2X9", "المكرمة سلمى بنت مازن بن خالد الافتراضية", "طلب دعم مستفيد", "1 نوفمبر 2026م",
          "22 نوفمبر 2026م", "20 نوفمبر 2026م", "1448هـ", "لجنة البحث", "قبول الطلب",
          "إيجار السكن، علاج وأدوية", "4500.50 ريال", "أربعة آلاف وخمسمائة ريال وخمسون هللة",
          "إجراءات التسجيل", "جمعية المثال", "هند التجريبية", "مسؤول البحث الاجتماعي"})
        CHECK_THAT(text, Contains(letters_of(part)));
    CHECK_THAT(text, !Contains("رفض") && !Contains(letters_of("الاعتراض")));
    CHECK(pdf::page_count(pdf) == 1);
    CHECK(test::qpdf_finds_nothing(pdf));
}

TEST_CASE("a rejection says the reason, how to object and until when", "[forms]") {
    const auto text = text_of(decision_letter(invented(), rejection()));
    for (const char* part : {"رفض الطلب", "الدخل الشهري أعلى من الحد المقرر في دليل سياسة الدعم.",
                             "الاعتراض على القرار", "22 ديسمبر 2026م"})
        CHECK_THAT(text, Contains(letters_of(part)));
    CHECK_THAT(text, !Contains(letters_of("قبول الطلب")) && !Contains(letters_of("المبلغ")));
}

TEST_CASE("a decision without what it must say is refused", "[forms][hostile]") {
    const auto of = invented();
    auto decision = rejection();
    decision.reason = " \n ";
    CHECK(refusal_of([&] { decision_letter(of, decision); }) == "forms.no_reason");
    decision = acceptance();
    decision.amount = "كثير";
    CHECK(refusal_of([&] { decision_letter(of, decision); }) == "forms.bad_amount");
    auto bare = invented();
    std::erase_if(bare.fields, [](const Reading& reading) { return reading.key == "support_kind"; });
    decision.amount.clear();
    CHECK(refusal_of([&] { decision_letter(bare, decision); }) == "forms.nothing_granted");
    decision.granted = "سلة غذائية";
    CHECK_THAT(text_of(decision_letter(bare, decision)), Contains(letters_of("سلة غذائية")));
}

TEST_CASE("a letter does not greet by a name that nobody has confirmed", "[forms]") {
    auto of = invented();
    of.fields[0].accepted = false;
    const auto text = text_of(decision_letter(of, acceptance()));
    CHECK_THAT(text, !Contains("الافتراضية"));
    CHECK_THAT(text, Contains(letters_of("إلى مقدم الطلب في المعاملة 2026-7KQ4M2X9")));
    of.fields[0].source = Source::person;
    std::erase_if(of.fields, [](const Reading& reading) { return reading.key == "sex"; });
    CHECK_THAT(text_of(decision_letter(of, acceptance())), Contains(letters_of("المكرم/المكرمة سلمى")));
}

TEST_CASE("the missing letter lists every certain finding and leaves out what only a clerk can settle",
          "[forms]") {
    auto of = invented();
    of.checks = {{"field.required", "city", Verdict::failed, ""},
                 {"iban.check_digit", "iban", Verdict::failed, "SA00"},
                 {"field.unconfirmed", "district", Verdict::doubtful, "حي"},
                 {"field.required", "address", Verdict::doubtful, ""},
                 {"field.required", "employee", Verdict::failed, ""},
                 {"record.missing", "full_name", Verdict::failed, ""}};
    const auto input = input_for(of, "missing-information-letter");
    const auto items = forms::missing_items(input);
    REQUIRE(items.size() == 2);
    CHECK_THAT(items[0], Contains("المدينة") && Contains("لم يُذكر"));
    CHECK_THAT(items[1], Contains("الآيبان") && Contains("شهادة الآيبان"));
    const auto pdf = forms::make_missing_letter(input, items, day("2026-12-22"));
    const auto text = text_of(pdf);
    for (const char* part : {"المدينة: لم يُذكر في الطلب.", "22 ديسمبر 2026م", "المطلوب استكماله",
                             "موظف علاقات المستفيدين", "2026-7KQ4M2X9"})
        CHECK_THAT(text, Contains(letters_of(part)));
    CHECK(test::qpdf_finds_nothing(pdf));
}

TEST_CASE("a missing letter that would say nothing is refused", "[forms][hostile]") {
    const auto of = invented();
    const auto input = input_for(of, "missing-information-letter");
    CHECK(forms::missing_items(input).empty());
    CHECK(refusal_of([&] { forms::make_missing_letter(input, {" "}, day("2026-12-22")); }) ==
          "forms.nothing_missing");
}

TEST_CASE("every finding that the missing letter speaks of is one that the rules make", "[forms]") {
    const auto* letter = papers().find("missing-information-letter");
    for (const auto& [name, text] : letter->texts) {
        if (name.find('.') == std::string::npos) continue;
        CAPTURE(name);
        CHECK(message(name, Language::ar) != name);  // the catalogue has it
        CHECK_THAT(text.ar, Contains("{label}"));
    }
}

TEST_CASE("a referral asks the question, of whom and until when, and has room for the answer", "[forms]") {
    const auto of = invented();
    forms::Referral referral;
    referral.question = "هل يشمل الدعم من يسكن مع أسرته؟";
    referral.officer = "نورة المثالية";
    referral.until = day("2026-11-29");
    const auto pdf = forms::make_referral(input_for(of, "referral"), referral);
    const auto text = text_of(pdf);
    for (const char* part :
         {"إلى مسؤول البحث الاجتماعي نورة المثالية", "سلمى بنت مازن بن خالد الافتراضية", "1012345672",
          "هل يشمل الدعم من يسكن مع أسرته؟", "29 نوفمبر 2026م", "إجابة مسؤول البحث الاجتماعي"})
        CHECK_THAT(text, Contains(letters_of(part)));
    const auto fields = pdf::signature_fields(pdf);
    REQUIRE(fields.size() == 1);
    CHECK(fields[0].box.y == Approx(papers().find("referral")->find("signature")->box.y).margin(0.1));
    referral.question.clear();
    CHECK(refusal_of([&] { forms::make_referral(input_for(of, "referral"), referral); }) ==
          "forms.no_question");
}

TEST_CASE("a reason of three thousand letters flows on overleaf and loses no word", "[forms][hostile]") {
    auto decision = rejection();
    decision.reason.clear();
    int words = 0;
    for (; decision.reason.size() < 9000; ++words)
        decision.reason += "كلمة" + std::to_string(1000 + words) + " ";
    const auto pdf = decision_letter(invented(), decision);
    const auto text = text_of(pdf);
    for (int i = 0; i < words; ++i) CHECK_THAT(text, Contains(std::to_string(1000 + i)));
    CHECK(pdf::page_count(pdf) > 1);
    CHECK_THAT(text, Contains(letters_of("تتمة الخطاب في الصفحة التالية.")) &&
                         Contains(letters_of("تتمة خطاب المعاملة 2026-7KQ4M2X9")) &&
                         Contains(letters_of("الاعتراض على القرار")));
    CHECK(pdf::signature_fields(pdf).front().page == 1);
}

TEST_CASE("two hundred missing things are all listed, in order", "[forms][hostile]") {
    std::vector<std::string> items;
    for (int i = 0; i < 200; ++i) items.push_back("مستند رقم " + std::to_string(1000 + i));
    const auto of = invented();
    const auto pdf =
        forms::make_missing_letter(input_for(of, "missing-information-letter"), items, day("2026-12-22"));
    const auto text = text_of(pdf);
    std::size_t at = 0;
    for (int i = 0; i < 200; ++i) {
        const auto found = text.find(letters_of("مستند رقم " + std::to_string(1000 + i)), at);
        REQUIRE(found != std::string::npos);
        at = found;
    }
}

TEST_CASE("the same letter gives the same bytes", "[forms]") {
    CHECK(decision_letter(invented(), acceptance()) == decision_letter(invented(), acceptance()));
}
