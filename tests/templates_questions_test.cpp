// A paper from a list of questions.
#include <set>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "templates/library.h"
#include "templates/questions.h"

using namespace sanad;
using namespace sanad::templates;

namespace {

const char* const visit = R"(# what is asked of visitors
طلب زيارة

= الزائر
الاسم الكامل *
رقم الهوية *
رقم الجوال
تاريخ الزيارة : date *
= الزيارة
الغرض = علاج | إيجار | "غير ذلك"
الخدمات : choices = أ | ب
عدد المرافقين : digits 2
الدخل الشهري
شرح الحاجة
رقم الآيبان
ملاحظات أخرى : text 2
التوقيع *
)";

Template made(const std::string& questions) {
    return parse_template(paper_from_questions(questions, "visit.txt", "visit"), "visit/paper.toml");
}

std::string refusal_of(const std::string& questions) {
    try {
        made(questions);
    } catch (const Error& error) {
        return error.message().id + " " +
               (error.message().arguments.size() > 1 ? error.message().arguments[1] : "");
    }
    return "nothing was refused";
}

}  // namespace

TEST_CASE("options that say the same and titles that no line holds are found", "[templates]") {
    const auto findings = [](const std::string& questions) {
        std::set<std::string> ids;
        const auto toml = templates::paper_from_questions(questions, "q.txt", "visit");
        for (const auto& check : templates::check_template(templates::parse_template(toml, "paper.toml")))
            ids.insert(check.id);
        return ids;
    };
    std::string longer;
    for (int i = 0; i < 40; ++i) longer += "عنوان طويل ";
    CHECK(findings("طلب\nالغرض = علاج | علاج  | إيجار\n") == std::set<std::string>{"template.options_alike"});
    CHECK(findings("طلب\n= " + longer + "\nالاسم\n") == std::set<std::string>{"template.text_wide"});
    CHECK(findings(longer + "\nالاسم\n") == std::set<std::string>{"template.text_wide"});
    CHECK(findings("طلب\n= القسم\nالغرض = علاج | إيجار\n") == std::set<std::string>{"template.sound"});
}

TEST_CASE("a list of questions becomes a sound paper", "[templates]") {
    const auto paper = made(visit);
    for (const auto& check : check_template(paper)) {
        INFO(check.id << " " << check.subject << " " << check.evidence);
        CHECK(check.verdict == Verdict::passed);
    }
    CHECK(paper.title.ar == "طلب زيارة");
    REQUIRE(paper.fields.size() == 12);
    const auto is = [&](const char* key, Kind kind, bool required) {
        const auto* field = paper.find(key);
        INFO(key);
        REQUIRE(field != nullptr);
        CHECK(field->kind == kind);
        CHECK(field->required == required);
    };
    is("full_name", Kind::text, true);
    is("national_id", Kind::national_id, true);
    is("phone", Kind::phone, false);
    is("q4", Kind::date, true);
    is("q5", Kind::choice, false);
    is("q6", Kind::choices, false);
    is("q7", Kind::digits, false);
    is("q8", Kind::amount, false);
    is("q9", Kind::text, false);
    is("iban", Kind::iban, false);
    is("signature", Kind::signature, true);
    CHECK(paper.find("q9")->lines == 4);
    CHECK(paper.find("q11")->lines == 2);
    CHECK(paper.find("q7")->cells == 2);
    CHECK(paper.find("q5")->options.at(2).label.ar == "\"غير ذلك\"");
}

TEST_CASE("numbers share a row where they fit", "[templates]") {
    const auto paper = made("ورقة\nرقم الهوية\nرقم الجوال\nتاريخ الميلاد\n");
    CHECK(paper.find("national_id")->box.y == Approx(paper.find("phone")->box.y));
    CHECK(paper.find("birth_date")->box.y > paper.find("phone")->box.y);
}

TEST_CASE("two questions of one label get keys of their own", "[templates]") {
    const auto paper = made("ورقة\nالاسم\nالاسم\n");
    CHECK(paper.fields[0].key == "full_name");
    CHECK(paper.fields[1].key == "q2");
}

TEST_CASE("a question that is not understood is named by its line", "[templates][hostile]") {
    CHECK(refusal_of("") == "templates.no_questions 1");
    CHECK(refusal_of("عنوان فقط\n") == "templates.no_questions 2");
    CHECK(refusal_of("ع\nالسؤال : شعر\n") == "templates.question_kind 2");
    CHECK(refusal_of("ع\n\nالسؤال : digits\n") == "templates.question_count 3");
    CHECK(refusal_of("ع\nالسؤال : digits 99\n") == "templates.question_count 2");
    CHECK(refusal_of("ع\nالسؤال : digits 2x\n") == "templates.question_count 2");
    CHECK(refusal_of("ع\nالسؤال : choice\n") == "templates.options_few 2");
    CHECK(refusal_of("ع\nالسؤال = واحد\n") == "templates.options_few 2");
    CHECK(refusal_of("ع\nالسؤال : date = أ | ب\n") == "templates.options_few 2");
    CHECK(refusal_of("ع\n: date\n") == "templates.question_empty 2");
    CHECK(refusal_of("ع\n= قسم\n= قسم آخر\nسؤال\n") == "templates.section_empty 3");
    CHECK(refusal_of(std::string("ع\nسؤال \"\\\" ' # [[x]] = أ \\ | ب \"\n")) == "nothing was refused");
    CHECK(refusal_of(std::string(100000, 'x')) == "templates.no_questions 1");
    CHECK(refusal_of("\n# أولًا\n= قسم\nسؤال\n") == "templates.no_title 3");
    CHECK(refusal_of("ع\nسؤا\xd9\n") == "templates.questions_no_text 2");
    CHECK(refusal_of(std::string("\xff\xfe\x37\x06\0\n", 6)) == "templates.questions_no_text 1");
    std::string long_paper = "ع\n";
    for (int i = 0; i < 400; ++i) long_paper += "سؤال\n";
    CHECK(refusal_of(long_paper) == "templates.lines_many 401");
}
