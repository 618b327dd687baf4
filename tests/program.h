// Runs the sanad program as a user would, and folders to run it in.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace sanad::test {

// A folder that goes when the test ends.
class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sanad-test-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string operator/(const std::string& name) const { return (path_ / name).string(); }
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

inline std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void put(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string shell_quoted(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

struct Ran {
    int exit = -1;  // 128 + signal where it was killed
    std::string out;
    std::string errors;
};

// One command line through the shell; standard output and error apart.
inline Ran run_shell(const std::string& command) {
    const Folder folder;
    const std::string errors = folder / "stderr";
    FILE* pipe = popen((command + " 2>" + shell_quoted(errors)).c_str(), "r");
    REQUIRE(pipe != nullptr);
    Ran ran;
    std::array<char, 65536> buffer;
    for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        ran.out.append(buffer.data(), got);
    const int status = pclose(pipe);
    ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ran.errors = contents(errors);
    return ran;
}

inline const std::string program = SANAD_BINARY_DIR "/bin/sanad";
inline const std::string samples = SANAD_SOURCE_DIR "/samples";

// sanad with an archive and a passphrase of its own.
class Office {
public:
    Office() : archive_(folder_ / "archive") {}

    Ran run(const std::vector<std::string>& arguments,
            const std::string& passphrase = "اختبار-طويل-بما-يكفي") const {
        std::string command = "SANAD_PASSPHRASE=" + shell_quoted(passphrase) + " LC_ALL=C.UTF-8 " +
                              shell_quoted(program) + " --archive " + shell_quoted(archive_);
        for (const auto& argument : arguments) command += ' ' + shell_quoted(argument);
        return run_shell("cd " + shell_quoted(folder_.path()) + " && " + command + " </dev/null");
    }

    const std::string& archive() const { return archive_; }
    std::string operator/(const std::string& name) const { return folder_ / name; }

private:
    Folder folder_;
    std::string archive_;
};

}  // namespace sanad::test
