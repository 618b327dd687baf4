// `kill -9` at any moment: what was acknowledged is there, whole, and nothing is half there.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

// $SANAD_KILL_ROUNDS; scripts/prove.sh storage-kill sets it.
int rounds() {
    const char* named = std::getenv("SANAD_KILL_ROUNDS");
    return named != nullptr ? std::max(1, std::atoi(named)) : 20;
}

std::string scan_of(unsigned number) { return noise(2'000 + number % 7 * 60'000, number); }
std::string case_of(unsigned number) { return "2026-K" + std::to_string(1'000'000 + number); }

// Files one case after another, the next after the last that it finds, and acknowledges each on the pipe.
[[noreturn]] void file_until_killed(const std::string& at, int acknowledge) {
    try {
        Archive archive = Archive::open(at, passphrase);
        for (auto number = static_cast<unsigned>(archive.cases().size());; ++number) {
            const std::string scan = scan_of(number);
            archive.append(case_of(number), {opened(), filed(scan)}, {scan});
            archive.append(case_of(number), {event("note", {{"text", "second filing"}})});
            if (write(acknowledge, &number, sizeof number) != sizeof number) _exit(2);
        }
    } catch (const std::exception&) {
        _exit(3);
    }
}

// Kills a child at a random moment; returns how many cases it has acknowledged in all, or nothing new.
unsigned kill_one(const std::string& at, std::mt19937& random, unsigned before) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) file_until_killed(at, ends[1]);
    close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(1'000 + random() % 60'000));
    kill(child, SIGKILL);
    unsigned acknowledged = before;
    for (unsigned number = 0; read(ends[0], &number, sizeof number) == sizeof number;)
        acknowledged = number + 1;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
    return acknowledged;
}

}  // namespace

TEST_CASE("no acknowledged filing is lost to kill -9", "[storage]") {
    const Folder folder;
    std::mt19937 random(20261122);
    unsigned acknowledged = 0;
    unsigned in_all = 0;
    std::string at;
    for (int round = 0; round < rounds(); ++round) {
        if (round % 50 == 0) {
            at = folder / ("a" + std::to_string(round));
            Archive::create(at, passphrase, quick);
            in_all += acknowledged;
            acknowledged = 0;
        }
        acknowledged = kill_one(at, random, acknowledged);
        const Archive archive = Archive::open(at, passphrase);
        INFO("round " << round << "\n" << summary(archive.check()));
        CHECK(whole(archive.check()));
        const auto cases = archive.cases();
        CHECK(cases.size() >= acknowledged);
        CHECK(cases.size() <= acknowledged + 1);
        for (unsigned number = 0; number < acknowledged; ++number)
            CHECK(archive.find_case(case_of(number)).value_or(Case{}).events == 3);
    }
    in_all += acknowledged;
    CHECK(in_all > 0);
    if (rounds() > 100) WARN(rounds() << " rounds, " << in_all << " filings acknowledged, none lost");
}
