// A damaged archive: what opens of it, in a new one; a share of the whole looked at each day; what follows
// from the events made again.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "core/files.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

namespace fs = std::filesystem;

std::string case_of(int number) { return "2026-R" + std::to_string(1'000'000 + number); }
constexpr int cases = 30;

void fill(const std::string& at) {
    Archive::create(at, passphrase, quick);
    Archive archive = Archive::open(at, passphrase);
    for (int i = 0; i < cases; ++i) {
        const std::string scan = noise(20'000, static_cast<unsigned>(i));
        archive.append(case_of(i), {opened(), filed(scan), confirmed("full_name", "سلمى الفهد")}, {scan});
    }
    Record record;
    record.fields = {{"national_id", "1012345672"}, {"full_name", "سلمى الفهد"}};
    archive.import_records({record});
    archive.put_setting("authority.key", "secret");
    archive.erase(case_of(0), "clerk", "asked for", "2026-11-22T09:00:00Z");
}

std::string says(const std::vector<Check>& checks, const std::string& id) {
    for (const Check& check : checks)
        if (check.id == id) return check.subject + ": " + check.evidence;
    return "";
}

}  // namespace

TEST_CASE("a whole archive is repaired to the same", "[storage]") {
    const Folder folder;
    fill(folder / "a");
    const auto found = Archive::repair(folder / "a", folder / "b", passphrase);
    INFO(summary(found));
    CHECK(found.size() == 1);
    CHECK(found.front().verdict == Verdict::passed);
    const Archive a = Archive::open(folder / "a", passphrase, true);
    Archive b = Archive::open(folder / "b", passphrase);
    CHECK(everything(a) == everything(b));
    CHECK(a.contents() == b.contents());
    INFO(summary(b.check()) << summary(b.check_log()));
    CHECK(whole(b.check()));
    CHECK(whole(b.check_log(a.checkpoint())));
    CHECK(b.search("سلمى").size() == cases - 1);
    b.append(case_of(99), {opened()});
    Record more;
    more.fields = {{"national_id", "1098765432"}};
    CHECK(b.import_records({more}).added == 1);
    CHECK(b.find_record("R-000002"));
    CHECK(refusal([&] { Archive::repair(folder / "a", folder / "b", passphrase); }) == "storage.exists");
    CHECK(refusal([&] { Archive::repair(folder / "a", folder / "c", "wrong"); }) ==
          "storage.passphrase_wrong");
    CHECK(refusal([&] { Archive::repair(folder / "x", folder / "c", passphrase); }) == "storage.no_archive");
}

TEST_CASE("of a damaged archive what opens is kept and what is gone is named", "[storage][hostile]") {
    const Folder folder;
    fill(folder / "a");
    std::mt19937 random(7);
    int damaged = 0, kept_some = 0;
    for (int round = 0; round < 12; ++round) {
        const std::string at = folder / ("d" + std::to_string(round));
        fs::copy(folder / "a", at, fs::copy_options::recursive);
        std::string bytes = read_file(at + "/data.mdb");
        const std::size_t pages = bytes.size() / 4096;
        const std::size_t page = 2 + random() % (pages - 2);
        if (round % 3 == 0)
            bytes.resize(bytes.size() * 3 / 4);
        else
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(page * 4096), 4096,
                        round % 3 == 1 ? '\0' : '\xa5');
        std::ofstream(at + "/data.mdb", std::ios::binary) << bytes;
        INFO("round " << round << " page " << page);
        try {
            const auto found = Archive::repair(at, at + "-mended", passphrase);
            const Archive mended = Archive::open(at + "-mended", passphrase);
            const std::size_t kept = mended.cases().size();
            CHECK(kept <= cases - 1);
            if (kept > 0) ++kept_some;
            if (kept < cases - 1) CHECK(found.size() > 1);
            for (const Case& value : mended.cases()) {
                CHECK(mended.events(value.id).size() == value.events);
                CHECK(sum_of(mended.events(value.id)).events == value.events);
            }
            // What the new archive still misses it names by itself: events of the log, files of a case.
            for (const Check& check : mended.check())
                if (check.verdict == Verdict::failed) CHECK(check.id == "storage.case_damaged");
            damaged += found.size() > 1;
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::corrupt);
            ++damaged;
        }
        CHECK(read_file(at + "/data.mdb") == bytes);  // the damaged one is as it was
    }
    CHECK(damaged > 3);
    CHECK(kept_some > 3);
}

TEST_CASE("a file that is gone leaves its case, and the case says so", "[storage][hostile]") {
    const Folder folder;
    fill(folder / "a");
    // The last chunk of one case's file: its bytes stand in the data file as they were sealed, anywhere.
    std::string bytes = read_file(folder / "a/data.mdb");
    int named = 0;
    for (std::size_t page = 40; page < bytes.size() / 4096 && named == 0; page += 3) {
        std::string damaged = bytes;
        damaged[page * 4096 + 2000] = static_cast<char>(damaged[page * 4096 + 2000] ^ 1);
        fs::remove_all(folder / "d");
        fs::remove_all(folder / "m");
        fs::copy(folder / "a", folder / "d", fs::copy_options::recursive);
        std::ofstream(folder / "d/data.mdb", std::ios::binary) << damaged;
        const auto found = Archive::repair(folder / "d", folder / "m", passphrase);
        if (says(found, "repair.file_gone").empty()) continue;
        ++named;
        const Archive mended = Archive::open(folder / "m", passphrase);
        CHECK(mended.cases().size() == cases - 1);
        CHECK_FALSE(whole(mended.check()));
    }
    CHECK(named == 1);
}

TEST_CASE("shares of a check come to all of it", "[storage]") {
    const Folder folder;
    fill(folder / "a");
    std::string bytes = read_file(folder / "a/data.mdb");
    {
        const Archive archive = Archive::open(folder / "a", passphrase);
        for (std::uint64_t i = 0; i < 7; ++i) CHECK(whole(archive.check({i, 7})));
        CHECK(refusal([&] { archive.check({7, 7}); }) == "archive.no_share");
        CHECK(refusal([&] { archive.check({0, 0}); }) == "archive.no_share");
    }
    std::mt19937 random(5);
    int found_by_all = 0;
    for (int round = 0; round < 12; ++round) {
        std::string damaged = bytes;
        damaged[8192 + random() % (damaged.size() - 8192)] ^= 4;
        std::ofstream(folder / "a/data.mdb", std::ios::binary) << damaged;
        try {
            const Archive archive = Archive::open(folder / "a", passphrase);
            const bool all = !whole(archive.check());
            bool shares = false;
            for (std::uint64_t i = 0; i < 30; ++i) shares = shares || !whole(archive.check({i, 30}));
            CHECK(all == shares);
            found_by_all += all;
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::corrupt);
        }
    }
    CHECK(found_by_all > 3);
}

TEST_CASE("what follows from the events is made again", "[storage]") {
    const Folder folder;
    fill(folder / "a");
    Archive archive = Archive::open(folder / "a", passphrase);
    const auto before = everything(archive);
    const auto done = archive.rebuild();
    CHECK(done.cases == cases - 1);
    CHECK(done.sums_changed == 0);
    CHECK(done.rows_changed == 0);
    CHECK(everything(archive) == before);
    CHECK(whole(archive.check()));
    CHECK(refusal([&] { Archive::open(folder / "a", passphrase, true).rebuild(); }) == "storage.read_only");
}
