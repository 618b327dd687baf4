// Work on a whole archive that is ended by `kill -9` at any moment: what was there before is there, or what
// it was to become, and called again it comes to its end.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "core/files.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

const std::string erased_case = "2026-ENDED001";
const std::string next_passphrase = "nine larger boats";

// $SANAD_KILL_ROUNDS; scripts/prove.sh storage-ended sets it.
int rounds() {
    const char* named = std::getenv("SANAD_KILL_ROUNDS");
    return named != nullptr ? std::max(1, std::atoi(named)) : 8;
}

// An archive with something in it and free pages, a backup of it, and room for what is made.
struct Ground {
    Folder folder;
    std::string at = folder / "a", stick = folder / "stick";
    std::string before;

    Ground() {
        Archive::create(at, passphrase, quick);
        Archive archive = Archive::open(at, passphrase);
        for (unsigned i = 0; i < 4; ++i) archive.put_setting("authority.key", noise(900'000, i));
        archive.put_setting("authority.key", "small");
        const std::string scan = noise(300'000, 7);
        archive.append(erased_case, {opened(), filed(scan)}, {scan});
        archive.append("2026-STAYS001", {opened(), filed(scan)}, {scan});
        archive.backup(stick);
        archive.append("2026-STAYS001", {event("note", {{"text", "after the backup"}})});
        before = everything(archive);
    }
};

pid_t started(const std::function<void()>& act) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        try {
            act();
            _exit(0);
        } catch (const std::exception&) {
            _exit(1);
        }
    }
    return child;
}

// Whether it was ended before its end. How long all of it takes is found by letting it come to its end once,
// and anew whenever it was quicker: the first time waits for the disk.
class Ender {
public:
    bool end(const std::function<void()>& act) {
        const auto start = Clock::now();
        const pid_t child = started(act);
        if (whole_ > Clock::duration::zero()) {
            std::this_thread::sleep_for(
                std::chrono::nanoseconds(random_() % std::chrono::nanoseconds(whole_).count()));
            kill(child, SIGKILL);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (WIFSIGNALED(status)) return true;
        CHECK(WEXITSTATUS(status) == 0);
        const auto took = Clock::now() - start;
        if (whole_ == Clock::duration::zero() || took < whole_) whole_ = took;
        return false;
    }

private:
    std::mt19937_64 random_{20261123};
    Clock::duration whole_{};
};

// `act` in a process that is ended; `look` is told whether it came to its end.
void end_in_rounds(const std::function<void(const Ground&)>& act,
                   const std::function<void(const Ground&, bool ended)>& look) {
    Ender ender;
    int cut = 0;
    for (int round = 0; round <= rounds(); ++round) {
        const Ground ground;
        const bool ended = ender.end([&] { act(ground); });
        cut += ended;
        INFO("round " << round << (ended ? ", ended" : ", came to its end"));
        look(ground, ended);
    }
    if (rounds() <= 50) return;  // a few may all miss
    CHECK(cut > 0);
    WARN(cut << " of " << rounds() << " were ended before their end");
}

void check_whole(const Archive& archive) {
    const auto checks = archive.check();
    INFO(summary(checks));
    CHECK(whole(checks));
    CHECK(whole(archive.check_log()));
}

std::vector<std::string> hidden_in(const std::string& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().filename().string().front() == '.') found.push_back(entry.path().filename());
    return found;
}

}  // namespace

TEST_CASE("compaction that is ended leaves the archive as it was", "[storage][hostile]") {
    end_in_rounds([](const Ground& ground) { Archive::compact(ground.at, passphrase); },
                  [](const Ground& ground, bool) {
                      {
                          const Archive archive = Archive::open(ground.at, passphrase);
                          CHECK(everything(archive) == ground.before);
                          check_whole(archive);
                      }
                      Archive::compact(ground.at, passphrase);
                      CHECK(hidden_in(ground.at).empty());
                      CHECK(everything(Archive::open(ground.at, passphrase)) == ground.before);
                  });
}

TEST_CASE("an archive that is being restored appears whole or not at all", "[storage][hostile]") {
    end_in_rounds(
        [](const Ground& ground) { Archive::restore(ground.stick, ground.folder / "new", passphrase); },
        [](const Ground& ground, bool ended) {
            const std::string made = ground.folder / "new";
            if (!ended) CHECK(fs::exists(made));
            if (!fs::exists(made)) Archive::restore(ground.stick, made, passphrase);
            const Archive archive = Archive::open(made, passphrase);
            check_whole(archive);
            CHECK(archive.find_case("2026-STAYS001")->events == 2);
            CHECK(hidden_in(ground.folder / "") == std::vector<std::string>{});
        });
}

