// The program as it is called from outside: exit codes, messages, JSON.
#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;
using sanad::test::run_shell;

namespace {

bool has_arabic(const std::string& text) {
    return text.find("\xd8") != std::string::npos || text.find("\xd9") != std::string::npos;
}

// Every error is said in both languages.
void check_bilingual(const std::string& errors) {
    CAPTURE(errors);
    CHECK(has_arabic(errors));
    CHECK(std::count(errors.begin(), errors.end(), '\n') >= 2);
}

std::vector<Json> lines_of(const std::string& out) {
    std::vector<Json> lines;
    std::istringstream text(out);
    for (std::string line; std::getline(text, line);) lines.push_back(parse_json(line));
    return lines;
}

}  // namespace

TEST_CASE("the help lists every command, and every command has help", "[app]") {
    const auto help = run_shell(test::shell_quoted(test::program) + " --help");
    CHECK(help.exit == 0);
    for (const std::string command : {"init", "records", "form", "read", "take", "case", "fill", "approval",
                                      "key", "sign", "verify", "archive"}) {
        CAPTURE(command);
        CHECK(help.out.find("  " + command) != std::string::npos);
        CHECK(run_shell(test::shell_quoted(test::program) + " " + command + " --help").exit == 0);
    }
}

TEST_CASE("wrong usage is exit code 2 and said in both languages", "[app]") {
    const Office office;
    const auto words =
        GENERATE(as<std::vector<std::string>>{}, std::vector<std::string>{}, std::vector<std::string>{"fly"},
                 std::vector<std::string>{"read"}, std::vector<std::string>{"case", "move", "2026-0000000"},
                 std::vector<std::string>{"--lang", "fr", "form", "list"},
                 std::vector<std::string>{"read", "--no-such-option", "x"});
    const auto ran = office.run(words);
    CHECK(ran.exit == 2);
    check_bilingual(ran.errors);
}

TEST_CASE("a command without an archive says how to make one", "[app]") {
    const Office office;
    const auto ran = office.run({"case", "list"});
    CHECK(ran.exit == 3);
    CHECK(ran.errors.find("sanad init") != std::string::npos);
    check_bilingual(ran.errors);
}

TEST_CASE("a wrong passphrase opens nothing and changes nothing", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const auto ran = office.run({"case", "list"}, "another passphrase");
    CHECK(ran.exit == 3);
    check_bilingual(ran.errors);
    CHECK(office.run({"archive", "check"}).exit == 0);
}

TEST_CASE("an archive is not made twice, nor with a short passphrase", "[app]") {
    const Office office;
    CHECK(office.run({"init"}, "short").exit == 3);
    CHECK(office.run({"init"}).exit == 0);
    CHECK(office.run({"init"}).exit == 3);
    CHECK(office.run({"archive", "check"}).exit == 0);
}

TEST_CASE("the passphrase may come from a file, without its line break", "[app]") {
    const Office office;
    test::put(office / "pass", "from a file, long enough\r\n");
    REQUIRE(office.run({"init"}, "from a file, long enough").exit == 0);
    CHECK(office.run({"case", "list", "--passphrase-file", office / "pass"}, "wrong, and not used").exit ==
          0);
}

TEST_CASE("zones have the shape of the contract", "[app]") {
    const Office office;
    const auto ran = office.run({"form", "zones", "support-request", "--json"});
    REQUIRE(ran.exit == 0);
    const auto zones = lines_of(ran.out).at(0);
    CHECK(zones["form"] == "support-request");
    CHECK(zones["paper_mm"] == Json::parse("[210,297]"));
    CHECK(zones["pages"].get<int>() >= 1);
    bool saw_cells = false, saw_options = false;
    for (const auto& field : zones["fields"]) {
        CAPTURE(field.dump());
        REQUIRE(field["box_mm"].size() == 4);
        CHECK(field["required"].is_boolean());
        if (field["key"] == "national_id") {
            saw_cells = true;
            CHECK(field["kind"] == "national_id");
            CHECK(field["cells"] == 10);
            REQUIRE(field["cell_boxes_mm"].size() == 10);
            for (std::size_t i = 1; i < 10; ++i)
                CHECK(field["cell_boxes_mm"][i][0] > field["cell_boxes_mm"][i - 1][0]);
        }
        if (field["kind"] == "date") CHECK(field["parts"] == "ddmmyyyy");
        if (field["key"] == "marital_status") {
            saw_options = true;
            for (const auto& option : field["options"]) CHECK(option["box_mm"].size() == 4);
        }
    }
    CHECK(saw_cells);
    CHECK(saw_options);
}

TEST_CASE("a blank is written whole or not at all", "[app]") {
    const Office office;
    CHECK(office.run({"form", "blank", "support-request", "-o", office / "b.pdf"}).exit == 0);
    CHECK(run_shell("qpdf --check " + test::shell_quoted(office / "b.pdf")).exit == 0);
    const auto unknown = office.run({"form", "blank", "no-such-paper", "-o", office / "c.pdf"});
    CHECK(unknown.exit == 3);
    check_bilingual(unknown.errors);
    CHECK(office.run({"form", "blank", "support-request", "-o", office / "no/such/folder.pdf"}).exit == 3);
    CHECK_FALSE(std::filesystem::exists(office / "c.pdf"));
}

TEST_CASE("every paper of the library passes its own check", "[app]") {
    const Office office;
    for (const auto& paper : lines_of(office.run({"form", "list", "--json"}).out)) {
        const auto id = paper["form"].get<std::string>();
        CAPTURE(id);
        CHECK(office
                  .run({"form", "check",
                        std::string(SANAD_SOURCE_DIR "/templates/library/") + id + "/paper.toml"})
                  .exit == 0);
    }
}

TEST_CASE("a file that can't be read is named, and the rest of the batch goes on", "[app][hostile]") {
    const Office office;
    test::put(office / "empty.png", "");
    test::put(office / "noise.jpg", std::string("\xff\xd8\xff\xe0", 4) + std::string(5000, 'z'));
    test::put(office / "text.pdf", "%PDF-1.7\nnothing here");
    REQUIRE(office.run({"form", "blank", "support-request", "-o", office / "good.pdf"}).exit == 0);
    const auto ran = office.run(
        {"read", "empty.png", "noise.jpg", "text.pdf", "no-such-file.png", ".", "good.pdf", "--json"});
    CHECK(ran.exit == 3);
    for (const std::string name : {"empty.png", "noise.jpg", "text.pdf", "no-such-file.png"}) {
        CAPTURE(name, ran.errors);
        CHECK(ran.errors.find(name) != std::string::npos);
    }
    check_bilingual(ran.errors);
    const auto lines = lines_of(ran.out);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0]["form"] == "support-request");
}

TEST_CASE("a file without a signature is unsigned, never valid", "[app]") {
    const Office office;
    REQUIRE(office.run({"form", "blank", "support-request", "-o", office / "b.pdf"}).exit == 0);
    const auto ran = office.run({"verify", office / "b.pdf", "--json"});
    CHECK(ran.exit == 1);
    const auto report = lines_of(ran.out).at(0);
    CHECK(report["verdict"] == "unsigned");
    CHECK(report["document_signatures"] == 0);
    CHECK(report["signatures"].is_array());
}
