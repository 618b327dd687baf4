// Looking for cases and records from outside, and what looks after the archive.
#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

namespace {

namespace fs = std::filesystem;

std::string take(const Office& office, const std::string& sample) {
    const auto ran = office.run({"take", "--json", test::samples + sample});
    CAPTURE(ran.errors);
    REQUIRE(ran.exit <= 1);
    return parse_json(ran.out.substr(0, ran.out.find('\n'))).at("case").get<std::string>();
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a case is found by its words, checked by shares, made again and repaired", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const std::string id = take(office, "/request-typed.png");
    const auto shown = parse_json(office.run({"case", "show", id, "--json"}).out);
    std::string name, number;
    for (const auto& field : shown.at("fields")) {
        if (field.at("key") == "full_name") name = field.at("value").get<std::string>();
        if (field.at("key") == "national_id") number = field.at("value").get<std::string>();
    }
    REQUIRE(name.size() > 4);
    REQUIRE(number.size() == 10);
    const auto found = [&](const std::vector<std::string>& words) {
        std::vector<std::string> line = {"case", "find"};
        line.insert(line.end(), words.begin(), words.end());
        const auto ran = office.run(line);
        CHECK(ran.exit == 0);
        return has(ran.out, id);
    };
    for (int round = 0; round < 2; ++round) {
        CHECK(found({name.substr(0, name.find(' '))}));
        CHECK(found({name}));
        CHECK(found({number}));
        CHECK(found({id}));
        CHECK_FALSE(found({"9999999999"}));
        CHECK(office.run({"archive", "rebuild"}).exit == 0);
    }
    CHECK(fs::exists(office.archive() + "/search"));
    CHECK(office.run({"case", "find", name, "--limit", "0"}).exit == 2);
    CHECK(office.run({"archive", "check", "--sample"}).exit == 0);
    CHECK(office.run({"archive", "check", "--sample", "--days", "1"}).exit == 0);
    CHECK(parse_json(office.run({"archive", "rebuild", "--json"}).out).at("sums_changed") == 0);
    CHECK(office.run({"archive", "repair", "mended"}).exit == 0);
    CHECK(office.run({"archive", "repair", "mended"}).exit == 3);
    fs::rename(office.archive(), office / "damaged");
    fs::rename(office / "mended", office.archive());
    CHECK(office.run({"case", "show", id}).exit == 0);
    CHECK(office.run({"archive", "check"}).exit == 0);
    CHECK(found({number}));
}

TEST_CASE("a checkpoint is printed as a page whose code is the checkpoint", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    CHECK(office.run({"archive", "log", "-o", "checkpoint.txt", "--page", "page.pdf"}).exit == 0);
    const std::string note = test::contents(office / "checkpoint.txt");
    const auto text = test::run_shell("pdftotext -layout " + test::shell_quoted(office / "page.pdf") + " -");
    CHECK(text.exit == 0);
    std::string first = note.substr(0, note.find('\n'));
    CHECK(has(text.out, first));
    CHECK(office.run({"archive", "log", "verify", "--against", "checkpoint.txt"}).exit == 0);
}

TEST_CASE("records that may be one person are listed", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    CHECK(office.run({"records", "duplicates"}).exit == 0);
    test::put(office / "people.csv",
              "national_id,full_name,phone,city\n1012345672,نورة بنت راشد الحربي,0512345678,الرياض\n"
              ",نورة راشد الحربي,0512345678,جدة\n");
    REQUIRE(office.run({"records", "import", "people.csv"}).exit <= 1);
    const auto ran = office.run({"records", "duplicates", "--json"});
    CAPTURE(ran.out, ran.errors);
    CHECK(ran.exit == 1);
    const auto pair = parse_json(ran.out.substr(0, ran.out.find('\n')));
    CHECK(pair.at("first") == "R-000001");
    CHECK(pair.at("second") == "R-000002");
    CHECK(has(dump_json(pair.at("differs")), "جدة"));
    CHECK(has(office.run({"records", "duplicates", "--lang", "ar"}).out, "الرياض | جدة"));
}
