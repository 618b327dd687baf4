// Every mistake of a paper has a line and a column where its author finds it.
#include <algorithm>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "templates/library.h"
#include "templates/source_places.h"

using namespace sanad;
using namespace sanad::templates;

namespace {

const std::string head = "id = \"trial\"\nversion = 1\ntitle = { ar = \"تجربة\" }\n";

// "line:column" of the first finding of that kind; "" where there is none.
std::string place(const std::string& toml, const std::string& id, const std::string& subject = "") {
    const auto paper = parse_template(toml, "trial.toml");
    const SourcePlaces places(toml, "trial.toml");
    for (const auto& check : check_template(paper)) {
        if (check.id != id || (!subject.empty() && check.subject != subject)) continue;
        const auto found = places.of(check);
        return std::to_string(found.line) + ":" + std::to_string(found.column);
    }
    return "";
}

}  // namespace

TEST_CASE("findings about our own papers point at the field, the option or the words", "[templates]") {
    const auto rows = head +
                      "[[section]]\nrows = [\n"
                      "  [ {key=\"a\",kind=\"text\",label={ar=\"ا\"}} ],\n"
                      "  [ {key=\"a\",kind=\"text\",label={ar=\"ب\"}} ],\n"
                      "  [ {key=\"sign\",kind=\"signature\",width=20,label={ar=\"التوقيع\"}} ],\n"
                      "  [ {key=\"pick\",kind=\"choice\",label={ar=\"اختر\"},options=[\n"
                      "      {key=\"x\",ar=\"س\"},\n"
                      "      {key=\"x\",ar=\"ص\"}]} ],\n"
                      "]\n";
    CHECK(place(rows, "template.key_twice", "a") == "7:5");
    CHECK(place(rows, "template.key_twice", "pick") == "11:7");
    CHECK(place(rows, "template.box_small", "sign") == "8:5");
    std::string wide;
    for (int i = 0; i < 60; ++i) wide += "كلمة ";
    const auto words =
        head + "[[section]]\nrows = [\n  [ {key=\"a\",kind=\"text\",label={ar=\"" + wide + "\"}} ] ]\n";
    CHECK(place(words, "template.text_wide") == "6:36");
    CHECK(place(head + "[[section]]\narea = \"body\"\nblank_texts = [\"nothing\"]\n",
                "template.text_missing") == "4:1");
    const auto table = head +
                       "[[section]]\ncount = 30\nrow_height = 20\ncolumns = [\n"
                       "  {key=\"name\",label={ar=\"الاسم\"},width=60},\n"
                       "  {key=\"sum\",label={ar=\"المبلغ\"},width=3} ]\n";
    CHECK(place(table, "template.box_small") == "9:3");
}

TEST_CASE("findings about another's paper point at the box that was written", "[templates]") {
    const auto paper =
        head +
        "blank = \"blank.png\"\n\n"
        "[[field]]\nkey = \"a\"\nkind = \"text\"\nlabel = { ar = \"ا\" }\nbox = [10, 20, 50, 8]\n\n"
        "[[field]]\nkey = \"b\"\nkind = \"text\"\nlabel = { ar = \"ب\" }\nbox = [12, 22, 50, 8]\n\n"
        "[[field]]\nkey = \"c\"\nkind = \"choice\"\nlabel = { ar = \"ج\" }\n"
        "options = [ { key = \"x\", ar = \"س\", box = [300, 5, 4, 4] } ]\n";
    CHECK(place(paper, "template.boxes_near", "a") == "10:7");
    CHECK(place(paper, "template.outside_page", "c=x") == "22:42");
    CHECK(place(paper, "template.blank_missing") == "4:9");
}

TEST_CASE("what has no place in the file points at its beginning, and no paper at its mistake",
          "[templates][hostile]") {
    const SourcePlaces places(head, "trial.toml");
    const auto nothing = places.of({"template.box_small", "nowhere", Verdict::failed, ""});
    CHECK(nothing.line == 1);
    CHECK(nothing.column == 1);
    CHECK(places.of({"", "", Verdict::failed, ""}).line == 1);
    CHECK_THROWS_AS(SourcePlaces("id = ", "trial.toml"), Error);
    CHECK_THROWS_AS(SourcePlaces("\xff\xfe", "trial.toml"), Error);
}

TEST_CASE("a rule that is none is shown where it is named", "[templates]") {
    const SourcePlaces places("id = \"a\"\nrules = [ \"first\",\n  \"second:x\" ]\n", "trial.toml");
    const auto place = places.of({"rule.unknown", "a", Verdict::failed, "second:x"});
    CHECK(place.line == 3);
    CHECK(place.column == 3);
    CHECK(places.of({"rule.unknown", "a", Verdict::failed, "no such"}).line == 1);
}
