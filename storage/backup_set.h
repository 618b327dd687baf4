// A backup as it lies in a folder or in one file: its runs, and the rows that they come to together.
// FORMAT.md, section 12. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/backup_run.h"
#include "storage/head.h"

namespace sanad::storage {

constexpr const char* backup_list = "SHA256SUMS";

struct BackupSet {
    std::string path;                        // the folder, or the file
    std::vector<std::vector<FileSum>> runs;  // in order; the hash of a single file is not known beforehand

    std::vector<std::string> paths(std::size_t run) const;
};

// Throws Error(not_found) with "storage.no_backup", Error(corrupt) where the list is none.
BackupSet read_backup_set(const std::string& path);

// The rows after the last run: what a later run has counts, what it removed is gone.
class BackupRows : public RowSource {
public:
    // Throws Error(corrupt) where the runs don't follow each other. `set` must outlive it.
    BackupRows(const BackupSet& set, const ArchiveKeys* keys);

    const RunHeader& last() const { return runs_.back().reader->header(); }
    bool next(Row& into) override;

    // Bytes of values that a later run replaced or removed, and of those that count; whole after the end.
    std::uint64_t dead() const { return dead_; }
    std::uint64_t live() const { return live_; }

private:
    struct Run {
        std::unique_ptr<RunReader> reader;
        std::optional<Row> row;
    };
    void check_sums() const;

    const BackupSet& set_;
    std::vector<Run> runs_;
    std::uint64_t dead_ = 0;
    std::uint64_t live_ = 0;
};

// Reads all of `rows` and holds every table against the sealed head among them. Throws Error(corrupt) with
// "storage.backup_damaged" naming `path`.
Head verified_head(RowSource& rows, const ArchiveKeys& keys, const std::string& path);

}  // namespace sanad::storage
