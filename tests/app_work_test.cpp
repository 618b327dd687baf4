// What is left to do: papers that were filed and not read yet.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

namespace {

const std::string typed = "/request-typed.png";

std::vector<Json> lines_of(const test::Ran& ran) {
    CAPTURE(ran.out, ran.errors);
    std::vector<Json> lines;
    std::istringstream stream(ran.out);
    for (std::string line; std::getline(stream, line);)
        if (!line.empty()) lines.push_back(parse_json(line));
    return lines;
}

std::vector<Json> list(const Office& office) { return lines_of(office.run({"work", "--list", "--json"})); }

std::string state_of(const Office& office, const std::string& id) {
    return lines_of(office.run({"case", "show", id, "--json"})).at(0).at("state").get<std::string>();
}

// The program's clock while the object lives.
class Clock {
public:
    explicit Clock(long long seconds) { ::setenv("SOURCE_DATE_EPOCH", std::to_string(seconds).c_str(), 1); }
    ~Clock() { ::unsetenv("SOURCE_DATE_EPOCH"); }
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
};

constexpr long long noon = 1'795'000'000;

}  // namespace

TEST_CASE("a stack is filed at once and read later, by two programs at the same time, each paper once",
          "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    REQUIRE(list(office).empty());
    const auto filed = office.run({"take", "--later", "--json", test::samples + typed,
                                   test::samples + "/request-skewed.tif", "nowhere.png"});
    CHECK(filed.exit == 3);  // one of them does not exist; the others are filed
    const auto taken = lines_of(filed);
    REQUIRE(taken.size() == 2);
    for (const auto& one : taken) CHECK(one.at("state") == "received");
    auto waiting = list(office);
    REQUIRE(waiting.size() == 2);
    CHECK(waiting[0].at("state") == "waiting");
    CHECK(waiting[0].at("case") == taken[0].at("case"));
    // The same file again is not filed again, and leaves no other job.
    CHECK(office.run({"take", "--later", test::samples + typed}).exit <= 1);
    CHECK(list(office).size() == 2);

    std::vector<test::Ran> ran(2);
    std::thread other([&] { ran[1] = office.run({"work", "--json"}); });
    ran[0] = office.run({"work", "--json"});
    other.join();
    std::multiset<std::string> read;
    for (const auto& one : ran) {
        CAPTURE(one.errors);
        CHECK(one.exit <= 1);
        for (const auto& line : lines_of(one)) read.insert(line.at("case").get<std::string>());
    }
    CHECK(read == std::multiset<std::string>{taken[0].at("case"), taken[1].at("case")});
    CHECK(list(office).empty());
    for (const auto& one : taken) CHECK(state_of(office, one.at("case")) != "received");
    CHECK(office.run({"archive", "check"}).exit == 0);
    CHECK(office.run({"work"}).out.empty());
}

TEST_CASE("a paper whose taking was cut off is read by sanad work when its time is over, and once", "[app]") {
    const Office office;
    {
        const Clock now(noon);
        REQUIRE(office.run({"init"}).exit == 0);
        // Ends as kill -9 would, with the original filed: its reader is not allowed to start.
        const auto cut =
            test::run_shell("cd " + test::shell_quoted(office / "") +
                            " && SANAD_PASSPHRASE='اختبار-طويل-بما-يكفي' setsid sh -c '" + test::program +
                            " --archive " + office.archive() + " take " + test::samples + typed +
                            " & p=$!; for i in $(seq 400); do sleep 0.02; SANAD_PASSPHRASE=x; " +
                            "pgrep -P $p >/dev/null && break; done; kill -9 $p' >/dev/null 2>&1 </dev/null");
        CHECK(cut.exit >= 0);
        const auto left = list(office);
        REQUIRE(left.size() == 1);
        CHECK(left[0].at("state") == "waiting");
        CHECK(office.run({"work", "--json"}).out.empty());  // the one that takes it may still be alive
    }
    const Clock later(noon + 16 * 60);
    const auto id = list(office).at(0).at("case").get<std::string>();
    CHECK(state_of(office, id) == "received");
    CHECK(lines_of(office.run({"work", "--json"})).size() == 1);
    CHECK(state_of(office, id) != "received");
    CHECK(list(office).empty());
    CHECK(lines_of(office.run({"case", "list", "--json"})).size() == 1);
}

TEST_CASE("a file that cannot be read ends as a fault of its case, and is read again when asked", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    test::put(office / "broken.pdf", "%PDF-1.7\nthis is no document");
    const auto filed = office.run({"take", "--later", "--json", "broken.pdf"});
    REQUIRE(filed.exit == 0);
    const auto id = lines_of(filed).at(0).at("case").get<std::string>();
    CHECK(office.run({"work"}).exit == 3);
    CHECK(list(office).empty());
    const auto faults = [&] {
        return lines_of(office.run({"case", "show", id, "--json"})).at(0).at("faults").size();
    };
    CHECK(faults() == 1);
    CHECK(office.run({"work", "--again", id}).exit == 3);
    CHECK(faults() == 2);
    CHECK(office.run({"work", "--again", "2026-7KQ4M2X9"}).exit == 3);
    CHECK(office.run({"work", "--retry"}).exit == 0);
    CHECK(office.run({"archive", "check"}).exit == 0);
}
