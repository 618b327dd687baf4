#include "bench/throughput.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "bench/incomplete.h"
#include "bench/qualities.h"
#include "core/error.h"
#include "core/files.h"
#include "core/paths.h"
#include "ocr/reader.h"
#include "samples/scan_file.h"

namespace sanad::bench {
namespace {

// A process that reads the files it is told, one at a time.
struct Part {
    pid_t process = -1;
    FILE* says = nullptr;
    int told = -1;

    std::string line() const {
        std::array<char, 200> text{};
        return std::fgets(text.data(), static_cast<int>(text.size()), says) == nullptr ? std::string()
                                                                                       : text.data();
    }
};

[[noreturn]] void become(int in, int out) {
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::execl("/proc/self/exe", "sanad-measure-reading", "--read-files", nullptr);
    ::_exit(127);
}

Part start() {
    int down[2], up[2];
    if (::pipe2(down, O_CLOEXEC) != 0 || ::pipe2(up, O_CLOEXEC) != 0)
        throw Error(ErrorCode::external, "pipe2 failed");
    const pid_t process = ::fork();
    if (process < 0) throw Error(ErrorCode::external, "fork failed");
    if (process == 0) become(down[0], up[1]);
    ::close(down[0]);
    ::close(up[1]);
    return {process, ::fdopen(up[0], "r"), down[1]};
}

bool tell(const Part& part, const std::string& line) {
    const auto text = line + "\n";
    return ::write(part.told, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// Whoever has read a page gets the next one, as the program's own workers do.
bool hand_out(const std::vector<Part>& parts, const std::vector<std::string>& files) {
    std::size_t next = 0, busy = 0;
    std::vector<pollfd> says;
    for (const auto& part : parts) {
        says.push_back({::fileno(part.says), POLLIN, 0});
        if (next < files.size() && !tell(part, files[next++])) return false;
        ++busy;
    }
    while (busy > 0) {
        if (::poll(says.data(), says.size(), -1) < 0) return false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (says[i].revents == 0) continue;
            if (parts[i].line() != "done\n") return false;
            if (next < files.size()) {
                if (!tell(parts[i], files[next++])) return false;
            } else {
                says[i].fd = -1;  // poll passes over it
                --busy;
            }
        }
    }
    return true;
}

double peak_mib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
    return 0;
}

}  // namespace

Throughput measure_throughput(const std::vector<std::string>& files, int workers) {
    std::vector<Part> parts;
    for (int i = 0; i < std::min(workers, static_cast<int>(files.size())); ++i) parts.push_back(start());
    bool well = !parts.empty();
    for (const auto& part : parts) well = part.line() == "ready\n" && well;
    const auto begin = std::chrono::steady_clock::now();
    well = well && hand_out(parts, files);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    Throughput outcome{workers, files.size()};
    for (const auto& part : parts) {
        ::close(part.told);
        const auto line = part.line();
        well = !line.empty() && well;
        outcome.peak_mib = std::max(outcome.peak_mib, line.empty() ? 0 : std::stod(line));
        std::fclose(part.says);
        ::waitpid(part.process, nullptr, 0);
    }
    if (!well) throw Error(ErrorCode::external, "a process that should have read pages failed");
    outcome.pages_a_minute = static_cast<double>(files.size()) * 60 / took.count();
    return outcome;
}

int serve_throughput() {
    const auto papers = templates::Library::load(data_path("papers"));
    ocr::Reader reader(papers, {data_path("tessdata"), data_path("models")});
    std::cout << "ready" << std::endl;
    for (std::string file; std::getline(std::cin, file);) {
        reader.read({file, read_file(file)});
        std::cout << "done" << std::endl;
    }
    std::cout << peak_mib() << std::endl;
    return 0;
}

std::vector<std::string> write_pages(Press& press, const std::string& folder, int count, std::uint64_t seed) {
    std::vector<std::string> files;
    for (int i = 0; i < count; ++i) {
        const auto own = seed * 1'000'003 + static_cast<std::uint64_t>(i);
        const auto& quality = qualities()[static_cast<std::size_t>(i) % qualities().size()];
        const auto name = fmt::format("{}/{}.png", folder, i);
        write_file(name, samples::encoded(scanned(press.filled(own).page, quality, own).page, name));
        files.push_back(name);
    }
    return files;
}

}  // namespace sanad::bench
