// Whatever is done to the files, the program survives it and says what is gone.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include <unistd.h>

#include "core/files.h"
#include "storage/data_file.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

namespace fs = std::filesystem;

// Nine cases with an original each, records and a setting.
void fill(const std::string& at) {
    Archive::create(at, passphrase, quick);
    Archive archive = Archive::open(at, passphrase);
    for (unsigned i = 1; i <= 9; ++i) {
        const std::string scan = noise(20'000, i);
        archive.append("2026-FFFFFFF" + std::to_string(i),
                       {opened(), filed(scan), confirmed("full_name", "سلمى الحارثي")}, {scan});
    }
    std::vector<Record> records;
    for (int i = 0; i < 40; ++i)
        records.push_back({"", {{"full_name", "سلمى الحارثي " + std::to_string(i)}}});
    archive.import_records(records);
    archive.put_setting("authority.key", noise(3000, 99));
}

enum class Seen { reported, harmless, silent };

Seen look(const std::string& at, const std::string& expected) {
    try {
        const Archive archive = Archive::open(at, passphrase, true);
        if (!whole(archive.check())) return Seen::reported;
        return everything(archive) == expected ? Seen::harmless : Seen::silent;
    } catch (const Error&) {
        return Seen::reported;
    }
}

void overwrite(const std::string& file, std::uint64_t offset, const std::string& bytes) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    REQUIRE(stream.good());
}

// $SANAD_DAMAGE_ROUNDS; scripts/prove.sh storage-damage sets it.
int rounds() {
    const char* named = std::getenv("SANAD_DAMAGE_ROUNDS");
    return named != nullptr ? std::max(1, std::atoi(named)) : 60;
}

// Somewhere in the first `used` bytes.
void damage_once(const std::string& file, const std::string& bytes, std::uint64_t used, std::mt19937& random,
                 int kind) {
    constexpr std::uint64_t page = 4096;
    const std::uint64_t offset = random() % used;
    const std::uint64_t start = offset / page * page;
    if (kind == 0)
        overwrite(file, offset, std::string(1, static_cast<char>(bytes[offset] ^ (1 << random() % 8))));
    else if (kind == 1)
        overwrite(file, start, std::string(page, '\0'));
    else if (kind == 2)
        overwrite(file, start, noise(page, static_cast<unsigned>(random())));
    else if (kind == 3)  // one page in another's place
        overwrite(file, start, bytes.substr(random() % (used / page) * page, page));
    else  // the head of a page, where LMDB keeps what it believes
        overwrite(file, start + 8 + random() % 40, noise(2, static_cast<unsigned>(random())));
}

}  // namespace

TEST_CASE("no damage to the data file is silent and none ends the program", "[storage][hostile]") {
    const Folder folder;
    const std::string at = folder / "a";
    fill(at);
    const std::string expected = everything(Archive::open(at, passphrase, true));
    const std::string whole_file = read_file(at + "/data.mdb");
    std::mt19937 random(20261122);
    int reported = 0;
    const std::uint64_t used = (storage::look_at_data_file(at + "/data.mdb").last_page + 1) * 4096;
    for (int round = 0; round < rounds(); ++round) {
        overwrite(at + "/data.mdb", 0, whole_file);
        damage_once(at + "/data.mdb", whole_file, used, random, round % 5);
        INFO("round " << round);
        const Seen seen = look(at, expected);
        CHECK(seen != Seen::silent);
        reported += seen == Seen::reported ? 1 : 0;
    }
    CHECK(reported > rounds() / 4);
    if (rounds() > 100)
        WARN(rounds() << " damages, " << reported << " in live data and reported, none silent");
    write_file(at + "/data.mdb", whole_file);
    CHECK(look(at, expected) == Seen::harmless);
}

TEST_CASE("a truncated archive is refused before it is mapped", "[storage][hostile]") {
    const Folder folder;
    const std::string at = folder / "a";
    fill(at);
    const std::string whole_file = read_file(at + "/data.mdb");
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4096},
                                   std::size_t{8192}, whole_file.size() / 2, whole_file.size() - 1}) {
        INFO(size);
        write_file(at + "/data.mdb", whole_file.substr(0, size));
        CHECK(refusal([&] { Archive::open(at, passphrase); }) == "storage.file_damaged");
    }
    fs::remove(at + "/data.mdb");
    CHECK(refusal([&] { Archive::open(at, passphrase); }) == "storage.file_damaged");
}

TEST_CASE("the damaged case is named", "[storage][hostile]") {
    const Folder folder;
    const std::string at = folder / "a";
    fill(at);
    const std::string whole_file = read_file(at + "/data.mdb");
    int named = 0;
    // An original is 20,000 bytes of noise, sealed: most of the pages that are no meta page belong to one.
    for (std::size_t page = 2; page * 4096 < whole_file.size() && named < 5; page += 7) {
        write_file(at + "/data.mdb", whole_file);
        overwrite(at + "/data.mdb", page * 4096 + 2000, "????????");
        if (refusal([&] { Archive::open(at, passphrase, true); }) != "") continue;
        if (summary(Archive::open(at, passphrase, true).check()).find("storage.case_damaged 2026-FFFFFFF") !=
            std::string::npos)
            ++named;
    }
    CHECK(named == 5);
}

TEST_CASE("a database that was put back is noticed", "[storage][hostile]") {
    const Folder folder;
    const std::string at = folder / "a";
    fill(at);
    const std::string earlier = read_file(at + "/data.mdb");
    Archive::open(at, passphrase).append("2026-FFFFFFF1", {event("note", {{"text", "later"}})});
    write_file(at + "/data.mdb", earlier);
    CHECK(refusal([&] { Archive::open(at, passphrase); }) == "storage.rolled_back");
}

TEST_CASE("a file of rubbish instead of each of the others is survived", "[storage][hostile]") {
    for (const char* name : {"lock.mdb", "writer.lock", "mark", "keys.copy"}) {
        const Folder folder;
        const std::string at = folder / "a";
        fill(at);
        const std::string expected = everything(Archive::open(at, passphrase, true));
        write_file(at + "/" + name, noise(5000, 5));
        INFO(name);
        CHECK(look(at, expected) != Seen::silent);
    }
}
