// Long names, long answers, large papers, and sections that nobody filled in.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "forms/documents.h"
#include "pdf/raster.h"
#include "templates/library.h"
#include "tests/archive_check.h"
#include "tests/forms_outside_view.h"

using namespace sanad;
using Catch::Contains;
using test::letters_of;

namespace {

const templates::Library& papers() {
    static const auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    return library;
}

std::string text_of(const std::string& pdf) {
    std::string text;
    for (int page = 1; page <= pdf::page_count(pdf); ++page) text += pdf::page_text(pdf, page) + "\n";
    return letters_of(text);
}

std::string blank(const templates::Template& paper, std::map<std::string, std::string> values = {}) {
    forms::BlankOptions options;
    options.values = std::move(values);
    return forms::make_blank(paper, options);
}

// 90 letters and the spaces between them.
const std::string long_name =
    "عبد الرحمن بن عبد اللطيف بن عبد المحسن بن إبراهيم بن عبد العزيز بن محمد الأحمدي الافتراضي المستفيض نسبه "
    "الطويل";

// A paper of 200 fields: 25 sections of eight.
std::string large_paper() {
    std::string toml = "id = \"large\"\nversion = 1\ntitle = { ar = \"نموذج كبير\" }\n";
    for (int section = 0; section < 25; ++section) {
        toml += "[[section]]\ntitle = { ar = \"القسم " + std::to_string(section + 1) + "\" }\nrows = [\n";
        for (int row = 0; row < 4; ++row) {
            const auto key = "f" + std::to_string(section) + "_" + std::to_string(row);
            toml += "[ { key = \"" + key + "\", kind = \"text\", label = { ar = \"الاسم\" } }, { key = \"" +
                    key + "n\", kind = \"national_id\", label = { ar = \"الهوية\" } } ],\n";
        }
        toml += "]\n";
    }
    return toml;
}

}  // namespace

TEST_CASE("a name of ninety letters is shown whole in its box", "[forms]") {
    const auto pdf = blank(*papers().find("support-request"), {{"full_name", long_name}});
    CHECK_THAT(text_of(pdf), Contains(letters_of(long_name)));
    CHECK(test::archive_findings(pdf).empty());
}

TEST_CASE("a value that no readable type fits into its box is refused by the field's name",
          "[forms][hostile]") {
    std::string longer = long_name;
    for (int i = 0; i < 3; ++i) longer += " " + long_name;
    const auto key = GENERATE("full_name", "nationality", "need");
    if (std::string(key) == "need")
        while (longer.size() < 6000) longer += " " + long_name;
    CAPTURE(key);
    try {
        blank(*papers().find("support-request"), {{key, longer}});
        FAIL("it was cut off");
    } catch (const Error& error) {
        CHECK(error.message().id == "pdf.value_too_long");
        CHECK(error.where().field == key);
    }
}

TEST_CASE("a character that no face has is named, not printed as a box", "[forms][hostile]") {
    const auto [character, code] = GENERATE(table<std::string, std::string>({
        {"\xf0\x9f\x98\x80", "U+1F600"},  // a smiling face
        {"\xe4\xb8\xad", "U+4E2D"},       // Chinese
        {"\xee\x80\x80", "U+E000"},       // of private use
    }));
    try {
        blank(*papers().find("support-request"), {{"full_name", "سلمى " + character}});
        FAIL("a box was printed");
    } catch (const Error& error) {
        CHECK(error.message().id == "forms.no_glyph");
        CHECK_THAT(error.message().arguments.at(0), Contains(code));
        CHECK_THAT(error.message().arguments.at(1), Contains("سلمى"));
    }
}

TEST_CASE("an answer that fills its lines is set smaller rather than cut", "[forms]") {
    std::string answer;
    int words = 0;
    for (; answer.size() < 900; ++words) answer += "كلمة" + std::to_string(100 + words) + " ";
    const auto text = text_of(blank(*papers().find("support-request"), {{"need", answer}}));
    for (int i = 0; i < words; ++i) CHECK_THAT(text, Contains(std::to_string(100 + i)));
}

TEST_CASE("two hundred fields over several pages are one sound document", "[forms]") {
    const auto paper = templates::parse_template(large_paper(), "large/paper.toml");
    REQUIRE(paper.fields.size() == 200);
    REQUIRE(paper.pages.size() >= 6);
    for (const auto& check : templates::check_template(paper)) CHECK(check.verdict == Verdict::passed);
    std::map<std::string, std::string> values;
    for (const auto& field : paper.fields)
        values[field.key] = field.cells > 0 ? "1012345672" : "سلمى الافتراضية";
    const auto pdf = blank(paper, values);
    CHECK(pdf::page_count(pdf) == static_cast<int>(paper.pages.size()));
    CHECK(test::qpdf_finds_nothing(pdf));
    CHECK(test::archive_findings(pdf).empty());
    const auto read = pdf::form_values(pdf);
    CHECK(read.size() == 200);
    for (const auto& value : read) CHECK(value.value == values.at(value.name));
}

TEST_CASE("a section that nobody filled in is said to be not stated, item by item", "[forms]") {
    Case of;
    of.id = "2026-7KQ4M2X9";
    const auto paper = templates::parse_template(
        "id = \"note\"\nversion = 1\ntitle = { ar = \"بيان\" }\n[[section]]\nrows = [ [ { key = "
        "\"full_name\", kind = "
        "\"text\", label = { ar = \"الاسم\" } } ] ]\n[[section]]\ntitle = { ar = \"اختياري\" }\nrows = [ [ { "
        "key = "
        "\"job\", kind = \"text\", label = { ar = \"المهنة\" } }, { key = \"since\", kind = \"date\", label "
        "= { ar = "
        "\"منذ\" } } ] ]\n",
        "note/paper.toml");
    Reading name;
    name.key = "full_name";
    name.state = ReadState::read;
    name.value = long_name;
    name.accepted = true;
    of.fields = {name};
    forms::DeclarationInput input;
    input.of = &of;
    input.request = &paper;
    input.declaration = papers().find("applicant-declaration");
    input.association = "جمعية المثال";
    const auto text = text_of(forms::make_declaration(input));
    CHECK_THAT(text, Contains(letters_of(long_name)));
    std::size_t stated = 0;
    for (std::size_t at = 0; (at = text.find(letters_of("لم يُذكر"), at)) != std::string::npos; ++at) ++stated;
    CHECK(stated == 2);
}
