// Letters through the program: read, taken in, confirmed, searched.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/arabic.h"
#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;
using sanad::test::Ran;
using sanad::test::run_shell;

namespace {

const std::string letter = test::samples + "/letter.png";

Json first_line(const Ran& ran) {
    CAPTURE(ran.exit, ran.errors);
    REQUIRE_FALSE(ran.out.empty());
    return parse_json(ran.out.substr(0, ran.out.find('\n')));
}

const Json truth() { return parse_json(test::contents(test::samples + "/letter.truth.json"))["values"]; }

Json field(const Json& document, const std::string& key) {
    for (const auto& one : document["fields"])
        if (one["key"] == key) return one;
    return nullptr;
}

}  // namespace

TEST_CASE("the sample letter is read: its values are right, and none is accepted unseen", "[app]") {
    const Office office;
    const auto read = office.run({"read", letter, "--json"});
    CHECK(read.exit == 1);
    const auto document = first_line(read);
    CHECK(document["form"] == "letter");
    for (const auto* key : {"sender", "addressee", "subject", "attachments"}) {
        CAPTURE(key, dump_json(field(document, key)));
        CHECK(fold_name(field(document, key)["value"].get<std::string>()) ==
              fold_name(truth()[key].get<std::string>()));
    }
    for (const auto* key : {"date", "reference", "national_id", "phone"}) {
        CAPTURE(key, dump_json(field(document, key)));
        CHECK(field(document, key)["value"] == truth()[key]);
    }
    CHECK(field(document, "kind")["value"] == "request");
    CHECK(field(document, "date")["calendar"] == "gregorian");
    for (const auto& one : document["fields"]) CHECK(one["accepted"] == false);
}

TEST_CASE("a letter is taken in as a case, matched to its sender, and is ready once confirmed", "[app]") {
    const Office office;
    REQUIRE(office.run({"init", "--association", "جمعية سند الأهلية"}).exit == 0);
    REQUIRE(office.run({"records", "import", test::samples + "/people.csv"}).exit == 0);
    const auto taken = first_line(office.run({"take", letter, "--channel", "letters", "--json"}));
    CHECK(taken["form"] == "letter");
    CHECK(taken["state"] == "checking");
    CHECK_FALSE(taken["record"].get<std::string>().empty());  // his identity number is in the letter
    std::vector<std::string> words = {"case", "confirm", taken["case"]};
    for (const auto& one : taken["fields"]) words.push_back(one["key"].get<std::string>());
    const auto confirmed = office.run(words);
    CAPTURE(confirmed.out, confirmed.errors);
    CHECK(confirmed.exit <= 1);
    const auto shown = first_line(office.run({"case", "show", taken["case"], "--json"}));
    CAPTURE(dump_json(shown["checks"]));
    CHECK(shown["state"] == "ready");
    CHECK(field(shown, "sender")["source"] == "person");
    const auto refused = office.run({"case", "confirm", taken["case"], "kind=poem"});
    CHECK(refused.exit == 3);
}

TEST_CASE("a letter has no blank to print and no zones", "[app]") {
    const Office office;
    CHECK(office.run({"form", "blank", "letter", "-o", office / "x.pdf"}).exit == 3);
    CHECK(office.run({"form", "zones", "letter"}).exit == 3);
    CHECK(("\n" + office.run({"form", "list"}).out).find("\nletter ") == std::string::npos);
}

TEST_CASE("a scan is written as a PDF that other programs can search", "[app]") {
    const Office office;
    const auto pdf = office / "searchable.pdf";
    CHECK(office.run({"read", letter, "--searchable", pdf}).exit <= 1);
    const auto text = run_shell("pdftotext " + test::shell_quoted(pdf) + " -");
    const auto found = fold_name(strip_invisible(text.out));
    CAPTURE(found);
    CHECK(found.find(fold_name(truth()["subject"].get<std::string>())) != std::string::npos);
    CHECK(found.find(fold_name(truth()["sender"].get<std::string>())) != std::string::npos);
    CHECK(run_shell("qpdf --check " + test::shell_quoted(pdf)).exit == 0);
}

TEST_CASE("a searchable copy is refused for what can't be one", "[app][hostile]") {
    const Office office;
    CHECK(office.run({"read", letter, letter, "--searchable", office / "x.pdf"}).exit == 3);
    CHECK(office.run({"read", test::samples + "/truncated.jpg", "--searchable", office / "y.pdf"}).exit == 3);
    CHECK(run_shell("ls " + test::shell_quoted(office / "y.pdf")).exit != 0);
}
