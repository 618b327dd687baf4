#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/paths.h"

namespace fs = std::filesystem;
using namespace sanad;

namespace {

class Folder {
public:
    Folder() {
        std::string pattern = (fs::temp_directory_path() / "sanad-core-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string operator/(const std::string& name) const { return (path_ / name).string(); }
    std::size_t count() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
    }

private:
    fs::path path_;
};

template <class Act>
ErrorCode code_of(Act act) {
    try {
        act();
    } catch (const Error& error) {
        return error.code();
    }
    FAIL("nothing was thrown");
    return ErrorCode::external;
}

}  // namespace

TEST_CASE("a folder is made with all that leads to it, and a place that takes none is named", "[core]") {
    const Folder folder;
    make_folder(folder / "a/b/c");
    make_folder(folder / "a/b/c");
    CHECK(fs::is_directory(folder / "a/b/c"));
    write_file(folder / "file", "x");
    try {
        make_folder(folder / "file");
        FAIL("a file was taken for a folder");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::external);
        CHECK(error.where().file == folder / "file");
    }
}

TEST_CASE("what is written is read back byte for byte, and nothing else is left in the folder", "[core]") {
    const Folder folder;
    const std::string bytes =
        GENERATE(as<std::string>{}, "", std::string("a\0\xff\n", 4), std::string(300'000, 'x'));
    write_file(folder / "f", bytes);
    CHECK(read_file(folder / "f") == bytes);
    write_file(folder / "f", "new");
    CHECK(read_file(folder / "f") == "new");
    CHECK(folder.count() == 1);
}

TEST_CASE("a symbolic link stays a link and its target is written", "[core]") {
    const Folder folder;
    write_file(folder / "real", "old");
    fs::create_symlink(folder / "real", folder / "link");
    write_file(folder / "link", "new");
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(read_file(folder / "real") == "new");
}

TEST_CASE("a missing file and a file over the limit are told apart", "[core]") {
    const Folder folder;
    CHECK(code_of([&] { read_file(folder / "none"); }) == ErrorCode::not_found);
    write_file(folder / "f", std::string(100, 'x'));
    CHECK(code_of([&] { read_file(folder / "f", 99); }) == ErrorCode::resource);
    CHECK(read_file(folder / "f", 100).size() == 100);
    CHECK(code_of([&] { read_file(folder / "f/under"); }) == ErrorCode::not_found);
}

TEST_CASE("folders, devices, pipes and names with a NUL are no files", "[core][hostile]") {
    const Folder folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(code_of([&] { read_file(folder / "pipe"); }) == ErrorCode::bad_input);
    CHECK(code_of([&] { read_file("/dev/zero"); }) == ErrorCode::bad_input);
    CHECK(code_of([&] { read_file(folder / "."); }) == ErrorCode::bad_input);
    CHECK(code_of([&] { read_file(std::string("/dev/null\0x", 11)); }) == ErrorCode::bad_input);
    CHECK(code_of([&] { write_file(folder / "pipe", "x"); }) == ErrorCode::bad_input);
    CHECK(code_of([&] { write_file("/dev/null", "x"); }) == ErrorCode::bad_input);
    CHECK(code_of([&] { write_file(folder / ".", "x"); }) == ErrorCode::bad_input);
    CHECK(folder.count() == 1);
}

TEST_CASE("a write that fails leaves the old file and nothing beside it", "[core][hostile]") {
    const Folder folder;
    write_file(folder / "f", "old");
    // A limit on the size of files stands for a full disk: write(2) fails in the middle in the same way.
    struct rlimit before {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    struct rlimit small = before;
    small.rlim_cur = 10'000;
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto code = code_of([&] { write_file(folder / "f", std::string(100'000, 'x')); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK(code == ErrorCode::resource);
    CHECK(read_file(folder / "f") == "old");
    CHECK(folder.count() == 1);
}

TEST_CASE("a process killed while it writes leaves the whole file or none, and nothing beside it",
          "[core][hostile]") {
    const std::string bytes(8'000'000, 'x');
    std::size_t whole = 0;
    for (int round = 0; round < 30; ++round) {
        const Folder folder;
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            for (int i = 0;; ++i) write_file(folder / ("file-" + std::to_string(i)), bytes);
        }
        ::usleep(static_cast<useconds_t>(1'000 + round * 2'000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        for (std::size_t i = 0; i < folder.count(); ++i, ++whole)
            REQUIRE(read_file(folder / ("file-" + std::to_string(i))).size() == bytes.size());
    }
    CHECK(whole > 0);
}

TEST_CASE("a file is written over again and again, an empty one too", "[core]") {
    const Folder folder;
    for (const auto* text : {"one", "two", ""}) {
        write_file(folder / "f", text);
        CHECK(read_file(folder / "f") == text);
        CHECK(folder.count() == 1);
    }
}

TEST_CASE("a full disk is an error of resources and leaves nothing behind", "[core][hostile]") {
    if (::access("/dev/full", W_OK) != 0) return;
    const Folder folder;
    CHECK(code_of([&] { write_file(folder / "no/such/folder", "x"); }) == ErrorCode::external);
    CHECK(folder.count() == 0);
}

TEST_CASE("the name of a file has no folders and no control characters", "[core]") {
    CHECK(file_name("/a/b/مسح 1.png") == "مسح 1.png");
    CHECK(file_name("C:\\scans\\a.png") == "a.png");
    CHECK(file_name("../../etc/passwd") == "passwd");
    CHECK(file_name("a\n\x1b[31mb\x7f.png") == "a[31mb.png");
    CHECK(file_name("..") == "file");
    CHECK(file_name("/") == "file");
    CHECK(file_name("") == "file");
    CHECK(file_name("folder/") == "folder");
}

TEST_CASE("SHA-256 is the standard's", "[core]") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(std::string("\x00\xff\x1a", 3)) == "00ff1a");
    CHECK(sha256("abc")[0] == 0xba);
}

TEST_CASE("the program's data is found through SANAD_DATA and missed by name", "[core]") {
    const Folder folder;
    fs::create_directory(folder / "papers");
    const char* before = std::getenv("SANAD_DATA");
    const std::string kept = before == nullptr ? "" : before;
    ::setenv("SANAD_DATA", (folder / "").c_str(), 1);
    CHECK(fs::equivalent(data_path("papers"), folder / "papers"));
    CHECK(code_of([] { data_path("models"); }) == ErrorCode::not_found);
    if (before == nullptr)
        ::unsetenv("SANAD_DATA");
    else
        ::setenv("SANAD_DATA", kept.c_str(), 1);
}
