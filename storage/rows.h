// Rows of any table, one after the other: what a backup, a restored archive and a compacted one are made
// from. Included by storage/*.cpp only.
#pragma once

#include <string>
#include <string_view>
#include <tuple>

namespace sanad::storage {

// `table` is the name of an LMDB table; empty for a file of the archive's folder, whose path is the key.
struct Row {
    std::string table;
    std::string key;
    std::string value;
    bool removed = false;  // only in a run of a backup: the row is gone since the run before it

    auto place() const { return std::tie(table, key); }
};

// Rows in ascending order of (table, key), bytes compared as unsigned.
class RowSource {
public:
    virtual ~RowSource() = default;
    // False at the end; then `into` is not changed.
    virtual bool next(Row& into) = 0;
};

}  // namespace sanad::storage
