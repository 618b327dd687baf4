// A power cut: what was written and not synced is gone, torn or out of order. And a disk that fails at any
// one call. tests/power/write_layer.cpp stands between the archive and the kernel for both.
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/files.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t sector = 512;
const std::string layer = SANAD_BINARY_DIR "/lib/libsanad_write_layer.so";

std::string case_of(unsigned number) { return "2026-POWER" + std::to_string(100 + number); }

// In order: the filings of a case's opening and of its second event.
struct Acknowledged {
    std::uint32_t number;
    std::uint32_t events;
};

// Runs the hidden test below in a process of its own, with the layer. Returns its exit code.
int run_writer(const std::string& at, std::vector<std::pair<std::string, std::string>> settings) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        settings.insert(settings.end(), {{"LD_PRELOAD", layer},
                                         {"ASAN_OPTIONS", "verify_asan_link_order=0"},
                                         {"SANAD_LAYER_FOLDER", at},
                                         {"SANAD_WRITER", at}});
        for (const auto& [name, value] : settings) setenv(name.c_str(), value.c_str(), 1);
        const int null = open("/dev/null", O_RDWR);
        const int said = open((at + "/../said").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(null, 0);
        dup2(said, 1);
        dup2(said, 2);
        const std::string program = fs::read_symlink("/proc/self/exe").string();
        execl(program.c_str(), program.c_str(), "a writer under the layer", nullptr);
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct Operation {
    char kind = 0;
    bool through = false;
    std::string name;
    std::uint64_t offset = 0;
    std::string data;
};

std::vector<Operation> read_record(const std::string& path) {
    const std::string bytes = read_file(path);
    std::vector<Operation> all;
    std::size_t at = 0;
    const auto take = [&](auto& number) {
        REQUIRE(at + sizeof number <= bytes.size());
        std::memcpy(&number, bytes.data() + at, sizeof number);
        at += sizeof number;
    };
    while (at < bytes.size()) {
        Operation one;
        std::uint16_t name = 0;
        std::uint64_t size = 0;
        take(one.kind);
        take(one.through);
        take(name);
        one.name = bytes.substr(at, name);
        at += name;
        take(one.offset);
        take(size);
        one.data = bytes.substr(at, size);
        at += size;
        all.push_back(std::move(one));
    }
    return all;
}

void put_at(std::string& file, std::uint64_t offset, std::string_view data) {
    if (file.size() < offset + data.size()) file.resize(offset + data.size());
    std::copy(data.begin(), data.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

void do_all(std::string& file, const Operation& one) {
    one.kind == 't' ? file.resize(one.offset) : put_at(file, one.offset, one.data);
}

// What of an unsynced operation the disk has when the power is gone.
void do_some(std::string& file, const Operation& one, std::mt19937& random) {
    const auto luck = random() % 10;
    if (luck < 4) return;
    if (luck < 7 || one.kind == 't') return do_all(file, one);
    for (std::size_t from = 0; from < one.data.size(); from += sector)
        if (random() % 2 == 0)
            put_at(file, one.offset + from, std::string_view(one.data).substr(from, sector));
}

struct Disk {
    std::string durable;
    std::vector<Operation> pending;
};
using Disks = std::map<std::string, Disk>;

// The files as a power cut during the operation `cut` leaves them, and the filings acknowledged until then.
std::vector<Acknowledged> cut_power(Disks& disks, const std::vector<Operation>& record, std::size_t cut,
                                    bool syncs_count, std::mt19937& random) {
    std::vector<Acknowledged> acknowledged;
    for (std::size_t i = 0; i <= cut; ++i) {
        const Operation& one = record[i];
        if (one.name == "acknowledged") {
            acknowledged.emplace_back();
            std::memcpy(&acknowledged.back(), one.data.data(), sizeof(Acknowledged));
            continue;
        }
        Disk& disk = disks[one.name];
        if (one.kind == 's') {
            if (!syncs_count || i == cut) continue;
            for (const Operation& earlier : disk.pending) do_all(disk.durable, earlier);
            disk.pending.clear();
        } else if (one.through && syncs_count && i < cut) {
            do_all(disk.durable, one);
        } else {
            disk.pending.push_back(one);
        }
    }
    for (auto& [name, disk] : disks) {
        std::shuffle(disk.pending.begin(), disk.pending.end(), random);
        for (const Operation& one : disk.pending) do_some(disk.durable, one, random);
    }
    return acknowledged;
}

// Nothing where all is as it should be, else what is lost.
std::string what_is_lost(const std::string& at, const std::vector<Acknowledged>& acknowledged) {
    try {
        Archive archive = Archive::open(at, passphrase);
        const auto checks = archive.check();
        if (!whole(checks)) return summary(checks);
        for (const auto& [number, events] : acknowledged)
            if (archive.find_case(case_of(number)).value_or(Case{}).events < events)
                return "case " + std::to_string(number) + " lacks what was acknowledged";
        for (const Case& value : archive.cases())
            if (value.files.size() != 1 || value.events < 2 || value.events > 3)
                return "half a filing in " + value.id;
        archive.append("2026-AFTERCUT", {opened(), filed("scan")}, {"scan"});
        return whole(archive.check()) ? "" : "the next filing is not whole";
    } catch (const Error& error) {
        return error.what();
    }
}

// What a process does with an archive, written down, and the archive as it was before.
struct Recorded {
    Folder folder;
    std::string at = folder / "a";
    Disks before;
    std::vector<Operation> record;

    Recorded() {
        Archive::create(at, passphrase, quick);
        for (const char* name : {"data.mdb", "mark", "keys", "keys.copy"})
            before[name].durable = read_file(at + "/" + name);
        write_file(folder / "record", "");
        REQUIRE(run_writer(at, {{"SANAD_LAYER_RECORD", folder / "record"}, {"SANAD_WRITER_CASES", "24"}}) ==
                0);
        record = read_record(folder / "record");
        REQUIRE(record.size() > 150);
    }

    // A cut at a random moment; returns what is lost.
    std::string cut(bool syncs_count, std::mt19937& random, std::size_t& acknowledged) const {
        Disks disks = before;
        const auto known = cut_power(disks, record, random() % record.size(), syncs_count, random);
        acknowledged += known.size();
        const std::string after = folder / "after";
        fs::create_directory(after);
        for (const auto& [name, disk] : disks)
            if (name != "lock.mdb") write_file(after + "/" + name, disk.durable);
        const std::string lost = what_is_lost(after, known);
        fs::remove_all(after);
        return lost;
    }
};

// $SANAD_POWER_ROUNDS; scripts/prove.sh storage-power sets it.
int rounds() {
    const char* named = std::getenv("SANAD_POWER_ROUNDS");
    return named != nullptr ? std::max(1, std::atoi(named)) : 15;
}

}  // namespace

// Files cases and acknowledges each filing to the layer. After an error the next filing has to work, at the
// latest on the archive opened again.
TEST_CASE("a writer under the layer", "[.]") {
    const char* named = std::getenv("SANAD_WRITER");
    REQUIRE(named != nullptr);
    const std::string at = named;
    const char* count = std::getenv("SANAD_WRITER_CASES");
    const int acknowledge = open((at + "/acknowledged").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    auto archive = std::make_unique<Archive>(Archive::open(at, passphrase));
    std::string errors;
    const auto file = [&](unsigned number, std::uint32_t events, const std::vector<Event>& what,
                          const std::string& scan) {
        for (int attempt = 0; attempt < 3; ++attempt) {
            try {
                archive->append(
                    case_of(number), what,
                    scan.empty() ? std::vector<std::string_view>{} : std::vector<std::string_view>{scan});
                const Acknowledged done{number, events};
                REQUIRE(::write(acknowledge, &done, sizeof done) == sizeof done);
                return;
            } catch (const Error& error) {
                errors += error.message().id + "\n";
                if (attempt == 0) continue;
                archive.reset();
                archive = std::make_unique<Archive>(Archive::open(at, passphrase));
                // An error at the very end of a commit leaves open whether it is there.
                if (archive->find_case(case_of(number)).value_or(Case{}).events >= events) return;
            }
        }
        FAIL("the filing after an error does not work");
    };
    for (unsigned number = 0; number < static_cast<unsigned>(std::atoi(count)); ++number) {
        const std::string scan = noise(3'000 + number % 5 * 90'000, number);
        file(number, 2, {opened(), filed(scan)}, scan);
        file(number, 3, {event("note", {{"text", "second filing"}})}, "");
    }
    write_file(fs::path(at).parent_path().string() + "/errors", errors);
}

TEST_CASE("no acknowledged filing is lost to a power cut", "[storage]") {
    const Recorded recorded;
    std::mt19937 random(20261122);
    std::size_t acknowledged = 0;
    for (int round = 0; round < rounds(); ++round) {
        INFO("round " << round);
        CHECK(recorded.cut(true, random, acknowledged) == "");
    }
    CHECK(acknowledged > 0);
    if (rounds() > 100)
        WARN(rounds() << " power cuts in " << recorded.record.size() << " operations, nothing lost");
}

TEST_CASE("the same cuts lose filings where nothing is synced, or they would prove nothing", "[storage]") {
    const Recorded recorded;
    std::mt19937 random(20261122);
    std::size_t acknowledged = 0;
    int lost = 0;
    for (int round = 0; round < rounds(); ++round)
        lost += recorded.cut(false, random, acknowledged).empty() ? 0 : 1;
    CHECK(lost > rounds() / 2);
    if (rounds() > 100) WARN(lost << " of " << rounds() << " cuts without syncs lost something");
}

TEST_CASE("whichever call of a filing fails, it is said, and the archive is unharmed", "[storage][hostile]") {
    const Recorded recorded;
    std::size_t calls = 0;
    for (const Operation& one : recorded.record) calls += one.name == "acknowledged" ? 0 : 1;
    // Of the first filings, in which the map grows too; in the long run of all, a third of those that were
    // recorded.
    const std::size_t step = rounds() > 100 ? 1 : 7;
    const std::size_t until = rounds() > 100 ? calls / 3 : 70;
    int met = 0;
    for (std::size_t at = 1; at < until; at += step) {
        for (const int reason : {ENOSPC, EIO}) {
            if (step > 1 && (at / step % 2 == 0) == (reason == EIO)) continue;
            const Folder folder;
            Archive::create(folder / "a", passphrase, quick);
            INFO("call " << at << ", " << std::strerror(reason));
            const int exit = run_writer(folder / "a", {{"SANAD_LAYER_FAIL_AT", std::to_string(at)},
                                                       {"SANAD_LAYER_ERRNO", std::to_string(reason)},
                                                       {"SANAD_WRITER_CASES", "8"}});
            INFO(read_file(folder / "said"));
            REQUIRE(exit == 0);
            const std::string errors = read_file(folder / "errors");
            std::vector<Acknowledged> all;
            for (unsigned number = 0; number < 8; ++number) all.push_back({number, 3});
            CHECK(what_is_lost(folder / "a", all) == "");
            if (errors.empty()) continue;  // of the mark, which takes nothing from a filing
            ++met;
            const std::string first = errors.substr(0, errors.find('\n'));
            CHECK((first == "storage.disk_full" || first == "storage.disk_failed"));
        }
    }
    CHECK(met > 5);
    if (step == 1)
        WARN(until << " calls, each with two errors: " << met
                   << " met a filing, each was said and none lost");
}

TEST_CASE(
    "whichever put of a filing finds the map full, the map grows and the filing is whole; without room it is "
    "said",
    "[storage][hostile]") {
    const bool all = rounds() > 100;
    int refused = 0, puts = 0;
    for (int at = 1; at <= (all ? 60 : 40); at += all ? 1 : 9)
        for (const bool room : {true, false}) {
            const Folder folder;
            Archive::create(folder / "a", passphrase, quick);
            INFO("put " << at << (room ? ", with room" : ", without room"));
            // A growth is tried twice: generously, then for what is needed.
            REQUIRE(run_writer(folder / "a", {{"SANAD_LAYER_FULL_AT", std::to_string(at)},
                                              {"SANAD_LAYER_NO_ROOM", room ? "0" : "2"},
                                              {"SANAD_WRITER_CASES", "4"}}) == 0);
            const std::string errors = read_file(folder / "errors");
            std::vector<Acknowledged> acknowledged;
            for (unsigned number = 0; number < 4; ++number) acknowledged.push_back({number, 3});
            CHECK(what_is_lost(folder / "a", acknowledged) == "");
            CHECK((errors.empty() || (!room && errors == "storage.disk_full\n")));
            refused += errors.empty() ? 0 : 1;
            ++puts;
        }
    CHECK(refused * 4 > puts);
    if (all)
        WARN(puts / 2 << " puts that found the map full, with room and without: " << refused
                      << " filings refused, none lost");
}
