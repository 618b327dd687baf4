#include <filesystem>
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

// An archive of which most pages are free.
void fill_and_replace(const std::string& at) {
    Archive::create(at, passphrase, quick);
    Archive archive = Archive::open(at, passphrase);
    for (unsigned i = 0; i < 6; ++i) archive.put_setting("authority.key", noise(900'000, i));
    archive.put_setting("authority.key", "small");
    archive.append("2026-COMPACT1", {opened(), filed("scan")}, {"scan"});
}

}  // namespace

TEST_CASE("compaction returns the room and changes nothing else", "[storage]") {
    const Folder folder;
    const std::string at = folder / "a";
    fill_and_replace(at);
    const std::string before = everything(Archive::open(at, passphrase, true));
    const auto done = Archive::compact(at, passphrase);
    CHECK(done.after < done.before / 2);
    CHECK(fs::file_size(at + "/data.mdb") == done.after);
    {
        Archive archive = Archive::open(at, passphrase);
        CHECK(everything(archive) == before);
        CHECK(whole(archive.check()));
        const std::string scan = noise(3'000'000, 5);
        archive.append("2026-COMPACT2", {opened(), filed(scan)}, {scan});
        CHECK(whole(archive.check()));
    }
    CHECK(Archive::compact(at, passphrase).after > done.after);
    for (const auto& entry : fs::directory_iterator(at))
        CHECK(entry.path().filename().string().front() != '.');
    CHECK(refusal([&] { Archive::compact(at, "nine small boat"); }) == "storage.passphrase_wrong");
    CHECK(refusal([&] { Archive::compact(folder / "none", passphrase); }) == "storage.no_archive");
}

TEST_CASE("nobody's archive is compacted under their hands", "[storage][hostile]") {
    const Folder folder;
    const std::string at = folder / "a";
    fill_and_replace(at);
    {
        const Archive reader = Archive::open(at, passphrase, true);
        CHECK(refusal([&] { Archive::compact(at, passphrase); }) == "storage.compact_busy");
    }
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const Archive reader = Archive::open(at, passphrase, true);
        if (write(ends[1], "o", 1) != 1) _exit(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(600));
        _exit(reader.cases().size() == 1 ? 0 : 1);
    }
    char byte = 0;
    REQUIRE(read(ends[0], &byte, 1) == 1);
    // It waits for the reader, and then goes on.
    const auto done = Archive::compact(at, passphrase);
    CHECK(done.after < done.before);
    int status = 1;
    waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(whole(Archive::open(at, passphrase).check()));
    close(ends[0]);
    close(ends[1]);
}

TEST_CASE("who opens an archive while it is compacted sees the new file whole", "[storage][hostile]") {
    const Folder folder;
    const std::string at = folder / "a";
    fill_and_replace(at);
    for (int round = 0; round < 4; ++round) {
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            try {
                for (int i = 0; i < 10; ++i) {
                    Archive archive = Archive::open(at, passphrase);
                    archive.append("2026-COMPACT1", {event("note", {{"text", "meanwhile"}})});
                }
                _exit(0);
            } catch (const std::exception&) {
                _exit(1);
            }
        }
        const std::string said = refusal([&] { Archive::compact(at, passphrase); });
        CHECK((said.empty() || said == "storage.compact_busy" || said == "storage.in_use"));
        int status = 1;
        waitpid(child, &status, 0);
        CHECK(status == 0);
    }
    const Archive archive = Archive::open(at, passphrase);
    CHECK(archive.find_case("2026-COMPACT1")->events == 42);
    INFO(summary(archive.check()));
    CHECK(whole(archive.check()));
}
