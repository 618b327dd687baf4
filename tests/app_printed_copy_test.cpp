// A form filled on screen, printed, and scanned: what the paper says against what the file says.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using namespace sanad::test;

namespace {

Json request(const std::string& income) {
    return {{"full_name", "سلمى بنت خالد عبداللطيف الافتراضية"},
            {"national_id", "1012345672"},
            {"phone", "0512345678"},
            {"birth_date", "03051410"},
            {"dependants", "4"},
            {"monthly_income", income},
            {"date", "22112026"}};
}

// The blank with these values, as a file and as a picture of its print.
void make(const Folder& folder, const std::string& name, const std::string& income) {
    const auto blank = folder / "blank.pdf";
    REQUIRE(run_shell(program + " form blank support-request -o " + shell_quoted(blank)).exit == 0);
    put(folder / "values.json", dump_json(request(income)));
    REQUIRE(run_shell(program + " fill " + shell_quoted(blank) + " --data " +
                      shell_quoted(folder / "values.json") + " -o " + shell_quoted(folder / (name + ".pdf")))
                .exit == 0);
    REQUIRE(run_shell("pdftoppm -r 200 -gray -png " + shell_quoted(folder / (name + ".pdf")) + " " +
                      shell_quoted(folder / name))
                .exit == 0);
}

// Of both documents.
std::vector<Json> copy_checks(const std::string& out) {
    std::vector<Json> found;
    for (std::size_t at = 0; at < out.size();) {
        const auto end = std::min(out.find('\n', at), out.size());
        const auto document = parse_json(out.substr(at, end - at));
        for (const auto& check : document.at("checks"))
            if (check.at("id").get<std::string>().starts_with("copy.")) found.push_back(check);
        at = end + 1;
    }
    return found;
}

}  // namespace

TEST_CASE("a scan read beside the PDF that it was printed from says where the two disagree", "[app]") {
    const Folder folder;
    make(folder, "own", "4500");
    make(folder, "changed", "7500");
    const auto in = [&](const std::string& files) {
        const auto ran =
            run_shell("cd " + shell_quoted(folder / ".") + " && " + program + " read --json " + files);
        CAPTURE(ran.errors);
        return copy_checks(ran.out);
    };
    const auto agreeing = in("own.pdf own-*.png");
    REQUIRE(agreeing.size() == 1);
    CAPTURE(dump_json(agreeing[0]));
    CHECK(agreeing[0].at("id") == "copy.agrees");
    CHECK(agreeing[0].at("verdict") == "passed");
    for (const auto* files : {"own.pdf changed-*.png", "changed-*.png own.pdf"}) {
        const auto differing = in(files);
        REQUIRE(differing.size() == 1);
        CHECK(differing[0].at("id") == "copy.differs");
        CHECK(differing[0].at("subject") == "monthly_income");
        CHECK(differing[0].at("evidence") == "4500 | 7500");
    }
    CHECK(in("own.pdf").empty());
    CHECK(in("own-*.png changed-*.png").empty());
}

TEST_CASE(
    "a scan taken into the case of the PDF that it was printed from leaves its disagreement in the case",
    "[app]") {
    const Folder folder;
    make(folder, "own", "4500");
    make(folder, "changed", "7500");
    const Office office;
    REQUIRE(office.run({"init", "--association", "جمعية سند الأهلية"}).exit == 0);
    const auto first = [](const Ran& ran) {
        CAPTURE(ran.errors);
        return parse_json(ran.out.substr(0, ran.out.find('\n')));
    };
    const auto taken = first(office.run({"take", folder / "own.pdf", "--channel", "interview", "--json"}));
    const auto id = taken.at("case").get<std::string>();
    office.run({"take", folder / "changed-1.png", "--case", id, "--json"});
    office.run({"take", folder / "own-1.png", "--case", id, "--json"});  // agrees, and takes nothing back
    const auto shown = first(office.run({"case", "show", id, "--json"}));
    std::size_t found = 0;
    for (const auto& check : shown.at("checks"))
        if (check.at("id") == "copy.differs" && check.at("subject") == "monthly_income") ++found;
    CAPTURE(dump_json(shown.at("checks")));
    CHECK(found == 1);
    CHECK(shown.at("checks").size() > 1);  // what was found before stays
}

TEST_CASE("what a copy says otherwise stays until a person has decided on that very field", "[app]") {
    const Folder folder;
    make(folder, "own", "4500");
    make(folder, "changed", "7500");
    const Office office;
    REQUIRE(office.run({"init", "--association", "جمعية سند الأهلية"}).exit == 0);
    const auto first = [](const Ran& ran) {
        CAPTURE(ran.errors, ran.out);
        return parse_json(ran.out.substr(0, ran.out.find('\n')));
    };
    const auto id = first(office.run({"take", folder / "own.pdf", "--json"})).at("case").get<std::string>();
    const auto differing = [&] {
        std::vector<std::string> found;
        const auto shown = first(office.run({"case", "show", id, "--json"}));
        for (const auto& check : shown.at("checks"))
            if (check.at("id") == "copy.differs") found.push_back(check.at("evidence").get<std::string>());
        return found;
    };
    const auto confirm = [&](const std::string& what) {
        const auto ran = office.run({"case", "confirm", id, what});
        CAPTURE(ran.errors);
        REQUIRE(ran.exit <= 1);
    };
    SECTION("where a clerk confirms another field") {
        office.run({"take", folder / "changed-1.png", "--case", id, "--json"});
        confirm("dependants=4");
        CHECK(differing() == std::vector<std::string>{"4500 | 7500"});
        confirm("monthly_income=7500");
        CHECK(differing().empty());
    }
    SECTION("where a clerk had confirmed the field before the copy came") {
        confirm("monthly_income=4500");
        office.run({"take", folder / "changed-1.png", "--case", id, "--json"});
        CHECK(differing() == std::vector<std::string>{"4500 | 7500"});
    }
    SECTION("and a case that was ready is checked again") {
        REQUIRE(office.run({"case", "move", id, "ready", "--why", "seen at the desk"}).exit == 0);
        office.run({"take", folder / "changed-1.png", "--case", id, "--json"});
        CHECK(first(office.run({"case", "show", id, "--json"})).at("state") == "checking");
    }
    SECTION("but not where the copy says what a clerk had confirmed") {
        confirm("monthly_income=7500");
        office.run({"take", folder / "changed-1.png", "--case", id, "--json"});
        CHECK(differing().empty());
    }
}
