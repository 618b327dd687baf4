// sanad form check: what is wrong with a paper, and where it was written.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

TEST_CASE("what a paper's layout comes to is named with line and column", "[app]") {
    const Office office;
    test::put(office / "trial.toml",
              "id = \"trial\"\nversion = 1\ntitle = { ar = \"تجربة\" }\n[[section]]\nrows = [\n"
              "  [ {key=\"a\",kind=\"text\",label={ar=\"الاسم\"}} ],\n"
              "  [ {key=\"sign\",kind=\"signature\",width=20,label={ar=\"التوقيع\"}} ],\n]\n");
    const auto ran = office.run({"form", "check", "trial.toml"});
    CHECK(ran.exit == 1);
    CHECK(ran.out.find("trial.toml:7:5 التوقيع: ") != std::string::npos);
    const auto checks = parse_json(office.run({"form", "check", "trial.toml", "--json"}).out)["checks"];
    REQUIRE(checks.size() == 1);
    CHECK(checks[0]["id"] == "template.box_small");
    CHECK(checks[0]["line"] == 7);
    CHECK(checks[0]["column"] == 5);
}

TEST_CASE("words that the program's fonts lack are found before the paper is printed", "[app][hostile]") {
    const Office office;
    test::put(office / "trial.toml",
              "id = \"trial\"\nversion = 1\ntitle = { ar = \"تجربة\" }\n[[section]]\nrows = [\n"
              "  [ {key=\"a\",kind=\"text\",label={ar=\"الاسم \xf0\x9f\x98\x80\"}} ],\n]\n");
    const auto ran = office.run({"form", "check", "trial.toml"});
    CHECK(ran.exit == 1);
    CHECK(ran.out.find("U+1F600") != std::string::npos);
}
