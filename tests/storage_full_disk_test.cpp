// A disk that is full harms nothing that was filed, and the next filing works.
#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/files.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

std::string case_number(int i) { return "2026-JJJJJJ" + std::to_string(10 + i); }

// Files until it is refused; returns how many were acknowledged.
int fill_up(Archive& archive, const std::string& folder) {
    for (int i = 0; i < 60; ++i) {
        const std::string scan = noise(400'000, static_cast<unsigned>(i));
        try {
            archive.append(case_number(i), {opened(), filed(scan)}, {scan});
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::resource);
            CHECK(error.message().id == "storage.disk_full");
            CHECK(error.message().arguments == std::vector<std::string>{folder});
            return i;
        }
    }
    return 60;
}

void check_all_there(const Archive& archive, int filed_cases) {
    CHECK(archive.cases().size() == static_cast<std::size_t>(filed_cases));
    INFO(summary(archive.check()));
    CHECK(whole(archive.check()));
}

struct Unmount {
    std::string at;
    ~Unmount() { umount2(at.c_str(), MNT_DETACH); }
};

}  // namespace

TEST_CASE("an archive on a disk for reading only is read, and says that it cannot be written",
          "[storage][hostile]") {
    const Folder folder;
    const std::string disk = folder / "disk", at = disk + "/a";
    std::filesystem::create_directory(disk);
    if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=12m") != 0) {
        WARN("skipped: no file system may be mounted here");
        return;
    }
    const Unmount unmount{disk};
    Archive::create(at, passphrase, quick);
    const std::string scan = noise(300'000, 1);
    Archive::open(at, passphrase).append(case_number(1), {opened(), filed(scan)}, {scan});
    Archive::open(at, passphrase).backup(folder / "before");
    REQUIRE(mount(nullptr, disk.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0);
    const std::string refused = "storage.not_permitted";
    CHECK(refusal([&] { Archive::open(at, passphrase); }) == refused);
    CHECK(refusal([&] { Archive::compact(at, passphrase); }) == refused);
    CHECK(refusal([&] { Archive::change_passphrase(at, passphrase, "another one", quick); }) == refused);
    CHECK(refusal([&] { Archive::create(disk + "/b", passphrase, quick); }) == refused);
    CHECK(refusal([&] { Archive::restore(folder / "before", disk + "/c", passphrase); }) == refused);
    const Archive archive = Archive::open(at, passphrase, true);
    check_all_there(archive, 1);
    CHECK(archive.blob(case_number(1), sha256_hex(scan)) == scan);
    CHECK(whole(archive.check_log()));
    archive.backup(folder / "after");
    Archive::restore(folder / "after", folder / "restored", passphrase);
    CHECK(everything(Archive::open(folder / "restored", passphrase)) == everything(archive));
}

TEST_CASE("a full file system refuses the filing and keeps the rest", "[storage]") {
    const Folder folder;
    const std::string disk = folder / "disk";
    std::filesystem::create_directory(disk);
    if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=12m") != 0) {
        WARN("skipped: no file system may be mounted here; the limit of a file's size stands for it below");
        return;
    }
    const Unmount unmount{disk};
    const std::string ballast = disk + "/ballast";
    write_file(ballast, std::string(4 << 20, 'x'));
    Archive::create(disk + "/a", passphrase, quick);
    Archive archive = Archive::open(disk + "/a", passphrase);
    const int acknowledged = fill_up(archive, disk + "/a");
    CHECK(acknowledged >= 5);
    CHECK(acknowledged < 20);
    check_all_there(archive, acknowledged);
    std::filesystem::remove(ballast);
    CHECK(fill_up(archive, disk + "/a") > acknowledged);
    std::ofstream last_bytes(ballast, std::ios::binary);
    while (last_bytes.write(std::string(4096, 'x').data(), 4096).flush()) continue;
    CHECK(refusal([&] { archive.export_case(case_number(0), disk + "/out"); }) != "");
    CHECK_FALSE(std::filesystem::exists(disk + "/out"));
}

// In a process of its own, because the limit can't be taken back for the rest of this one.
TEST_CASE("a limit on the file's size is met like a full disk", "[storage]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{6 << 20, 6 << 20};
        setrlimit(RLIMIT_FSIZE, &limit);
        try {
            Archive archive = Archive::open(folder / "a", passphrase);
            _exit(fill_up(archive, folder / "a"));
        } catch (const std::exception&) {
            _exit(100);
        }
    }
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(WIFEXITED(status));
    const int acknowledged = WEXITSTATUS(status);
    CHECK(acknowledged >= 5);
    CHECK(acknowledged < 20);
    Archive archive = Archive::open(folder / "a", passphrase);
    check_all_there(archive, acknowledged);
    const std::string scan = noise(400'000, 500);
    CHECK(archive.append("2026-JJJJJJJJ", {opened(), filed(scan)}, {scan}).events == 2);
}
