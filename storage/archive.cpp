#include "storage/archive.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "core/error.h"
#include "storage/apart.h"
#include "storage/archive_impl.h"
#include "storage/data_file.h"
#include "storage/key_file.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

std::string in(const std::string& folder, const char* name) { return (fs::path(folder) / name).string(); }

[[noreturn]] void refuse_folder(const std::string& folder, const std::error_code& reason) {
    const bool full = reason == std::errc::no_space_on_device;
    throw Error(full ? ErrorCode::resource : ErrorCode::external, folder + ": " + reason.message(), {folder},
                {full ? "storage.disk_full" : "storage.not_permitted", {folder}});
}

constexpr const char* unfinished_prefix = ".new-";

void refuse_what_is_there(const std::string& folder) {
    std::error_code reason;
    if (!fs::exists(folder, reason)) return;
    if (Archive::exists(folder))
        throw Error(ErrorCode::conflict, "there is an archive already", {folder},
                    {"storage.exists", {folder}});
    bool empty = fs::is_directory(folder, reason);
    for (auto entry = fs::directory_iterator(folder, reason); !reason && entry != fs::directory_iterator();
         ++entry) {
        const bool unfinished = entry->path().filename().string().rfind(unfinished_prefix, 0) == 0;
        if (unfinished)
            fs::remove_all(entry->path(), reason);
        else
            empty = false;
    }
    if (!empty)
        throw Error(ErrorCode::conflict, "not an empty folder", {folder},
                    {"storage.folder_not_empty", {folder}});
}

void sync_folder(const std::string& folder) {
    const Descriptor open_folder(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (open_folder) fsync(open_folder.get());
}

// Makes all the files in `folder`; with the head, the archive is complete.
void fill_new(const std::string& folder, const std::string& passphrase, const KeyCost& cost) {
    const ArchiveKeys keys(write_new_keys(folder, passphrase, cost));
    Environment::create(folder);
    Environment environment(folder, Environment::Access::read_write);
    environment.write(0, [&](WriteTxn& txn) { Change(txn, keys, Head{}).finish(); });
    write_mark(folder, keys, 1);
    sync_folder(folder);
}

void move_out(const fs::path& made, const fs::path& place) {
    for (const char* name : {"lock.mdb", "mark", "keys.copy", "keys", "data.mdb"})
        fs::rename(made / name, place / name);
    fs::remove(made);
    sync_folder(place.string());
}

// Opened first in a child: the pages on the way to the head may be damaged so that LMDB does not survive
// them.
void probe(const std::string& folder, const ArchiveKeys& keys) {
    const auto results = run_apart(1, [&] {
        return [&](std::size_t) -> std::string {
            try {
                Environment environment(folder, Environment::Access::read_only);
                const ReadTxn txn(environment);
                Head::read(txn, keys);
                return "whole";
            } catch (const Error& error) {
                return error.code() == ErrorCode::corrupt ? std::string()
                                                          : "left to the parent, which meets it again";
            }
        };
    });
    if (!results.front() || results.front()->empty())
        throw Error(ErrorCode::corrupt, "the database does not open", {folder},
                    {"storage.file_damaged", {folder}});
}

}  // namespace

void refuse_rollback(const Head& head, std::optional<std::uint64_t> mark, const std::string& folder) {
    if (mark && head.commit < *mark)
        throw Error(ErrorCode::corrupt, "put back to an earlier state", {folder},
                    {"storage.rolled_back", {folder}});
}

void Archive::Impl::change(std::uint64_t room, const std::function<void(Change&)>& body) const {
    if (!lock)
        throw Error(ErrorCode::bad_input, "opened for reading only", {folder},
                    {"storage.read_only", {folder}});
    std::uint64_t commit = 0;
    environment->write(room, [&](WriteTxn& txn) {
        Change change(txn, keys, Head::read(txn, keys));
        body(change);
        change.finish();
        commit = change.head().commit;
    });
    write_mark(folder, keys, commit);
}

bool Archive::exists(const std::string& folder) {
    std::error_code none;
    return fs::exists(in(folder, "data.mdb"), none) || fs::exists(in(folder, "keys"), none);
}

// Made beside its place and renamed, so that there is no half of an archive. An empty folder that is there
// already may be the root of a volume, which can't be renamed upon: then it is made inside and moved out, the
// data last.
void Archive::create(const std::string& folder, const std::string& passphrase, const KeyCost& cost) {
    if (passphrase.empty())
        throw Error(ErrorCode::bad_input, "an empty passphrase", UserMessage{"storage.passphrase_empty"});
    refuse_what_is_there(folder);
    fs::path place = fs::absolute(folder).lexically_normal();
    if (!place.has_filename()) place = place.parent_path();
    const bool inside = fs::exists(place);
    std::string made =
        (inside ? place / unfinished_prefix : fs::path(place.string() + unfinished_prefix)).string() +
        "XXXXXX";
    std::error_code reason;
    fs::create_directories(fs::path(made).parent_path(), reason);
    if (reason || mkdtemp(made.data()) == nullptr)
        refuse_folder(folder, reason ? reason : std::error_code(errno, std::generic_category()));
    try {
        fill_new(made, passphrase, cost);
        if (inside)
            move_out(made, place);
        else
            fs::rename(made, place);
        sync_folder(place.parent_path().string());
    } catch (const fs::filesystem_error& failed) {
        fs::remove_all(made, reason);
        refuse_folder(folder, failed.code());
    } catch (const Error&) {
        fs::remove_all(made, reason);
        throw;
    }
}

Archive Archive::open(const std::string& folder, const std::string& passphrase, bool read_only,
                      std::chrono::milliseconds patience) {
    if (!exists(folder))
        throw Error(ErrorCode::not_found, "no archive here", {folder}, {"storage.no_archive", {folder}});
    if (!fs::exists(in(folder, "data.mdb")))
        throw Error(ErrorCode::corrupt, "data.mdb is missing", {folder},
                    {"storage.file_damaged", {in(folder, "data.mdb")}});
    look_at_data_file(in(folder, "data.mdb"));
    auto impl = std::unique_ptr<Impl>(new Impl{folder, ArchiveKeys(unlock(folder, passphrase)), {}, {}});
    if (!read_only) impl->lock.emplace(folder, patience);
    const auto mark = read_mark(folder, impl->keys);
    probe(folder, impl->keys);
    impl->environment = Environment::shared(folder);
    refuse_rollback(Head::read(ReadTxn(*impl->environment), impl->keys), mark, folder);
    return Archive(std::move(impl));
}

Archive::Archive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

}  // namespace sanad::storage
