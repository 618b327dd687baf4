#include "storage/archive.h"

#include <filesystem>
#include <system_error>
#include <thread>

#include "core/error.h"
#include "storage/apart.h"
#include "storage/archive_impl.h"
#include "storage/data_file.h"
#include "storage/group_commit.h"
#include "storage/key_file.h"
#include "storage/new_place.h"
#include "storage/search.h"
#include "storage/staged.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds turn_of_others{
    30};  // longer than one that waits sleeps between its looks

std::string in(const std::string& folder, const char* name) { return (fs::path(folder) / name).string(); }

// Makes all the files in `folder`; with the head, the archive is complete.
void fill_new(const std::string& folder, const std::string& passphrase, const KeyCost& cost) {
    const ArchiveKeys keys(write_new_keys(folder, passphrase, cost));
    Environment::create(folder);
    Environment environment(folder, Environment::Access::read_write);
    environment.write(0, [&](WriteTxn& txn) { Change(txn, keys, Head{}).finish(); });
    write_mark(folder, keys, 1);
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

// Opens what it leads to, too: the key file of another archive would make this one look damaged.
ArchiveKeys unlocked(const std::string& folder, const std::string& passphrase) {
    try {
        ArchiveKeys keys(unlock(folder, passphrase));
        probe(folder, keys);
        return keys;
    } catch (const Error&) {
        if (!are_keys_of_two_archives(folder)) throw;
        throw Error(ErrorCode::corrupt, "key files of two archives", {folder},
                    {"storage.keys_differ", {folder}});
    }
}

// Damage there keeps nobody from the rest: the check names it.
void drop_staged_if_it_opens(const Archive::Impl& archive) {
    try {
        drop_staged(archive);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::corrupt && error.code() != ErrorCode::resource) throw;
    }
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
    change_as_writer(room, body);
}

void Archive::Impl::change_as_writer(std::uint64_t room, const std::function<void(Change&)>& body) const {
    std::uint64_t commit = 0;
    environment->write(room, [&](WriteTxn& txn) {
        Change change(txn, keys, Head::read(txn, keys, *last_head));
        body(change);
        *last_head = change.finish();
        commit = last_head->head.commit;
    });
    write_mark(folder, keys, commit);
}

bool Archive::exists(const std::string& folder) {
    std::error_code none;
    return fs::exists(in(folder, "data.mdb"), none) || fs::exists(in(folder, "keys"), none);
}

void Archive::refuse_missing(const std::string& folder) {
    if (exists(folder)) return;
    std::error_code reason;
    if (!fs::exists(in(folder, "keys"), reason) && reason == std::errc::permission_denied)
        throw Error(ErrorCode::external, "the folder may not be looked into", {folder},
                    {"storage.not_permitted", {folder}});
    throw Error(ErrorCode::not_found, "no archive here", {folder}, {"storage.no_archive", {folder}});
}

void Archive::create(const std::string& folder, const std::string& passphrase, const KeyCost& cost) {
    create(folder, passphrase, cost, {});
}

void Archive::create(const std::string& folder, const std::string& passphrase, const KeyCost& cost,
                     const Fill& fill) {
    if (passphrase.empty())
        throw Error(ErrorCode::bad_input, "an empty passphrase", UserMessage{"storage.passphrase_empty"});
    NewPlace place(folder);
    fill_new(place.folder(), passphrase, cost);
    if (fill) {
        Archive made = open(place.folder(), passphrase);
        fill(made, place.folder());
    }
    place.put_in_place();
}

Archive Archive::open(const std::string& folder, const std::string& passphrase, bool read_only,
                      std::chrono::milliseconds patience) {
    refuse_missing(folder);
    if (!fs::exists(in(folder, "data.mdb")))
        throw Error(ErrorCode::corrupt, "data.mdb is missing", {folder},
                    {"storage.file_damaged", {in(folder, "data.mdb")}});
    look_at_data_file(in(folder, "data.mdb"));
    auto impl = std::unique_ptr<Impl>(new Impl{folder,
                                               unlocked(folder, passphrase),
                                               {},
                                               {},
                                               std::make_shared<GroupCommit>(),
                                               std::make_shared<Search>()});
    if (!read_only) impl->lock.emplace(folder, patience);
    const auto mark = read_mark(folder, impl->keys);
    impl->environment = Environment::shared(folder);
    if (!read_only) impl->environment->add_missing_tables();
    refuse_rollback(Head::read(ReadTxn(*impl->environment), impl->keys), mark, folder);
    if (!read_only) drop_staged_if_it_opens(*impl);
    return Archive(std::move(impl));
}

void Archive::let_others_write(std::chrono::milliseconds patience) {
    if (!impl_->lock) return;
    stop_writing();
    std::this_thread::sleep_for(turn_of_others);
    write_again(patience);
}

void Archive::stop_writing() { impl_->lock.reset(); }

void Archive::write_again(std::chrono::milliseconds patience) {
    if (!impl_->lock) impl_->lock.emplace(impl_->folder, patience);
}

Archive::Archive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

}  // namespace sanad::storage
