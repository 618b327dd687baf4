#include <signal.h>

#include <unistd.h>

#include <chrono>
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "app/worker.h"
#include "core/error.h"
#include "tests/program.h"
#include "tests/test_data.h"

using namespace sanad;
using sanad::app::Worker;

namespace {

// The reason why these bytes gave no form: the message id of the error, or the fault of the first page. Empty
// where they gave one.
std::string failure_of(Worker& worker, const std::string& bytes) {
    try {
        const auto documents = worker.read("f.pdf", bytes, "");
        return documents.at(0).form.empty() ? documents.at(0).pages.at(0).fault : std::string();
    } catch (const Error& error) {
        CHECK(error.where().file == "f.pdf");
        CHECK_FALSE(error.message().id.empty());
        return error.message().id;
    }
}

// The worker processes of this process: children whose command line ends in --worker.
std::vector<pid_t> workers() {
    std::vector<pid_t> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        std::ifstream stat(entry.path() / "stat");
        std::string pid, command, state;
        pid_t parent = 0;
        stat >> pid >> command >> state >> parent;
        if (parent == ::getpid() &&
            test::contents(entry.path() / "cmdline").find("--worker") != std::string::npos)
            found.push_back(std::stoi(name));
    }
    return found;
}

}  // namespace

TEST_CASE("a worker that dies costs one file, and the next one is read by a new worker", "[app][hostile]") {
    ::signal(SIGPIPE, SIG_IGN);  // as the program does
    Worker worker({test::program});
    const auto scan = test::contents(test::samples + "/request-typed.png");
    REQUIRE(worker.read("a.png", scan, "").size() == 1);
    const auto before = workers();
    REQUIRE(before.size() == 1);
    ::kill(before.front(), SIGKILL);
    CHECK(failure_of(worker, scan) == "app.worker_died");
    CHECK(worker.read("a.png", scan, "").at(0).form == "support-request");
    CHECK(workers() != before);
}

TEST_CASE("a file that takes too long is given up, named, and the worker replaced", "[app][hostile]") {
    Worker hurried({test::program, 0, 0});
    CHECK(failure_of(hurried, test::contents(test::samples + "/request-typed.png")) == "app.worker_timeout");
    CHECK(workers().empty());
}

TEST_CASE("a worker has no network, starts no program, writes no file, and dumps no core", "[app]") {
    Worker worker({test::program});
    worker.read("a.png", test::contents(test::samples + "/empty.png"), "");
    const auto all = workers();
    REQUIRE(all.size() == 1);
    const auto proc = "/proc/" + std::to_string(all.front());
    const auto status = test::contents(proc + "/status");
    CHECK(status.find("Seccomp:\t2") != std::string::npos);
    CHECK(status.find("NoNewPrivs:\t1") != std::string::npos);
    const auto limits = test::contents(proc + "/limits");
    CHECK(limits.find("Max file size             0") != std::string::npos);
    CHECK(limits.find("Max core file size        0") != std::string::npos);
}

TEST_CASE("hostile files are survived within their limits, each with a named reason or a result",
          "[app][hostile]") {
    const auto folder = test::test_data("pdf-hostile");
    if (!folder) return;
    Worker worker({test::program, 10, 10});
    int files = 0, read = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
        if (entry.path().extension() != ".pdf" || ++files % 8 != 0)
            continue;  // every eighth: the rest is for a long run
        CAPTURE(entry.path().string());
        const auto began = std::chrono::steady_clock::now();
        CHECK_FALSE(failure_of(worker, test::contents(entry.path())).empty());
        ++read;
        CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(25));
    }
    CHECK(read > 20);
}
