#include "storage/writer_lock.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>

#include "core/error.h"
#include "core/files.h"
#include "storage/bytes.h"

namespace sanad::storage {
namespace {

const std::string mark_context("mark\0", 5);

std::string in(const std::string& folder, const char* name) {
    return (std::filesystem::path(folder) / name).string();
}

}  // namespace

WriterLock::WriterLock(const std::string& folder, std::chrono::milliseconds patience)
    : file_(open(in(folder, "writer.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (!file_)
        throw Error(ErrorCode::external, std::string("open writer.lock: ") + std::strerror(errno), {folder},
                    {"storage.not_permitted", {folder}});
    const auto until = std::chrono::steady_clock::now() + patience;
    while (flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            throw Error(ErrorCode::external, std::string("flock: ") + std::strerror(errno), Where{folder});
        if (std::chrono::steady_clock::now() >= until)
            throw Error(ErrorCode::conflict, "another process writes", {folder},
                        {"storage.in_use", {folder}});
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

// In place and without a sync: it may be lost with the power, and then it is only older than it could be.
// That it could not be written takes nothing from a commit that is durable already.
void write_mark(const std::string& folder, const ArchiveKeys& keys, std::uint64_t commit) {
    const std::string sealed = seal(keys.values, mark_context, u64_bytes(commit));
    const Descriptor file(open(in(folder, "mark").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (!file || pwrite(file.get(), sealed.data(), sealed.size(), 0) < 0) return;
}

std::optional<std::uint64_t> read_mark(const std::string& folder, const ArchiveKeys& keys) {
    try {
        const auto text = unseal(keys.values, mark_context, read_file(in(folder, "mark"), 4096));
        return text ? read_u64(*text, 0) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace sanad::storage
