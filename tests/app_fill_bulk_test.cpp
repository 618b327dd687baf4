// Every declaration that is due, at once: what is left when the program is killed or the disk is full in the
// middle, and when two clerks ask for them at the same moment.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/hash.h"
#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using namespace sanad::test;

namespace {

constexpr std::size_t cases = 8;
constexpr const char* secret = "اختبار-طويل-بما-يكفي";

std::vector<Json> json_lines(const std::string& out) {
    std::vector<Json> found;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) found.push_back(parse_json(line));
    return found;
}

Json request(std::size_t income) {
    return {{"full_name", "سلمى بنت خالد عبداللطيف الافتراضية"},
            {"national_id", "1012345672"},
            {"phone", "0512345678"},
            {"sex", "female"},
            {"birth_date", "19102000"},
            {"nationality", "سعودية"},
            {"marital_status", "divorced"},
            {"city", "تبوك"},
            {"district", "المروج"},
            {"dependants", "4"},
            {"housing", "rented"},
            {"monthly_income", std::to_string(income)},
            {"iban", "4397843279575359778183"},
            {"support_kind-rent", true},
            {"need", "تأخرت في سداد إيجار السكن ثلاثة أشهر."},
            {"date", "22112026"}};
}

// Requests filled on screen, taken in and moved to "ready".
void make_ready_cases(const Office& office) {
    REQUIRE(office.run({"init", "--association", "جمعية سند الأهلية"}).exit == 0);
    REQUIRE(office.run({"form", "blank", "support-request", "-o", "blank.pdf"}).exit == 0);
    for (std::size_t i = 0; i < cases; ++i) {
        put(office / "values.json", dump_json(request(3000 + i)));
        REQUIRE(office.run({"fill", "blank.pdf", "--data", "values.json", "-o", "own.pdf"}).exit == 0);
        const auto taken =
            json_lines(office.run({"take", "own.pdf", "--channel", "interview", "--json"}).out);
        REQUIRE(taken.size() == 1);
        const auto moved = office.run({"case", "move", taken[0]["case"], "ready", "--why", "اكتمل"});
        CAPTURE(moved.out, moved.errors);
        REQUIRE(moved.exit <= 1);
    }
    std::filesystem::remove(office / "own.pdf");
}

const Office& ready_office() {
    static const Office office;
    static const bool made = (make_ready_cases(office), true);
    REQUIRE(made);
    return office;
}

// An archive of its own with the same ready cases.
struct Copied : Office {
    Copied() {
        std::filesystem::copy(ready_office().archive(), archive(), std::filesystem::copy_options::recursive);
    }
};

const std::vector<std::string> all_due = {"fill", "declaration", "--all-ready", "-o", "out", "--json"};

std::size_t declarations_filed(const Office& office) {
    std::size_t count = 0;
    for (const auto& one : json_lines(office.run({"case", "list", "--json"}).out)) {
        const auto shown = json_lines(office.run({"case", "show", one["case"], "--json"}).out).at(0);
        for (const auto& file : shown["files"]) count += file["role"] == "declaration" ? 1 : 0;
    }
    return count;
}

// Each case has one declaration, and its bytes lie in the folder; nothing else lies there.
void check_complete(const Office& office) {
    REQUIRE(office.run({"archive", "check"}).exit == 0);
    std::set<std::string> expected;
    for (const auto& one : json_lines(office.run({"case", "list", "--json"}).out)) {
        const auto shown = json_lines(office.run({"case", "show", one["case"], "--json"}).out).at(0);
        std::string last;
        std::size_t count = 0;
        for (const auto& file : shown["files"])
            if (file["role"] == "declaration") {
                last = file["sha256"];
                ++count;
            }
        CHECK(count == 1);
        const auto name = "declaration-" + one["case"].get<std::string>() + ".pdf";
        expected.insert(name);
        CHECK(sha256_hex(contents(office / ("out/" + name))) == last);
    }
    std::set<std::string> lying;
    for (const auto& entry : std::filesystem::directory_iterator(office / "out"))
        if (const auto name = entry.path().filename().string(); name[0] != '.') lying.insert(name);
    CHECK(lying == expected);
}

std::size_t papers_in(const std::string& folder) {
    std::error_code none_yet;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none_yet))
        count += entry.path().extension() == ".pdf" ? 1 : 0;
    return count;
}

