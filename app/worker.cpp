#include "app/worker.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

#include "app/wire.h"
#include "app/wire_cells.h"

extern char** environ;

namespace sanad::app {
namespace {

constexpr std::uint64_t longest_answer = 256ull << 20;

// Owns the process and its two pipes.
struct Process {
    pid_t pid = -1;
    int to = -1;
    int from = -1;

    ~Process() {
        if (to >= 0) ::close(to);
        if (from >= 0) ::close(from);
        if (pid > 0) {
            ::kill(pid, SIGKILL);
            ::waitpid(pid, nullptr, 0);
        }
    }
};

[[noreturn]] void cannot_start(const std::string& call) {
    throw Error(ErrorCode::external, call + ": the worker process could not be started",
                UserMessage{"app.worker_not_started"});
}

std::unique_ptr<Process> start(const std::string& program) {
    std::array<int, 2> in{-1, -1}, out{-1, -1};
    if (pipe2(in.data(), O_CLOEXEC) != 0) cannot_start("pipe2");
    auto process = std::make_unique<Process>();
    process->to = in[1];
    if (pipe2(out.data(), O_CLOEXEC) != 0) {
        ::close(in[0]);
        cannot_start("pipe2");
    }
    process->from = out[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    std::string name = "sanad", mode = "--worker";
    std::array<char*, 3> arguments = {name.data(), mode.data(), nullptr};
    const int error =
        posix_spawn(&process->pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    if (error != 0) {
        process->pid = -1;
        cannot_start("posix_spawn");
    }
    return process;
}

// What a dead worker's end says about the file it was given.
Error obituary(Process& process, const std::string& file, bool timed_out, int seconds) {
    if (timed_out) ::kill(process.pid, SIGKILL);
    int status = 0;
    ::waitpid(process.pid, &status, 0);
    process.pid = -1;
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (timed_out || signal == SIGXCPU)
        return Error(ErrorCode::bad_input, "the file took longer than " + std::to_string(seconds) + " s",
                     Where{file}, UserMessage{"app.worker_timeout", {file, std::to_string(seconds)}});
    return Error(ErrorCode::bad_input, "the worker died of signal " + std::to_string(signal), Where{file},
                 UserMessage{"app.worker_died", {file, std::to_string(signal)}});
}

}  // namespace

struct Worker::Impl {
    WorkerOptions options;
    std::unique_ptr<Process> process = nullptr;
};

Worker::Worker(WorkerOptions options) : impl_(std::make_unique<Impl>(Impl{std::move(options)})) {}
Worker::~Worker() = default;
Worker::Worker(Worker&&) noexcept = default;

Json Worker::ask(const Json& request, const std::string& file, std::string_view bytes,
                 std::string* attached) {
    if (!impl_->process) {
        impl_->process = start(impl_->options.program);
        if (!impl_->options.digit_model.empty())
            ask({{"do", "use-digits"}}, "digits.model", impl_->options.digit_model);
    }
    auto& process = *impl_->process;
    const auto mib = static_cast<int>(bytes.size() >> 20);
    const int seconds = impl_->options.base_seconds + mib * impl_->options.seconds_per_mib;
    Json sent = request;
    sent["seconds"] = seconds;
    const bool heard = write_frame(process.to, dump_json(sent)) && write_frame(process.to, bytes);
    // Twice the CPU time on the wall: another process may have the cores.
    const Frame answer = heard ? read_frame(process.from, 2000 * seconds, longest_answer) : Frame{};
    if (answer.end != FrameEnd::complete) {
        const Error error = obituary(process, file, answer.end == FrameEnd::timed_out, seconds);
        impl_->process.reset();
        throw error;
    }
    Json value = parse_json(answer.bytes);
    if (value.contains("error")) {
        if (value.value("spent", false)) impl_->process.reset();
        throw error_from_wire(value["error"]);
    }
    if (attached != nullptr) {
        Frame frame = read_frame(process.from, 2000 * seconds, longest_answer);
        if (frame.end != FrameEnd::complete) {
            const Error error = obituary(process, file, frame.end == FrameEnd::timed_out, seconds);
            impl_->process.reset();
            throw error;
        }
        *attached = std::move(frame.bytes);
    }
    return std::move(value["result"]);
}

std::vector<DocumentReading> Worker::read(const std::string& file, std::string_view bytes,
                                          const std::string& form) {
    const Json answer = ask({{"do", "read"}, {"file", file}, {"form", form}}, file, bytes);
    std::vector<DocumentReading> documents;
    for (const auto& one : answer) documents.push_back(one.get<DocumentReading>());
    return documents;
}

std::vector<ocr::CutNumber> Worker::number_cells(const std::string& file, std::string_view bytes,
                                                 const std::string& form) {
    std::string pixels;
    const Json answer = ask({{"do", "number-cells"}, {"file", file}, {"form", form}}, file, bytes, &pixels);
    return cut_numbers_from_wire(answer, pixels);
}

std::string Worker::searchable_pdf(const std::string& file, std::string_view bytes, const std::string& now) {
    std::string pdf;
    ask({{"do", "searchable"}, {"file", file}, {"now", now}}, file, bytes, &pdf);
    return pdf;
}

Json Worker::verify(const std::string& file, std::string_view pdf,
                    const std::vector<std::string>& trusted_pem, const std::string& now) {
    return ask({{"do", "verify"}, {"file", file}, {"trust", trusted_pem}, {"now", now}}, file, pdf);
}

Json Worker::signature_pieces(const std::string& file, std::string_view pdf) {
    return ask({{"do", "signature-pieces"}, {"file", file}}, file, pdf);
}

Json Worker::form_fields(const std::string& file, std::string_view pdf) {
    return ask({{"do", "form-fields"}, {"file", file}}, file, pdf);
}

Json Worker::fill_form(const std::string& file, std::string_view pdf, const Json& entries,
                       std::string& filled) {
    return ask({{"do", "fill-form"}, {"file", file}, {"entries", entries}}, file, pdf, &filled);
}

Json Worker::signature_fields(const std::string& file, std::string_view pdf) {
    return ask({{"do", "signature-fields"}, {"file", file}}, file, pdf);
}

}  // namespace sanad::app
