// paper.toml as its author may get it wrong.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/messages.h"
#include "templates/library.h"

using namespace sanad;
using namespace sanad::templates;
using Catch::Contains;

namespace {

const std::string head = "id = \"trial\"\nversion = 1\ntitle = { ar = \"تجربة\" }\n";

std::string with_field(const std::string& field) {
    return head + "[[section]]\nrows = [\n  [ { " + field + " } ],\n]\n";
}

// The error's message in English; empty where there was none.
std::string refusal(const std::string& toml) {
    try {
        parse_template(toml, "trial.toml");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::bad_input);
        CHECK(has_message(error.message().id));
        CHECK(describe(error, Language::ar) != describe(error, Language::en));
        return describe(error, Language::en);
    }
    return {};
}

bool finds(const Template& paper, const std::string& id) {
    const auto checks = check_template(paper);
    return std::any_of(checks.begin(), checks.end(), [&](const Check& check) {
        CHECK(has_message(check.id));
        return check.id == id && check.verdict == Verdict::failed;
    });
}

Template parsed(const std::string& toml) { return parse_template(toml, "trial.toml"); }

}  // namespace

TEST_CASE("the example of the format document is a sound paper", "[templates]") {
    const auto document = read_file(SANAD_SOURCE_DIR "/templates/FORMAT.md");
    const auto from = document.find("```toml\n") + 8;
    const auto until = document.find("```", from);
    REQUIRE(until != std::string::npos);
    const auto paper = parsed(document.substr(from, until - from));
    CHECK(paper.id == "visit-note");
    CHECK(paper.find("visited_on")->cells == 8);
    CHECK(paper.find("employee")->office);
    CHECK(overall(check_template(paper)) == Verdict::passed);
}

TEST_CASE("a mistake is reported with its file, line and column", "[templates]") {
    CHECK_THAT(refusal(with_field("key = \"a\", kind = \"text\", lable = { ar = \"ا\" }")),
               Contains("trial.toml, line 6, column 33") && Contains("lable"));
    CHECK_THAT(refusal(with_field("key = \"a\", kind = \"telephone\"")),
               Contains("line 6") && Contains("telephone"));
    CHECK_THAT(refusal(with_field("key = \"A b\", kind = \"text\"")), Contains("line 6") && Contains("A b"));
    CHECK_THAT(refusal(with_field("key = \"a\", kind = \"digits\"")),
               Contains("line 6") && Contains("cells"));
    CHECK_THAT(refusal(with_field("key = \"a\", kind = \"choice\"")),
               Contains("line 6") && Contains("options"));
    CHECK_THAT(refusal(with_field("key = \"a\", kind = \"text\", lines = 900")),
               Contains("line 6") && Contains("lines"));
    CHECK_THAT(refusal(with_field("key = \"a\", kind = \"text\", share = nan")),
               Contains("line 6") && Contains("share"));
    CHECK_THAT(refusal(with_field("key = \"a\", kind = \"text\", required = 1")), Contains("line 6"));
    CHECK_THAT(refusal(with_field("key = \"a\", kind = \"iban\", cells = 22")),
               Contains("line 6") && Contains("cells"));
    CHECK_THAT(refusal(with_field("key = \"a\", kind = \"iban\", prefix = \"SA34567890123456789012345\"")),
               Contains("line 6") && Contains("prefix"));
    CHECK_THAT(refusal(head + "colour = \"red\"\n[[section]]\nrows = []\n"), Contains("line 4, column 1"));
    CHECK_THAT(refusal(head + "[[section]]\nrows = [ [] ]\n"), Contains("line 5"));
    CHECK_THAT(refusal("id = \"trial\"\nversion = 1\n"), Contains("title"));
    CHECK_THAT(refusal(head), Contains("section"));
}

TEST_CASE("what is no TOML is reported with its place", "[templates][hostile]") {
    const std::string text =
        GENERATE(as<std::string>{}, "id = ", "[[section]", "id = \"a\" id = \"b\"", "مفتاح = 1",
                 "id = \"\xff\xfe\"", "id = \"a\"\nid = \"a\"", "= 1", "a = [1, 2", "\x01\x02\x03");
    CAPTURE(text);
    CHECK_THAT(refusal(text), Contains("trial.toml, line "));
}

TEST_CASE("a hostile file is refused and does not hang", "[templates][hostile]") {
    CHECK_FALSE(refusal("").empty());
    CHECK_FALSE(refusal(std::string(300u << 10, '#')).empty());
    CHECK_FALSE(refusal("a = " + std::string(5000, '[')).empty());
    CHECK_FALSE(refusal(std::string("id = \"a\0b\"\n", 11)).empty());
    std::string many = head + "[[section]]\nrows = [\n";
    for (int i = 0; i < 500; ++i) many += "[{key=\"k" + std::to_string(i) + "\",kind=\"text\"}],\n";
    CHECK_THAT(refusal(many + "]\n"), Contains("400"));
    std::string long_paper = head;
    for (int i = 0; i < 40; ++i)
        long_paper +=
            "[[section]]\nnew_page = true\nrows = [[{key=\"k" + std::to_string(i) + "\",kind=\"text\"}]]\n";
    CHECK_THAT(refusal(long_paper), Contains("20"));
}

TEST_CASE("every truncation of a paper is parsed or refused", "[templates][hostile]") {
    const auto whole = read_file(SANAD_SOURCE_DIR "/templates/library/support-request/paper.toml");
    int refused = 0;
    for (std::size_t length = 0; length < whole.size(); length += 97) {
        try {
            parsed(whole.substr(0, length));
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::bad_input);
            ++refused;
        }
    }
    CHECK(refused > 10);
}