// Starts it and kills it when that many papers lie in the folder, and a moment more has gone by.
void fill_and_kill(const Office& office, std::size_t papers, std::chrono::microseconds more) {
    const pid_t pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        ::setenv("SANAD_PASSPHRASE", secret, 1);
        const int null = ::open("/dev/null", O_RDWR);
        for (int file = 0; file < 3; ++file) ::dup2(null, file);
        ::execl(program.c_str(), "sanad", "--archive", office.archive().c_str(), "fill", "declaration",
                "--all-ready", "-o", (office / "out").c_str(), nullptr);
        ::_exit(127);
    }
    while (papers_in(office / "out") < papers && ::waitpid(pid, nullptr, WNOHANG) == 0)
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    std::this_thread::sleep_for(more);
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
}

}  // namespace

TEST_CASE("every declaration that is due is made once, and again only after a value changed", "[app]") {
    const Copied office;
    const auto made = office.run(all_due);
    CAPTURE(made.errors);
    REQUIRE(made.exit == 0);
    CHECK(json_lines(made.out).size() == cases);
    check_complete(office);
    const auto again = office.run(all_due);
    CHECK(again.exit == 0);
    CHECK(again.out.empty());
    const auto id = json_lines(made.out)[0]["case"].get<std::string>();
    REQUIRE(office.run({"case", "confirm", id, "monthly_income=5000"}).exit <= 1);
    office.run({"case", "move", id, "ready", "--why", "صحح"});
    const auto changed = json_lines(office.run(all_due).out);
    REQUIRE(changed.size() == 1);
    CHECK(changed[0]["case"] == id);
}

TEST_CASE(
    "kill -9 while declarations are made leaves none filed without its paper; the next call makes the rest",
    "[app]") {
    const char* wanted = std::getenv("SANAD_KILL_ROUNDS");
    const int rounds = wanted == nullptr ? 4 : std::atoi(wanted);
    std::mt19937 chance(20261123);
    int between = 0, unfiled = 0;
    for (int round = 0; round < rounds; ++round) {
        const Copied office;
        const auto papers = std::uniform_int_distribution<std::size_t>(0, cases - 1)(chance);
        fill_and_kill(office, papers,
                      std::chrono::microseconds(std::uniform_int_distribution<>(0, 6000)(chance)));
        const auto lying = papers_in(office / "out"), filed = declarations_filed(office);
        CAPTURE(round, papers, lying, filed);
        CHECK(filed <= lying);
        CHECK(lying <= filed + 1);
        between += filed > 0 && filed < cases ? 1 : 0;
        unfiled += lying > filed ? 1 : 0;
        REQUIRE(office.run(all_due).exit == 0);
        check_complete(office);
    }
    WARN("kill -9: " << rounds << " rounds, " << between << " with some of the declarations made, " << unfiled
                     << " between a paper and its filing");
}

TEST_CASE("two clerks who ask for all declarations at the same moment get each of them once", "[app]") {
    const Copied office;
    Ran one, two;
    std::thread first([&] { one = office.run(all_due); });
    std::thread second([&] { two = office.run(all_due); });
    first.join();
    second.join();
    CAPTURE(one.errors, two.errors);
    CHECK(one.exit == 0);
    CHECK(two.exit == 0);
    CHECK(json_lines(one.out).size() + json_lines(two.out).size() == cases);
    check_complete(office);
}

TEST_CASE(
    "a folder that takes no more is said once, nothing is filed without its paper, and later the rest is "
    "made",
    "[app][hostile]") {
    const Copied office;
    put(office / "out", "a file where the folder should be");
    const auto no_folder = office.run(all_due);
    CAPTURE(no_folder.out, no_folder.errors);
    CHECK(no_folder.exit == 3);
    CHECK(no_folder.errors.find("out") != std::string::npos);
    CHECK(no_folder.errors.find("technical") == std::string::npos);
    CHECK(declarations_filed(office) == 0);
    std::filesystem::remove(office / "out");

    // A small disk: room for some of them.
    std::filesystem::create_directory(office / "out");
    if (run_shell("mount -t tmpfs -o size=300k none " + shell_quoted(office / "out")).exit != 0) {
        WARN("no tmpfs can be mounted here: the full folder was not tried");
        return;
    }
    const auto full = office.run(all_due);
    const auto made = json_lines(full.out).size();
    const auto filed = declarations_filed(office);
    std::filesystem::copy(office / "out", office / "kept");
    CHECK(run_shell("umount " + shell_quoted(office / "out")).exit == 0);
    CAPTURE(full.errors, made, filed);
    CHECK(full.exit == 3);
    CHECK(full.errors.find("disk") != std::string::npos);
    CHECK(full.errors.find("القرص") != std::string::npos);
    CHECK(std::count(full.errors.begin(), full.errors.end(), '\n') <= 4);
    CHECK(made == filed);
    CHECK(made > 0);
    CHECK(made < cases);
    std::filesystem::remove(office / "out");
    std::filesystem::rename(office / "kept", office / "out");
    REQUIRE(office.run(all_due).exit == 0);
    check_complete(office);
}
