#include "storage/backup_set.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>

#include "core/error.h"
#include "core/files.h"
#include "storage/backup_format.h"
#include "storage/bytes.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t longest_list = 16 << 20;

// "<commit>-<volume>.sanad": files of one run have the same commit.
bool is_volume(const std::string& name) {
    const auto dash = name.find('-');
    const std::string ending = backup_ending;
    return dash != std::string::npos && dash > 0 && name.find('/') == std::string::npos &&
           name.size() > ending.size() + dash && name.substr(name.size() - ending.size()) == ending &&
           name.find_first_not_of("0123456789") == dash;
}

std::string run_of(const std::string& name) { return name.substr(0, name.find('-')); }

}  // namespace

std::vector<std::string> BackupSet::paths(std::size_t run) const {
    std::vector<std::string> made;
    for (const FileSum& file : runs[run])
        made.push_back(fs::is_directory(path) ? (fs::path(path) / file.name).string() : path);
    return made;
}

BackupSet read_backup_set(const std::string& path) {
    BackupSet set{path, {}};
    std::error_code none;
    if (fs::is_regular_file(path, none)) {
        set.runs.push_back({{fs::path(path).filename().string(), "", 0}});
        return set;
    }
    const std::string list = (fs::path(path) / backup_list).string();
    if (!fs::exists(list, none))
        throw Error(ErrorCode::not_found, "no backup in " + path, {path}, {"storage.no_backup", {path}});
    std::istringstream lines(read_file(list, longest_list));
    for (std::string line; std::getline(lines, line);) {
        if (line.size() < 67 || line.substr(64, 2) != "  " || !is_volume(line.substr(66)))
            backup_damaged(list, "not a list of a backup's files");
        const FileSum file{line.substr(66), line.substr(0, 64), 0};
        if (set.runs.empty() || run_of(set.runs.back().front().name) != run_of(file.name))
            set.runs.emplace_back();
        set.runs.back().push_back(file);
    }
    if (set.runs.empty()) backup_damaged(list, "an empty list");
    return set;
}

BackupRows::BackupRows(const BackupSet& set, const ArchiveKeys* keys) : set_(set) {
    for (std::size_t i = 0; i < set.runs.size(); ++i) {
        auto reader = std::make_unique<RunReader>(set.paths(i), keys);
        const std::uint64_t expected = i == 0 ? 0 : last().to;
        const bool same = i == 0 || reader->header().archive == last().archive;
        if (!same || reader->header().from != expected)
            backup_damaged(set.paths(i).front(), "does not follow the run before it");
        runs_.push_back({std::move(reader), std::nullopt});
        Row row;
        if (runs_.back().reader->next(row)) runs_.back().row = std::move(row);
    }
}

void BackupRows::check_sums() const {
    for (std::size_t i = 0; i < runs_.size(); ++i)
        for (std::size_t j = 0; j < set_.runs[i].size(); ++j)
            if (!set_.runs[i][j].sha256.empty() &&
                runs_[i].reader->sums().at(j).sha256 != set_.runs[i][j].sha256)
                backup_damaged(set_.paths(i)[j], "differs from the list");
}

bool BackupRows::next(Row& into) {
    for (;;) {
        const Run* first = nullptr;
        for (const Run& run : runs_)
            if (run.row && (first == nullptr || run.row->place() <= first->row->place())) first = &run;
        if (first == nullptr) {
            check_sums();
            return false;
        }
        const Row row = *first->row;  // of several with this key the latest run's
        for (Run& run : runs_) {
            if (!run.row || run.row->place() != row.place()) continue;
            dead_ += run.row->value.size();
            Row following;
            run.row.reset();
            if (run.reader->next(following)) run.row = std::move(following);
        }
        if (row.removed) continue;
        dead_ -= row.value.size();
        live_ += row.value.size();
        into = row;
        return true;
    }
}

Head verified_head(RowSource& rows, const ArchiveKeys& keys, const std::string& path) {
    std::map<std::string, TableSum, std::less<>> sums;
    std::string head_row;
    Frontier log;
    for (Row row; rows.next(row);) {
        const auto known = std::find(table_names.begin(), table_names.end(), row.table);
        if (known == table_names.end()) continue;
        const auto table = static_cast<Table>(known - table_names.begin());
        sums[row.table].add(hash_of_row(keys.bind, table, row.key, row.value));
        if (table == Table::meta && row.key == "head") head_row = row.value;
        if (table == Table::log && read_u64(row.key, 0) == log.size()) log.add(row.value);
    }
    const Head head = Head::open(head_row, keys);
    for (std::size_t i = 1; i < table_names.size(); ++i)
        if (sums[table_names[i]] != head.sum(static_cast<Table>(i)))
            backup_damaged(path, std::string("table ") + table_names[i] + " differs from what was sealed");
    if (log != head.log) backup_damaged(path, "the log differs from what was sealed");
    return head;
}

}  // namespace sanad::storage
