// Archive::backup: what the archive has and its backup has not, as one more run of it. FORMAT.md, section 12.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "storage/apart.h"
#include "storage/archive_impl.h"
#include "storage/backup_format.h"
#include "storage/backup_set.h"
#include "storage/descriptor.h"
#include "storage/dump.h"
#include "storage/folder_files.h"
#include "storage/inside.h"
#include "storage/key_file.h"
#include "storage/new_place.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t volume_limit = 1ull << 30;  // a stick's file system may end at 4 GiB
constexpr char entry_of_erasure = 2;
constexpr std::size_t digits_of_run = 6;

bool names_a_file(const std::string& to) { return fs::path(to).extension() == backup_ending; }

// The rows of the archive as one sequence: its files, then its tables.
class ArchiveRows : public RowSource {
public:
    ArchiveRows(const std::string& folder, RowSource& tables) : files_(folder), tables_(tables) {}
    bool next(Row& into) override { return files_.next(into) || tables_.next(into); }

private:
    FolderFiles files_;
    RowSource& tables_;
};

[[noreturn]] void other_history(const std::string& path) {
    throw Error(ErrorCode::conflict, "the backup's log is not the beginning of the archive's", {path},
                {"storage.backup_of_other_history", {path}});
}

// Whether the log grew by an erasure: then nothing may stay of what an earlier run wrote.
enum class Difference { written, erased };

Difference write_difference(RowSource& now, RowSource& before, RunWriter& into, std::uint64_t& rows,
                            const std::string& path) {
    Row old;
    bool has_old = before.next(old);
    const auto gone = [&] {
        if (old.table == name_of(Table::log)) other_history(path);
        old.removed = true;
        into.add(old);
        ++rows;
        has_old = before.next(old);
    };
    for (Row row; now.next(row);) {
        while (has_old && old.place() < row.place()) gone();
        const bool known = has_old && old.place() == row.place();
        const bool same = known && old.value == row.value;
        if (known && !same && row.table == name_of(Table::log)) other_history(path);
        if (!known && row.table == name_of(Table::log) && row.value.front() == entry_of_erasure)
            return Difference::erased;
        if (known) has_old = before.next(old);
        if (same) continue;
        into.add(row);
        ++rows;
    }
    while (has_old) gone();
    return Difference::written;
}

// One run of a backup, in a process apart.
class Run {
public:
    Run(const std::string& archive, const ArchiveKeys& keys, const std::string& to)
        : archive_(archive), keys_(keys), to_(to) {}

    BackupResult to_file() {
        const fs::path place = fs::absolute(to_);
        if (fs::exists(place)) check_earlier(read_backup_set(to_));
        const std::string unverified = unfinished_backup + place.filename().string();
        write_full(place.parent_path().string(), unverified, 0);
        const fs::path made = place.parent_path() / unverified;
        verify({made.string(), {{{unverified, "", 0}}}});
        fs::rename(made, place);
        sync_folder(place.parent_path().string());
        result_.files = {to_};
        return result_;
    }

