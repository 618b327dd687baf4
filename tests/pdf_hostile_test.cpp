// Files made to break readers, each in a child process with limits, as the program itself does it: every one
// ends in an answer, in an Error, or is stopped by its limits, and the parent goes on.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/messages.h"
#include "pdf/raster.h"
#include "tests/test_data.h"

using namespace sanad;

namespace {

enum Outcome { answered = 0, refused = 1, unnamed = 2, escaped = 3 };

void limit(int resource, rlim_t value) {
    const rlimit both{value, value};
    setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

Outcome look_into(const std::string& bytes) {
    try {
        pdf::page_count(bytes);
        pdf::form_values(bytes);
        pdf::page_text(bytes, 1);
        DecodeLimits limits;
        limits.max_pixels = 4'000'000;
        pdf::rasterise(bytes, 1, 50, limits);
        return answered;
    } catch (const Error& e) {
        return e.code() == ErrorCode::resource || has_message(e.message().id) ? refused : unnamed;
    } catch (...) {
        return escaped;
    }
}

// The exit status of a child that looked into the file.
int status_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const pid_t child = fork();
    if (child == 0) {
#if !defined(__SANITIZE_ADDRESS__)  // which maps terabytes of shadow memory
        limit(RLIMIT_AS, 1ull << 30);
#endif
        limit(RLIMIT_CPU, 1);
        limit(RLIMIT_CORE, 0);
        limit(RLIMIT_FSIZE, 0);
        close(STDERR_FILENO);  // Poppler says "Out of memory" there
        for (const int signal : {SIGSEGV, SIGABRT, SIGXCPU}) std::signal(signal, SIG_DFL);
        _exit(look_into(bytes));
    }
    int status = -1;
    waitpid(child, &status, 0);
    return status;
}

}  // namespace

TEST_CASE("hostile files are survived", "[pdf][hostile]") {
    const auto folder = test::test_data("pdf-hostile");
    if (!folder) return;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(*folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    REQUIRE(files.size() > 25);
    int answers = 0, refusals = 0;
    const std::size_t step = files.size() / 24;
    for (std::size_t i = 0; i < files.size(); i += step) {
        const int status = status_of(files[i]);
        INFO(files[i].filename().string() << ": status " << status);
        const bool exited = WIFEXITED(status);
        const int code = exited ? WEXITSTATUS(status) : -1;
        CHECK((!exited || code == answered || code == refused));
        answers += code == answered ? 1 : 0;
        refusals += code == refused ? 1 : 0;
    }
    CHECK(answers > 5);
    CHECK(refusals > 1);
}

TEST_CASE("the files that hang, crash or swell their readers are stopped", "[pdf][hostile]") {
    const auto folder = test::test_data("pdf-hostile");
    if (!folder) return;
    for (const std::string part :
         {"shared-unnamed-field.pdf", "xref-compressed-in-compressed.pdf", "bomb_giant.pdf"}) {
        for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
            if (!entry.path().filename().string().ends_with(part)) continue;
            const int status = status_of(entry.path());
            INFO(part << ": status " << status);
            CHECK((WIFSIGNALED(status) || WEXITSTATUS(status) == answered || WEXITSTATUS(status) == refused));
        }
    }
}
