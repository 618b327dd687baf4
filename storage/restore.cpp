// Archive::restore: the archive of a backup, verified twice before it appears.
#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "storage/archive_impl.h"
#include "storage/backup_set.h"
#include "storage/dump.h"
#include "storage/folder_files.h"
#include "storage/key_file.h"
#include "storage/new_place.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

// The files of the archive come first, the key file among them.
std::string key_file_of(const BackupSet& set) {
    BackupRows rows(set, nullptr);
    for (Row row; rows.next(row) && row.table.empty();)
        if (row.key == "keys") return row.value;
    backup_damaged(set.path, "no key file in it");
}

Head verified(const BackupSet& set, const ArchiveKeys& keys) {
    BackupRows rows(set, &keys);
    const Head head = verified_head(rows, keys, set.path);
    if (head.commit != rows.last().to) backup_damaged(set.path, "its state is not the one that it names");
    return head;
}

void build(const BackupSet& set, const ArchiveKeys& keys, const Head& head, const std::string& folder) {
    Environment::create(folder);
    BackupRows rows(set, &keys);
    fill_database(folder, rows, [&](const Row& row) { write_folder_file(folder, row); });
    write_mark(folder, keys, head.commit);
}

void check_built(const std::string& folder, const std::string& passphrase, const std::string& from) {
    for (const Check& check : Archive::open(folder, passphrase, true).check())
        if (check.verdict == Verdict::failed)
            throw Error(ErrorCode::corrupt,
                        "restored, but " + check.id + " " + check.subject + " " + check.evidence, Where{from},
                        {"storage.backup_damaged", {from}});
}

}  // namespace

void Archive::restore(const std::string& from, const std::string& folder, const std::string& passphrase) {
    std::error_code none;
    if (!fs::exists(from, none))
        throw Error(ErrorCode::not_found, "no backup in " + from, {from}, {"storage.no_backup", {from}});
    const BackupSet set = read_backup_set(from);
    const ArchiveKeys keys(unlock_copy(key_file_of(set), passphrase, from));
    const Head head = verified(set, keys);
    NewPlace place(folder);
    try {
        build(set, keys, head, place.folder());
        check_built(place.folder(), passphrase, from);
    } catch (const fs::filesystem_error& failed) {
        throw Error(ErrorCode::external, failed.what(), {folder}, {"storage.not_permitted", {folder}});
    }
    place.put_in_place();
}

}  // namespace sanad::storage