    BackupResult to_folder() {
        make_folder();
        const Descriptor lock(open(to_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!lock || flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
            throw Error(ErrorCode::conflict, "another backup runs there", {to_},
                        {"storage.backup_in_use", {to_}});
        BackupSet set = fs::exists(fs::path(to_) / backup_list) ? read_backup_set(to_) : BackupSet{to_, {}};
        const bool there = !set.runs.empty();
        if (there) check_earlier(set);
        number_ = there ? std::stoull(set.runs.back().front().name) + 1 : 1;
        Added added = there ? write_more(set) : Added::not_possible;
        if (added == Added::not_possible) set.runs = {write_full(to_, run_name(), volume_limit)};
        verify(set);
        if (added == Added::nothing) return result_;
        write_list(set);
        for (const FileSum& file : set.runs.back())
            result_.files.push_back((fs::path(to_) / file.name).string());
        return result_;
    }

private:
    enum class Added { something, nothing, not_possible };

    std::string run_name() const { return fmt::format("{:0{}}", number_, digits_of_run); }

    void make_folder() const {
        std::error_code reason;
        fs::create_directories(to_, reason);
        if (reason)
            throw Error(reason == std::errc::no_space_on_device ? ErrorCode::resource : ErrorCode::external,
                        to_ + ": " + reason.message(), {to_}, {"storage.backup_unwritable", {to_}});
        if (fs::is_empty(to_) || fs::exists(fs::path(to_) / backup_list)) return;
        for (const auto& entry : fs::directory_iterator(to_))  // of a first run that did not end
            if (!is_backup_file(entry.path().filename().string()))
                throw Error(ErrorCode::conflict, "not a folder of a backup", {to_},
                            {"storage.folder_not_empty", {to_}});
    }

    static bool is_backup_file(const std::string& name) {
        return name.rfind(unfinished_backup, 0) == 0 ||
               (name.find_first_not_of("0123456789") == digits_of_run && name[digits_of_run] == '-' &&
                fs::path(name).extension() == backup_ending);
    }

    // What is there must be a backup of this archive in an earlier state.
    void check_earlier(const BackupSet& set) {
        last_ = BackupRows(set, nullptr).last();
        if (last_.archive != whole_keys(archive_).archive_id)
            throw Error(ErrorCode::conflict, "a backup of another archive", {to_},
                        {"storage.backup_of_another", {to_}});
        Environment environment(archive_, Environment::Access::read_only);
        if (last_.to > Head::read(ReadTxn(environment), keys_).commit)
            throw Error(ErrorCode::conflict, "the backup is later than the archive", {to_},
                        {"storage.backup_is_later", {to_}});
    }

    std::vector<FileSum> write_full(const std::string& folder, const std::string& name, std::uint64_t limit) {
        Environment environment(archive_, Environment::Access::read_only);
        Dump tables(environment);
        const Head head = Head::read(tables, keys_);
        ArchiveRows rows(archive_, tables);
        result_ = {true, 0, 0, head.commit, {}};
        RunWriter writer(folder, name, {whole_keys(archive_).archive_id, 0, head.commit}, keys_, limit);
        for (Row row; rows.next(row); ++result_.rows) writer.add(row);
        return finished(writer);
    }

    // Not possible after an erasure, and not worth it where most of the backup does not count any more.
    Added write_more(BackupSet& set) {
        Environment environment(archive_, Environment::Access::read_only);
        Dump tables(environment);
        const Head head = Head::read(tables, keys_);
        ArchiveRows now(archive_, tables);
        BackupRows before(set, &keys_);
        result_ = {false, 0, 0, head.commit, {}};
        RunWriter writer(to_, run_name(), {last_.archive, last_.to, head.commit}, keys_, volume_limit);
        const auto difference = write_difference(now, before, writer, result_.rows, to_);
        if (difference == Difference::erased || before.dead() > before.live()) return Added::not_possible;
        if (result_.rows == 0 && head.commit == last_.to) return Added::nothing;
        set.runs.push_back(finished(writer));
        return Added::something;
    }

    std::vector<FileSum> finished(RunWriter& writer) {
        auto files = writer.finish();
        for (const FileSum& file : files) result_.bytes += file.size;
        return files;
    }

    void verify(const BackupSet& set) const {
        BackupRows rows(set, &keys_);
        if (verified_head(rows, keys_, to_).commit != result_.commit)
            backup_damaged(to_, "does not lead to the state that was written");
    }

    // The new list makes the run part of the backup; what it does not name goes.
    void write_list(const BackupSet& set) const {
        std::string list;
        std::set<std::string> named;
        for (const auto& run : set.runs)
            for (const FileSum& file : run) {
                list += file.sha256 + "  " + file.name + "\n";
                named.insert(file.name);
            }
        write_file((fs::path(to_) / backup_list).string(), list);
        for (const auto& entry : fs::directory_iterator(to_)) {
            const std::string name = entry.path().filename().string();
            std::error_code none;
            if (is_backup_file(name) && named.count(name) == 0) fs::remove(entry.path(), none);
        }
        sync_folder(to_);
    }

    const std::string& archive_;
    const ArchiveKeys& keys_;
    const std::string& to_;
    RunHeader last_;
    std::uint64_t number_ = 1;  // of the run, in the names of its files
    BackupResult result_;
};

Json json_of(const BackupResult& result) {
    return {{"full", result.full},
            {"rows", result.rows},
            {"bytes", result.bytes},
            {"commit", result.commit},
            {"files", result.files}};
}

BackupResult result_of(const Json& json) {
    return {json.at("full").get<bool>(), json.at("rows").get<std::uint64_t>(),
            json.at("bytes").get<std::uint64_t>(), json.at("commit").get<std::uint64_t>(),
            json.at("files").get<std::vector<std::string>>()};
}

}  // namespace

BackupResult Archive::backup(const std::string& to) const {
    refuse_inside_archive(to);
    std::error_code none;
    const bool file = names_a_file(to) && !fs::is_directory(to, none);
    const auto done = run_one_apart([&] {
        try {
            Run run(impl_->folder, impl_->keys, to);
            return dump_json(json_of(file ? run.to_file() : run.to_folder()));
        } catch (const fs::filesystem_error& failed) {
            throw Error(ErrorCode::external, failed.what(), {to}, {"storage.backup_unwritable", {to}});
        }
    });
    if (!done)
        throw Error(ErrorCode::corrupt, "the process that read it died", {impl_->folder},
                    {"storage.file_damaged", {impl_->folder}});
    return result_of(parse_json(*done));
}

}  // namespace sanad::storage
