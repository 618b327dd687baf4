#include "storage/apart.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "storage/bytes.h"
#include "storage/descriptor.h"

namespace sanad::storage {
namespace {

constexpr int max_deaths = 64;

bool write_all(int to, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t done = write(to, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
}

// Keys are in the child's memory: it leaves no core, and dies by the signal itself, whoever had a handler for
// it.
void prepare_to_die() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) std::signal(number, SIG_DFL);
}

[[noreturn]] void be_child(int to, std::size_t from, std::size_t count, const std::function<Task()>& make) {
    prepare_to_die();
    try {
        const Task task = make();
        for (std::size_t i = from; i < count; ++i) {
            const std::string result = task(i);
            if (!write_all(to, u64_bytes(result.size()) + result)) _exit(1);
        }
    } catch (const std::exception&) {
        _exit(1);  // the parent sees which task has no result
    }
    _exit(0);
}

std::string read_all(int from) {
    std::string all;
    std::array<char, 65536> part{};
    for (;;) {
        const ssize_t got = read(from, part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return all;
        all.append(part.data(), static_cast<std::size_t>(got));
    }
}

void take_results(std::string_view frames, std::vector<std::optional<std::string>>& into) {
    while (const auto size = read_u64(frames, 0)) {
        if (frames.size() - 8 < *size) return;
        into.emplace_back(frames.substr(8, *size));
        frames.remove_prefix(8 + *size);
    }
}

std::string run_child(std::size_t from, std::size_t count, const std::function<Task()>& make) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0)
        throw Error(ErrorCode::resource, std::string("pipe: ") + std::strerror(errno));
    const Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    const pid_t child = fork();
    if (child < 0) throw Error(ErrorCode::resource, std::string("fork: ") + std::strerror(errno));
    if (child == 0) be_child(writing.get(), from, count, make);
    writing = Descriptor();
    std::string frames = read_all(reading.get());
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return frames;
}

Json json_of(const Error& error) {
    return {{"code", static_cast<int>(error.code())},
            {"what", error.what()},
            {"file", error.where().file},
            {"message", error.message().id},
            {"arguments", error.message().arguments}};
}

[[noreturn]] void throw_again(const Json& told) {
    throw Error(
        static_cast<ErrorCode>(told.at("code").get<int>()), told.at("what").get<std::string>(),
        Where{told.at("file").get<std::string>()},
        {told.at("message").get<std::string>(), told.at("arguments").get<std::vector<std::string>>()});
}

}  // namespace

std::optional<std::string> run_one_apart(const std::function<std::string()>& task) {
    const auto results = run_apart(1, [&] {
        return [&](std::size_t) {
            try {
                return '+' + task();
            } catch (const Error& error) {
                return '-' + dump_json(json_of(error));
            }
        };
    });
    const auto& result = results.front();
    if (!result) return {};
    if (result->front() == '-') throw_again(parse_json(result->substr(1)));
    return result->substr(1);
}

std::vector<std::optional<std::string>> run_apart(std::size_t count, const std::function<Task()>& make) {
    std::vector<std::optional<std::string>> results;
    for (int deaths = 0; results.size() < count; ++deaths) {
        if (deaths == max_deaths) {
            results.resize(count);
            break;
        }
        take_results(run_child(results.size(), count, make), results);
        if (results.size() < count) results.emplace_back();
    }
    return results;
}

}  // namespace sanad::storage
