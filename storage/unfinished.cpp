#include "storage/unfinished.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view letters = "XXXXXX";
// A process that was killed had children that hold its lock until they are dead, too.
constexpr int looks = 25;
constexpr std::chrono::milliseconds between_looks{20};

// Nothing where somebody else holds it.
Descriptor locked(const fs::path& folder) {
    Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!opened) return Descriptor();
    for (int look = 1; flock(opened.get(), LOCK_EX | LOCK_NB) != 0; ++look) {
        if (look == looks) return Descriptor();
        std::this_thread::sleep_for(between_looks);
    }
    return opened;
}

bool is_still(const Descriptor& opened, const fs::path& folder) {
    struct stat here {
    }, there{};
    return opened && fstat(opened.get(), &here) == 0 && lstat(folder.c_str(), &there) == 0 &&
           here.st_ino == there.st_ino && here.st_dev == there.st_dev;
}

void remove_abandoned(const fs::path& beginning) {
    std::error_code reason;
    std::vector<fs::path> found;
    for (auto entry = fs::directory_iterator(beginning.parent_path(), reason);
         !reason && entry != fs::directory_iterator(); entry.increment(reason))
        if (is_unfinished(entry->path(), beginning)) found.push_back(entry->path());
    for (const fs::path& path : found)
        if (const Descriptor nobody_else = locked(path)) fs::remove_all(path, reason);
}

}  // namespace

bool is_unfinished(const fs::path& path, const fs::path& beginning) {
    const std::string name = path.filename().string(), start = beginning.filename().string();
    struct stat known {};
    return name.size() == start.size() + letters.size() && name.rfind(start, 0) == 0 &&
           lstat(path.c_str(), &known) == 0 && S_ISDIR(known.st_mode) && known.st_uid == geteuid() &&
           (known.st_mode & 07777) == S_IRWXU;
}

// Between its making and its lock another may take it for abandoned: then another one is made.
Unfinished::Unfinished(const fs::path& beginning) {
    remove_abandoned(beginning);
    do {
        std::string made = beginning.string().append(letters);
        if (mkdtemp(made.data()) == nullptr)
            throw fs::filesystem_error("mkdtemp", beginning, std::error_code(errno, std::generic_category()));
        folder_ = made;
        lock_ = Descriptor(open(made.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (lock_) flock(lock_.get(), LOCK_EX | LOCK_NB);
    } while (!is_still(lock_, folder_));
}

Unfinished::~Unfinished() { remove(); }

void Unfinished::put_at(const fs::path& place) {
    fs::rename(folder_, place);
    folder_.clear();
}

void Unfinished::remove() noexcept {
    std::error_code reason;
    if (!folder_.empty()) fs::remove_all(folder_, reason);
    folder_.clear();
}

}  // namespace sanad::storage
