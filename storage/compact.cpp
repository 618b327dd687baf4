// Archive::compact: the same rows in a new data file, which takes the place of the old one.
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include "core/error.h"
#include "storage/apart.h"
#include "storage/archive_impl.h"
#include "storage/backup_set.h"
#include "storage/descriptor.h"
#include "storage/dump.h"
#include "storage/key_file.h"
#include "storage/new_place.h"
#include "storage/search.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* made_prefix = ".compact-";
constexpr std::chrono::milliseconds patience{3000};

[[noreturn]] void busy(const std::string& folder) {
    throw Error(ErrorCode::conflict, "others have the archive open", {folder},
                {"storage.compact_busy", {folder}});
}

// Nobody else has the database open: who wants to waits in LMDB for the lock that is held here, its own.
class Alone {
public:
    explicit Alone(const std::string& folder)
        : file_(open((fs::path(folder) / "lock.mdb").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        // A lock of fcntl belongs to the process, and would be lost with whatever here closes the file.
        if (!file_ || Environment::is_shared(folder)) busy(folder);
        const auto until = std::chrono::steady_clock::now() + patience;
        for (struct flock lock{F_WRLCK, SEEK_SET, 0, 1, 0}; fcntl(file_.get(), F_SETLK, &lock) != 0;) {
            if (errno != EAGAIN && errno != EACCES)
                throw Error(ErrorCode::external, std::string("fcntl: ") + std::strerror(errno),
                            Where{folder});
            if (std::chrono::steady_clock::now() >= until) busy(folder);
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

private:
    Descriptor file_;
};

void remove_unfinished(const fs::path& folder) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none))
        if (entry.path().filename().string().rfind(made_prefix, 0) == 0) fs::remove_all(entry.path(), none);
}

// In a process apart, as what is read may be damaged.
void copy_rows(const std::string& folder, const std::string& made, const ArchiveKeys& keys) {
    const auto done = run_one_apart([&] {
        {
            Environment old(folder, Environment::Access::alone);
            Dump rows(old);
            Environment::create(made);
            fill_database(made, rows, [](const Row&) {});
        }
        Environment copied(made, Environment::Access::read_only);
        Dump rows(copied);
        verified_head(rows, keys, folder);
        return std::string("whole");
    });
    if (!done)
        throw Error(ErrorCode::corrupt, "the process that read it died", {folder},
                    {"storage.file_damaged", {folder}});
}

// Terms of what was erased go too.
void compact_search(const std::string& folder, const ArchiveKeys& keys) {
    Archive::Impl archive{folder, keys, {}, Environment::shared(folder), {}, std::make_shared<Search>()};
    archive.environment->add_missing_tables();
    archive.search->compact(archive);
}

}  // namespace

Archive::Compaction Archive::compact(const std::string& folder, const std::string& passphrase) {
    refuse_missing(folder);
    const ArchiveKeys keys(unlock(folder, passphrase));
    const WriterLock lock(folder, writer_patience);
    const Alone alone(folder);
    const fs::path data = fs::path(folder) / "data.mdb";
    std::string made = (fs::path(folder) / made_prefix).string() + "XXXXXX";
    try {
        remove_unfinished(folder);
        if (mkdtemp(made.data()) == nullptr)
            throw fs::filesystem_error("mkdtemp", std::error_code(errno, std::generic_category()));
        copy_rows(folder, made, keys);
        const Compaction result{fs::file_size(data), fs::file_size(fs::path(made) / "data.mdb")};
        fs::rename(fs::path(made) / "data.mdb", data);
        sync_folder(folder);
        remove_unfinished(folder);
        // The table of readers still speaks of the old file; who opens it as the only one makes it new.
        Environment(folder, Environment::Access::read_write);
        compact_search(folder, keys);
        return result;
    } catch (const fs::filesystem_error& failed) {
        remove_unfinished(folder);
        const bool full = failed.code() == std::errc::no_space_on_device;
        throw Error(full ? ErrorCode::resource : ErrorCode::external, failed.what(), {folder},
                    {full ? "storage.disk_full" : "storage.not_permitted", {folder}});
    } catch (const Error&) {
        remove_unfinished(folder);
        throw;
    }
}

}  // namespace sanad::storage
