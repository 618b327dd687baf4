// A paper that somebody else printed, as its author may get it wrong.
#include <algorithm>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/messages.h"
#include "templates/library.h"

using namespace sanad;
using namespace sanad::templates;

namespace {

const std::string head = "id = \"trial\"\nversion = 1\ntitle = { ar = \"تجربة\" }\nblank = \"FORMAT.md\"\n";

std::string field(const std::string& keys) {
    return "[[field]]\nkey = \"a\"\nkind = \"text\"\nlabel = { ar = \"أ\" }\n" + keys + "\n";
}

Template parsed(const std::string& toml) {
    return parse_template(toml, SANAD_SOURCE_DIR "/templates/paper.toml");
}

bool finds(const Template& paper, const std::string& id) {
    const auto checks = check_template(paper);
    return std::any_of(checks.begin(), checks.end(), [&](const Check& check) { return check.id == id; });
}

}  // namespace

TEST_CASE("a foreign paper has the boxes that it says and no print of ours", "[templates]") {
    const auto paper = parsed(head + "paper_mm = [148, 210]\n" +
                              "[[field]]\nkey = \"id\"\nkind = \"national_id\"\nlabel = { ar = \"هوية\" }\n"
                              "cells = 10\nbox = [10, 20, 50, 6]\n");
    CHECK(paper.foreign());
    CHECK(paper.width_mm == 148);
    CHECK(paper.pages.front().lines.empty());
    CHECK(paper.pages.front().blank.file.ends_with("templates/FORMAT.md"));
    REQUIRE(paper.fields.front().cell_boxes.size() == 10);
    CHECK(paper.fields.front().cell_boxes[3].x == Approx(25));
    CHECK(overall(check_template(paper)) == Verdict::passed);
}

TEST_CASE("a slip in a foreign paper is refused at its place", "[templates][hostile]") {
    const auto toml = GENERATE(as<std::string>{},                               //
                               head + field("box = [1, 2, 3]"),                 // three numbers
                               head + field("box = [1, 2, 3, \"4\"]"),          // a text
                               head + field("box = [-1, 2, 30, 4]"),            // off the page
                               head + field("box = [1, 2, 1e9, 4]"),            // larger than any page
                               head + field("box = [1, 2, nan, 4]"),            // no number
                               head + field(""),                                // no box
                               head + field("box = [1, 2, 30, 8]\nshare = 2"),  // laid out, it is not
                               head + field("box = [1, 2, 30, 8]\npage = 21"),  // too many pages
                               head + "paper_mm = [0, 297]\n" + field("box = [1, 2, 30, 8]"),
                               head + "section = []\n" + field("box = [1, 2, 30, 8]"),  // both kinds at once
                               head);                                                   // no field
    CAPTURE(toml);
    CHECK_THROWS_AS(parsed(toml), Error);
}

TEST_CASE("the blank's name leads nowhere but into the paper's folder", "[templates][hostile]") {
    const auto name =
        GENERATE(as<std::string>{}, "../secret.png", "/etc/passwd", ".hidden", "a/b.png", "a\\\\b.png", "");
    CAPTURE(name);
    const auto toml = "id = \"trial\"\nversion = 1\ntitle = { ar = \"تجربة\" }\nblank = \"" + name + "\"\n" +
                      field("box = [1, 2, 30, 8]");
    CHECK_THROWS_AS(parsed(toml), Error);
}

TEST_CASE("what makes a bad foreign paper is listed", "[templates]") {
    CHECK(finds(parsed(head + field("box = [10, 20, 30, 8]\npage = 2")), "template.outside_page"));
    CHECK(finds(parsed(head + field("box = [190, 20, 30, 8]")), "template.outside_page"));
    CHECK(finds(parsed(head + field("box = [10, 20, 1, 8]")), "template.box_small"));
    auto gone = head;
    gone.replace(gone.find("FORMAT.md"), 9, "nowhere.png");
    CHECK(finds(parsed(gone + field("box = [10, 20, 30, 8]")), "template.blank_missing"));
}
