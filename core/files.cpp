#include "core/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <random>
#include <utility>

#include "core/error.h"

namespace sanad {
namespace {

class Descriptor {
public:
    explicit Descriptor(int raw) : raw_(raw) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return raw_; }
    void reset(int raw) { close(), raw_ = raw; }
    // 0, or errno of close(2), which may report a write that failed late.
    int close() {
        const int raw = std::exchange(raw_, -1);
        return raw >= 0 && ::close(raw) != 0 ? errno : 0;
    }

private:
    int raw_;
};

[[noreturn]] void fail(ErrorCode code, std::string id, const std::string& path, const std::string& why) {
    throw Error(code, path + ": " + why, Where{path}, {std::move(id), {path, why}});
}

[[noreturn]] void fail_reading(const std::string& path, int number) {
    if (number == ENOENT || number == ENOTDIR)
        fail(ErrorCode::not_found, "core.file_not_found", path, std::strerror(number));
    if (number == ENOMEM || number == EMFILE || number == ENFILE)
        fail(ErrorCode::resource, "core.file_unreadable", path, std::strerror(number));
    fail(ErrorCode::external, "core.file_unreadable", path, std::strerror(number));
}

[[noreturn]] void fail_writing(const std::string& path, int number) {
    if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        fail(ErrorCode::resource, "core.file_disk_full", path, std::strerror(number));
    fail(ErrorCode::external, "core.file_unwritable", path, std::strerror(number));
}

// A path that C would read only up to the first NUL names another file than the user did.
void refuse_nul(const std::string& path) {
    if (path.find('\0') != std::string::npos)
        fail(ErrorCode::bad_input, "core.file_not_regular", path, "NUL in the name");
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

// Where the bytes go: a symbolic link is followed, so that the link stays; what is there must be a regular
// file.
std::string target_of(const std::string& path) {
    refuse_nul(path);
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return path;
    if (!S_ISREG(found.st_mode))
        fail(ErrorCode::bad_input, "core.file_not_regular", path, "not a regular file");
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
    return real ? std::string(real.get()) : path;
}

std::string temporary_beside(const std::string& target) {
    static std::atomic<unsigned> counter{std::random_device{}()};
    return folder_of(target) + "/.sanad-" + std::to_string(::getpid()) + "-" + std::to_string(++counter) +
           ".tmp";
}

int write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

// Makes the rename itself durable. Some file systems refuse to sync a folder (EINVAL); then there is no more
// to do.
int sync_folder(const std::string& folder) {
    Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (open.get() < 0) return errno;
    return ::fsync(open.get()) == 0 || errno == EINVAL ? 0 : errno;
}

// New bytes on their way to a place. They have no name until they are whole (O_TMPFILE), so that a process
// that is killed leaves nothing; where the file system has none of these, a hidden name beside the target.
class Draft {
public:
    explicit Draft(const std::string& target)
        : target_(target), file_(open_unnamed(folder_of(target))), unnamed_(file_.get() >= 0) {
        if (!unnamed_) file_.reset(open_named());
    }
    ~Draft() {
        if (!name_.empty()) ::unlink(name_.c_str());
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    int get() const { return file_.get(); }

    // Instead of what is there. 0, or errno.
    int put_in_place() {
        if (unnamed_) {
            if (link_as(target_) == 0) return file_.close();
            if (errno != EEXIST) return errno;
            if (const int failed = link_hidden(); failed != 0) return failed;
        }
        if (const int failed = file_.close(); failed != 0) return failed;
        if (::rename(name_.c_str(), target_.c_str()) != 0) return errno;
        name_.clear();
        return 0;
    }

private:
    static int open_unnamed(const std::string& folder) {
        if (::access("/proc/self/fd", X_OK) != 0) return -1;  // it gets its name through there
        return ::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
    }

    int open_named() {
        int raw = -1;
        do {  // O_EXCL: never write through a file or link that somebody else put there
            name_ = temporary_beside(target_);
            raw = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
        } while (raw < 0 && errno == EEXIST);
        if (raw < 0) name_.clear();
        return raw;
    }

    int link_hidden() {
        for (;;) {
            const auto name = temporary_beside(target_);
            if (link_as(name) == 0) {
                name_ = name;
                return 0;
            }
            if (errno != EEXIST) return errno;
        }
    }

    int link_as(const std::string& name) const {
        const auto open_file = "/proc/self/fd/" + std::to_string(file_.get());
        return ::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW);
    }

    std::string target_;
    std::string name_;  // while it has a hidden one
    Descriptor file_;
    bool unnamed_;
};

}  // namespace

std::string read_file(const std::string& path, std::uint64_t limit) {
    refuse_nul(path);
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.get() < 0) fail_reading(path, errno);
    struct stat found {};
    if (::fstat(file.get(), &found) != 0) fail_reading(path, errno);
    if (!S_ISREG(found.st_mode))
        fail(ErrorCode::bad_input, "core.file_not_regular", path, "not a regular file");
    const auto too_large = [&] {
        throw Error(ErrorCode::resource, path + ": over " + std::to_string(limit) + " bytes", Where{path},
                    {"core.file_too_large", {path, std::to_string(limit >> 20)}});
    };
    if (static_cast<std::uint64_t>(found.st_size) > limit) too_large();

    std::string bytes(static_cast<std::size_t>(found.st_size), '\0');
    std::size_t filled = 0;
    for (;;) {  // to the end, not to st_size: the file may be growing
        if (filled == bytes.size()) bytes.resize(bytes.size() + 65536);
        const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail_reading(path, errno);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
        if (filled > limit) too_large();
    }
    bytes.resize(filled);
    return bytes;
}

void write_file(const std::string& path, std::string_view bytes) {
    const std::string target = target_of(path);
    Draft draft(target);
    if (draft.get() < 0) fail_writing(path, errno);
    int failed = write_all(draft.get(), bytes);
    if (failed == 0) failed = draft.put_in_place();
    if (failed != 0) fail_writing(path, failed);
    failed = sync_folder(folder_of(target));
    if (failed != 0) fail_writing(path, failed);
}

void make_folder(const std::string& path) {
    refuse_nul(path);
    std::error_code failed;
    std::filesystem::create_directories(path, failed);
    if (failed) fail_writing(path, failed.value());
}

std::string file_name(std::string_view path) {
    while (!path.empty() && (path.back() == '/' || path.back() == '\\')) path.remove_suffix(1);
    const auto slash = path.find_last_of("/\\");  // a browser on Windows may send a whole path
    if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
    std::string name;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) name += c;
    }
    return name.empty() || name == "." || name == ".." ? "file" : name;
}

}  // namespace sanad
