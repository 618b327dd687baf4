// What is left when the program is killed, or the disk is full, in the middle of taking a paper in.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;
using sanad::test::run_shell;

namespace {

constexpr const char* secret = "اختبار-طويل-بما-يكفي";

// Starts `sanad take` and kills it after the given time. True if it had ended before.
bool take_and_kill(const Office& office, const std::string& scan, std::chrono::milliseconds after) {
    const pid_t pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        ::setenv("SANAD_PASSPHRASE", secret, 1);
        ::setenv("OMP_THREAD_LIMIT", "1", 1);
        const int null = ::open("/dev/null", O_RDWR);
        for (int file = 0; file < 3; ++file) ::dup2(null, file);
        ::execl(test::program.c_str(), "sanad", "--archive", office.archive().c_str(), "take", scan.c_str(),
                nullptr);
        ::_exit(127);
    }
    std::this_thread::sleep_for(after);
    const bool ended = ::waitpid(pid, nullptr, WNOHANG) == pid;
    if (!ended) {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
    return ended;
}

std::vector<Json> cases_of(const Office& office) {
    const auto ran = office.run({"case", "list", "--json"});
    CAPTURE(ran.errors);
    REQUIRE(ran.exit == 0);
    std::vector<Json> cases;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) cases.push_back(parse_json(line));
    return cases;
}

// Either nothing yet, or the original alone in a case that is seen to be unfinished, or all of it.
void check_whole_or_unfinished(const Office& office, const std::string& scan) {
    const auto checked = office.run({"archive", "check"});
    CAPTURE(checked.out, checked.errors);
    REQUIRE(checked.exit == 0);
    const auto cases = cases_of(office);
    REQUIRE(cases.size() <= 1);
    if (cases.empty()) return;
    const auto shown = parse_json(office.run({"case", "show", cases[0]["case"], "--json"}).out);
    REQUIRE(shown["files"].size() == 1);
    CHECK(shown["files"][0]["size"] == test::contents(scan).size());
    if (shown["state"] == "received") {
        CHECK(shown["fields"].empty());
    } else {
        CHECK(shown["fields"].size() > 10);
        CHECK(shown["checks"].size() > 10);
    }
}

int rounds() {
    const char* wanted = std::getenv("SANAD_KILL_ROUNDS");
    return wanted == nullptr ? 5 : std::atoi(wanted);
}

}  // namespace

TEST_CASE("kill -9 at any moment of taking leaves all of it, or the original with a visible unfinished state",
          "[app]") {
    const std::string scan = test::samples + "/request-handwritten.jpg";
    std::mt19937 chance(20261122);
    int ended = 0, unfinished = 0;
    const Office fresh;
    REQUIRE(fresh.run({"init"}).exit == 0);
    for (int round = 0; round < rounds(); ++round) {
        const Office office;
        std::filesystem::copy(fresh.archive(), office.archive(), std::filesystem::copy_options::recursive);
        // The whole takes one to two seconds, half a second of it before anything is filed. Each round has
        // its own part of that, so that few of them see all of it.
        const double part = (round + std::uniform_real_distribution<>(0, 1)(chance)) / rounds();
        const std::chrono::milliseconds after(100 + static_cast<int>(2100 * part));
        CAPTURE(round, after.count());
        ended += take_and_kill(office, scan, after) ? 1 : 0;
        check_whole_or_unfinished(office, scan);
        const auto cases = cases_of(office);
        if (!cases.empty() && cases[0]["state"] == "received") ++unfinished;
        // Taken again, it is finished: one case, with everything.
        CHECK(office.run({"take", scan}).exit <= 1);
        const auto after_again = cases_of(office);
        REQUIRE(after_again.size() == 1);
        CHECK(after_again[0]["state"] != "received");
    }
    WARN("kill -9: " << rounds() << " rounds, " << ended << " had ended before, " << unfinished
                     << " left unfinished");
}

TEST_CASE("a full disk is said, nothing of the filing is seen, and with room again it works", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    // A limit on file sizes stands for the full disk: every write beyond what is there fails. The original is
    // larger than the room that the archive keeps ready.
    std::string noise(24 << 20, '\0');
    std::mt19937 chance(1);
    for (auto& byte : noise) byte = static_cast<char>(chance());
    test::put(office / "large.png", "\x89PNG\r\n\x1a\n" + noise);
    const auto size = std::filesystem::file_size(office.archive() + "/data.mdb");
    const std::string command =
        "ulimit -f " + std::to_string(size / 1024 + 8) + "; SANAD_PASSPHRASE=" + test::shell_quoted(secret) +
        " " + test::shell_quoted(test::program) + " --archive " + test::shell_quoted(office.archive()) +
        " take " + test::shell_quoted(office / "large.png");
    const auto ran = run_shell("bash -c " + test::shell_quoted(command));
    CAPTURE(ran.out, ran.errors);
    CHECK(ran.exit == 3);
    CHECK(ran.errors.find("disk") != std::string::npos);
    CHECK(ran.errors.find("القرص") != std::string::npos);
    CHECK(office.run({"archive", "check"}).exit == 0);
    CHECK(cases_of(office).empty());
    CHECK(office.run({"take", office / "large.png"}).exit == 3);  // filed now, and found to be no picture
    REQUIRE(cases_of(office).size() == 1);
    CHECK(cases_of(office)[0]["state"] == "received");
    CHECK(office.run({"archive", "check"}).exit == 0);
}

TEST_CASE("two clerks who take papers at the same moment both succeed", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    test::Ran one, two;
    std::thread first([&] { one = office.run({"take", test::samples + "/request-typed.png"}); });
    std::thread second([&] { two = office.run({"take", test::samples + "/request-handwritten.jpg"}); });
    first.join();
    second.join();
    CAPTURE(one.errors, two.errors);
    CHECK(one.exit <= 1);
    CHECK(two.exit <= 1);
    CHECK(cases_of(office).size() == 2);
}

TEST_CASE("a command that meets a colleague's long batch says so and waits for its end", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    // The lock that a writer holds, kept a little longer than a writer waits in silence.
    std::thread colleague(
        [&] { run_shell("flock " + test::shell_quoted(office.archive() + "/writer.lock") + " sleep 7"); });
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const auto ran = office.run({"records", "import", test::samples + "/people.csv"});
    colleague.join();
    CAPTURE(ran.errors);
    CHECK(ran.exit == 0);
    CHECK(ran.errors.find("waiting") != std::string::npos);
}
