// `kill -9` at any moment: what was acknowledged is there, whole, and nothing is half there.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
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

// Files one case after another in two filings, and acknowledges each filing on the pipe: the case's number,
// and how many events it has now. Goes on after the last case that it finds.
struct Acknowledged {
    unsigned number;
    unsigned events;
};

[[noreturn]] void file_until_killed(const std::string& at, int acknowledge) {
    const auto tell = [&](Acknowledged filing) {
        if (write(acknowledge, &filing, sizeof filing) != sizeof filing) _exit(2);
    };
    try {
        Archive archive = Archive::open(at, passphrase);
        for (auto number = static_cast<unsigned>(archive.cases().size());; ++number) {
            const std::string scan = scan_of(number);
            archive.append(case_of(number), {opened(), filed(scan)}, {scan});
            tell({number, 2});
            archive.append(case_of(number), {event("note", {{"text", "second filing"}})});
            tell({number, 3});
        }
    } catch (const std::exception&) {
        _exit(3);
    }
}

using Filings = std::map<unsigned, unsigned>;  // by number of the case: events that were acknowledged

// Kills a child at a random moment and adds what it acknowledged until then.
void kill_one(const std::string& at, std::mt19937& random, Filings& acknowledged) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) file_until_killed(at, ends[1]);
    close(ends[1]);
    const auto hear = [&] {
        Acknowledged filing{};
        if (read(ends[0], &filing, sizeof filing) != sizeof filing) return false;
        acknowledged[filing.number] = filing.events;
        return true;
    };
    if (random() % 4 != 0) hear();  // one in four is killed while it may still be opening the archive
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 30'000));
    kill(child, SIGKILL);
    while (hear()) continue;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
}

// Every acknowledged filing is there, and no half of one: a case has 2 events and its original, or 3.
void check_filings(const Archive& archive, const Filings& acknowledged) {
    for (const auto& [number, events] : acknowledged)
        CHECK(archive.find_case(case_of(number)).value_or(Case{}).events >= events);
    for (const Case& value : archive.cases()) {
        CHECK((value.events == 2 || value.events == 3));
        CHECK(value.files.size() == 1);
    }
}

}  // namespace

TEST_CASE("no acknowledged filing is lost to kill -9", "[storage]") {
    const Folder folder;
    std::mt19937 random(20261122);
    Filings acknowledged;
    std::size_t in_all = 0;
    std::string at;
    for (int round = 0; round < rounds(); ++round) {
        if (round % 50 == 0) {
            at = folder / ("a" + std::to_string(round));
            Archive::create(at, passphrase, quick);
            in_all += acknowledged.size();
            acknowledged.clear();
        }
        kill_one(at, random, acknowledged);
        const Archive archive = Archive::open(at, passphrase);
        INFO("round " << round << "\n" << summary(archive.check()));
        CHECK(whole(archive.check()));
        check_filings(archive, acknowledged);
    }
    in_all += acknowledged.size();
    CHECK(in_all > 0);
    if (rounds() > 100) WARN(rounds() << " rounds, " << in_all << " cases acknowledged, none lost");
}

TEST_CASE("no acknowledged filing is lost to kill -9 where many share one commit", "[storage]") {
    constexpr unsigned clerks = 12;
    const Folder folder;
    const std::string at = folder / "a";
    Archive::create(at, passphrase, quick);
    std::mt19937 random(20261123);
    Filings acknowledged;
    for (int round = 0; round < std::max(8, rounds() / 10); ++round) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            Archive archive = Archive::open(at, passphrase);
            std::vector<std::thread> threads;
            for (unsigned clerk = 0; clerk < clerks; ++clerk)
                threads.emplace_back([&, clerk] {
                    for (unsigned i = 0;; ++i) {
                        const unsigned number = static_cast<unsigned>(round) * 100'000 + clerk * 1000 + i;
                        const std::string scan = scan_of(number);
                        archive.append(case_of(number), {opened(), filed(scan)}, {scan});
                        const Acknowledged filing{number, 2};
                        if (write(ends[1], &filing, sizeof filing) != sizeof filing) _exit(2);
                    }
                });
            threads.front().join();
        }
        close(ends[1]);
        const auto hear = [&] {
            Acknowledged filing{};
            if (read(ends[0], &filing, sizeof filing) != sizeof filing) return false;
            acknowledged[filing.number] = filing.events;
            return true;
        };
        hear();
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
        kill(child, SIGKILL);
        while (hear()) continue;
        close(ends[0]);
        int status = 0;
        waitpid(child, &status, 0);
        CHECK(WIFSIGNALED(status));
        const Archive archive = Archive::open(at, passphrase);
        check_filings(archive, acknowledged);
        if (round % 4 == 0) CHECK(whole(archive.check()));
    }
    CHECK(acknowledged.size() > clerks);
}