TEST_CASE("a backup that is ended is as it was, and the next one goes on", "[storage][hostile]") {
    end_in_rounds(
        [](const Ground& ground) { Archive::open(ground.at, passphrase, true).backup(ground.stick); },
        [](const Ground& ground, bool) {
            const std::string first = ground.folder / "first", second = ground.folder / "second";
            Archive::restore(ground.stick, first, passphrase);
            check_whole(Archive::open(first, passphrase));
            Archive::open(ground.at, passphrase, true).backup(ground.stick);
            Archive::restore(ground.stick, second, passphrase);
            CHECK(everything(Archive::open(second, passphrase)) == ground.before);
        });
}

TEST_CASE("a case that is being erased is there whole or not at all", "[storage][hostile]") {
    const auto erase = [](const Ground& ground) {
        Archive::open(ground.at, passphrase)
            .erase(erased_case, "clerk", "its time is over", "2026-11-23T09:00:00Z");
        Archive::compact(ground.at, passphrase);
    };
    end_in_rounds(erase, [&](const Ground& ground, bool ended) {
        bool there = false;
        {
            const Archive archive = Archive::open(ground.at, passphrase);
            check_whole(archive);
            there = archive.find_case(erased_case).has_value();
            CHECK(archive.erasures().size() == (there ? 0 : 1));
            if (there) CHECK(everything(archive) == ground.before);
            if (!ended) CHECK_FALSE(there);
        }
        if (there) erase(ground);
        const Archive archive = Archive::open(ground.at, passphrase);
        CHECK_FALSE(archive.find_case(erased_case));
        CHECK(archive.find_case("2026-STAYS001")->events == 3);
        check_whole(archive);
    });
}

TEST_CASE("a change of passphrase that is ended leaves one that opens", "[storage][hostile]") {
    end_in_rounds(
        [](const Ground& ground) {
            Archive::change_passphrase(ground.at, passphrase, next_passphrase, quick);
        },
        [](const Ground& ground, bool ended) {
            const bool old = refusal([&] { Archive::open(ground.at, passphrase); }).empty();
            const std::string opens = old ? passphrase : next_passphrase;
            CHECK(refusal([&] { Archive::open(ground.at, old ? next_passphrase : passphrase); }) ==
                  "storage.passphrase_wrong");
            if (!ended) CHECK_FALSE(old);
            CHECK(everything(Archive::open(ground.at, opens)) == ground.before);
            Archive::change_passphrase(ground.at, opens, "the last boat", quick);
            const Archive archive = Archive::open(ground.at, "the last boat");
            check_whole(archive);
            CHECK(read_file(ground.at + "/keys") == read_file(ground.at + "/keys.copy"));
        });
}

TEST_CASE("an archive that is being made appears whole or not at all", "[storage][hostile]") {
    end_in_rounds(
        [](const Ground& ground) {
            Archive::create(ground.folder / "new", passphrase, quick,
                            [](Archive& made, const std::string&) { made.put_setting("filled", "yes"); });
        },
        [](const Ground& ground, bool ended) {
            const std::string made = ground.folder / "new";
            if (!ended) CHECK(fs::exists(made));
            if (!fs::exists(made)) Archive::create(made, passphrase, quick);
            const Archive archive = Archive::open(made, passphrase);
            check_whole(archive);
        });
}

TEST_CASE("an archive lives where it is put, and a part of one is none", "[storage][hostile]") {
    const Ground ground;
    const std::string moved = ground.folder / "moved to/سند";
    fs::create_directories(fs::path(moved).parent_path());
    fs::rename(ground.at, moved);
    CHECK(everything(Archive::open(moved, passphrase)) == ground.before);
    for (const char* left_out : {"data.mdb", "keys", "keys.copy", "mark", "lock.mdb", "writer.lock"}) {
        CAPTURE(left_out);
        const std::string copy = ground.folder / (std::string("without-") + left_out);
        fs::copy(moved, copy, fs::copy_options::recursive);
        fs::remove(fs::path(copy) / left_out);
        const std::string said = refusal([&] {
            const Archive archive = Archive::open(copy, passphrase);
            CHECK(everything(archive) == ground.before);
        });
        CHECK(said == (std::string(left_out) == "data.mdb" ? "storage.file_damaged" : ""));
    }
    fs::remove(fs::path(moved) / "keys");
    fs::remove(fs::path(moved) / "keys.copy");
    CHECK(refusal([&] { Archive::open(moved, passphrase); }) == "storage.keys_lost");
}