TEST_CASE("a row that is wider than the page is found", "[templates]") {
    const std::string number = "kind = \"national_id\", label = { ar = \"رقم\" }";
    const auto toml = head + "[[section]]\nrows = [ [ {key=\"a\"," + number + "}, {key=\"b\"," + number +
                      "}, {key=\"c\"," + number + "} ] ]\n";
    CHECK((finds(parsed(toml), "template.row_wide") || finds(parsed(toml), "template.outside_page")));
}

TEST_CASE("a key that is used twice, a missing label and an option without key are found", "[templates]") {
    const auto twice = parsed(head +
                              "[[section]]\nrows = [ [ {key=\"a\",kind=\"text\",label={ar=\"ا\"}} ],\n"
                              "[ {key=\"a\",kind=\"text\",label={ar=\"ب\"}} ] ]\n");
    CHECK(finds(twice, "template.key_twice"));
    CHECK_FALSE(finds(twice, "template.label_missing"));
    CHECK(finds(parsed(with_field("key=\"a\",kind=\"text\"")), "template.label_missing"));
    for (const std::string hidden : {"\\u202Eاسم", "اسم\\u0007", "\\uFEFFاسم"})
        CHECK(finds(parsed(with_field("key=\"a\",kind=\"text\",label={ar=\"" + hidden + "\"}")),
                    "template.hidden_characters"));
    for (const std::string sound : {"اسم", "هـ\\u200D", "\\u200Fاسم SHA-256"})
        CHECK_FALSE(finds(parsed(with_field("key=\"a\",kind=\"text\",label={ar=\"" + sound + "\"}")),
                          "template.hidden_characters"));
    const auto option =
        parsed(with_field("key=\"a\",kind=\"choice\",label={ar=\"ا\"},options=[{ar=\"نعم\"}]"));
    CHECK(finds(option, "template.option_key_missing"));
}

TEST_CASE("a blank that asks for a sentence the paper does not have is found", "[templates]") {
    const auto paper = parsed(head + "[[section]]\narea = \"body\"\nblank_texts = [\"nothing\"]\n");
    CHECK(finds(paper, "template.text_missing"));
}

TEST_CASE("boxes that were moved onto each other, onto a label, a mark or the code are found",
          "[templates]") {
    const auto sound = parsed(head +
                              "[[section]]\nrows = [ [ {key=\"a\",kind=\"text\",label={ar=\"ا\"}},\n"
                              "{key=\"b\",kind=\"text\",label={ar=\"ب\"}} ] ]\n");
    REQUIRE(overall(check_template(sound)) == Verdict::passed);
    auto near = sound;
    near.fields[1].box.x = near.fields[0].box.x - near.fields[1].box.w - 0.9;
    CHECK(finds(near, "template.boxes_near"));
    near.fields[1].box.x -= 0.2;
    CHECK_FALSE(finds(near, "template.boxes_near"));
    auto on_label = sound;
    on_label.fields[1].box.y = on_label.fields[1].label_box.y;
    CHECK(finds(on_label, "template.label_in_zone"));
    auto on_mark = sound;
    on_mark.fields[0].box = {180, 5, 20, 10};
    CHECK(finds(on_mark, "template.over_mark"));
    auto on_code = sound;
    on_code.fields[0].box = {20, 20, 40, 10};
    CHECK(finds(on_code, "template.over_mark"));
    auto outside = sound;
    outside.fields[0].box.x = 200;
    CHECK(finds(outside, "template.outside_page"));
    auto small = sound;
    small.fields[0].box.h = 6;
    CHECK(finds(small, "template.box_small"));
    auto no_page = sound;
    no_page.fields[0].page = 7;
    CHECK(finds(no_page, "template.outside_page"));
}

TEST_CASE("a folder of papers is refused where a paper is not what its folder and file say", "[templates]") {
    namespace fs = std::filesystem;
    const auto root = fs::temp_directory_path() / "sanad-templates-test";
    fs::remove_all(root);
    const auto put = [&](const std::string& name, const std::string& toml) {
        fs::create_directories((root / name).parent_path());
        std::ofstream(root / name) << toml;
    };
    const auto load = [&] { return Library::load(root.string()); };
    CHECK_THROWS_AS(load(), Error);
    const auto good = with_field("key=\"a\",kind=\"text\",label={ar=\"ا\"}");
    put("trial/paper.toml", good);
    CHECK(load().all().size() == 1);
    put("trial/paper-v1.toml", good);  // the same version twice
    CHECK_THROWS_AS(load(), Error);
    fs::remove(root / "trial/paper-v1.toml");
    put("other/paper.toml", good);  // the folder's name is not the paper's id
    CHECK_THROWS_AS(load(), Error);
    fs::remove_all(root / "other");
    auto newer = good;
    newer.replace(newer.find("version = 1"), 11, "version = 2");
    put("trial/paper.toml", newer);
    put("trial/paper-v1.toml", good);
    CHECK(load().find("trial")->version == 2);
    CHECK(load().find("trial", 1)->version == 1);
    put("trial/paper.toml", with_field("key=\"a\",kind=\"text\""));  // no label: parses, but is unsound
    fs::remove(root / "trial/paper-v1.toml");
    CHECK_THROWS_AS(load(), Error);
    fs::remove_all(root);
}
