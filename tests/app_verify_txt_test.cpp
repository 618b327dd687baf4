// An exported case is verified by its VERIFY.txt alone, with other people's programs.
#include <filesystem>
#include <sstream>

#include <nlohmann/json.hpp>

#include "core/hash.h"
#include "core/json.h"
#include "program.h"

using namespace sanad;
using test::Office;
using test::run_shell;
using test::shell_quoted;

namespace {

namespace fs = std::filesystem;

Json first_line(const test::Ran& ran) { return parse_json(ran.out.substr(0, ran.out.find('\n'))); }

std::vector<std::string> commands_of(const std::string& folder) {
    std::vector<std::string> commands;
    std::istringstream lines(test::contents(folder + "/VERIFY.txt"));
    for (std::string line; std::getline(lines, line);)
        if (line.rfind("       ", 0) == 0) commands.push_back(line.substr(7));
    return commands;
}

// The commands that fail, as a user meets them who types one after the other.
std::vector<std::string> failing(const std::string& folder) {
    std::vector<std::string> failed;
    for (const auto& command : commands_of(folder)) {
        const auto ran = run_shell("cd " + shell_quoted(folder) + " && bash -o pipefail -c " +
                                   shell_quoted(command) + " </dev/null");
        if (ran.exit != 0) failed.push_back(command + " -> " + ran.out + ran.errors);
    }
    return failed;
}

std::string signed_sheet_in(const std::string& folder) {
    std::string found;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().filename().string().find("-signed") != std::string::npos)
            found = std::max(found, entry.path().string());
    REQUIRE_FALSE(found.empty());
    return found;
}

// Who tampers can write sums, too.
void mend_sums(const std::string& folder) {
    REQUIRE(
        run_shell("cd " + shell_quoted(folder) +
                  " && awk '{print substr($0, 67)}' SHA256SUMS | xargs -d '\\n' sha256sum > sums && mv sums "
                  "SHA256SUMS")
            .exit == 0);
}

}  // namespace

TEST_CASE("every command of VERIFY.txt passes on an export and fails on a tampered one", "[app]") {
    const Office office;
    REQUIRE(office.run({"init", "--association", "جمعية الواحة"}).exit == 0);
    const std::string pdf = office / "sheet.pdf";
    const auto made =
        first_line(office.run({"approval", "new", test::samples + "/policy.toml", "-o", pdf, "--json"}));
    const auto members = first_line(office.run({"approval", "status", made["case"], "--json"}))["members"];
    const std::vector<std::string> levels = {"b", "t", "lta"};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const std::string key = office / (std::to_string(i) + ".p12");
        REQUIRE(office
                    .run({"key", "issue", "--name", members[i]["name"], "--role", members[i]["role"], "-o",
                          key, "--kind", i == 1 ? "rsa3072" : "p256"})
                    .exit == 0);
        const auto ran =
            office.run({"sign", pdf, "--field", members[i]["field"], "--as", key, "--level", levels[i]});
        CAPTURE(ran.errors);
        REQUIRE(ran.exit == 0);
    }
    const std::string out = office / "out";
    REQUIRE(office.run({"archive", "export", made["case"], "-o", out}).exit == 0);
    CAPTURE(test::contents(out + "/VERIFY.txt"));
    CHECK(failing(out) == std::vector<std::string>{});
    const auto text = test::contents(out + "/VERIFY.txt");
    for (const char* program :
         {"sha256sum -c", "pdfsig ", "openssl cms -verify -cades", "openssl ts -verify"})
        CHECK(text.find(program) != std::string::npos);

    const auto sheet = signed_sheet_in(out);
    const auto honest = test::contents(sheet);
    SECTION("a byte of the page") {
        auto forged = honest;
        forged[honest.size() / 3] ^= 1;
        test::put(sheet, forged);
        CHECK_FALSE(failing(out).empty());
        mend_sums(out);
        const auto failed = failing(out);
        REQUIRE_FALSE(failed.empty());
        CHECK(failed.front().find("openssl cms -verify") == 0);
    }
    SECTION("a byte of a signature") {
        auto forged = honest;
        const auto at = forged.find("/Contents <") + 600;
        forged[at] = forged[at] == '1' ? '2' : '1';
        test::put(sheet, forged);
        mend_sums(out);
        CHECK_FALSE(failing(out).empty());
    }
    SECTION("somebody else's authority") {
        const Office other;
        REQUIRE(other.run({"init", "--association", "جمعية الواحة"}).exit == 0);
        test::put(out + "/certificates.pem", test::contents(other.archive() + "/trust.pem"));
        mend_sums(out);
        CHECK(failing(out).size() > 3);
    }
}

TEST_CASE("the commands for a signature whose key was revoked since are ones that openssl takes", "[app]") {
    const Office office;
    REQUIRE(office.run({"init", "--association", "جمعية الواحة"}).exit == 0);
    const std::string pdf = office / "sheet.pdf";
    const auto made =
        first_line(office.run({"approval", "new", test::samples + "/policy.toml", "-o", pdf, "--json"}));
    const auto members = first_line(office.run({"approval", "status", made["case"], "--json"}))["members"];
    const std::string key = office / "0.p12";
    const std::string name = members[0]["name"];
    REQUIRE(office.run({"key", "issue", "--name", name, "--role", members[0]["role"], "-o", key}).exit == 0);
    REQUIRE(office.run({"sign", pdf, "--field", members[0]["field"], "--as", key}).exit == 0);
    REQUIRE(office.run({"key", "revoke", name, "--reason", "left"}).exit == 0);
    const std::string out = office / "out";
    REQUIRE(office.run({"archive", "export", made["case"], "-o", out}).exit == 0);
    const auto failed = failing(out);
    CAPTURE(failed);
    CHECK(failed.empty());
    CHECK(test::contents(out + "/VERIFY.txt").find("-noverify") != std::string::npos);
}

TEST_CASE("VERIFY.txt of a case without signatures speaks of none", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const auto made = first_line(office.run(
        {"approval", "new", test::samples + "/policy.toml", "-o", office / "sheet.pdf", "--json"}));
    const std::string out = office / "out";
    REQUIRE(office.run({"archive", "export", made["case"], "-o", out}).exit == 0);
    CHECK(failing(out) == std::vector<std::string>{});  // nothing is signed: nothing about signatures
    CHECK(test::contents(out + "/VERIFY.txt").find("openssl cms") == std::string::npos);
}
