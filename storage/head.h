// `head`: the counts and sums that bind every table, and the end of the log. FORMAT.md, sections 6 and 7.
// Included by storage/*.cpp only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/hash.h"
#include "storage/environment.h"
#include "storage/merkle.h"
#include "storage/sealing.h"

namespace sanad::storage {

// What a row adds to the sum of its table.
Sha256 hash_of_row(const Key& bind, Table table, std::string_view key, std::string_view value);

// A row that is to be written, hashed before the transaction.
struct BoundRow {
    Table table;
    std::string key;
    std::string value;
    Sha256 hash;
};
BoundRow bound_row(const Key& bind, Table table, std::string key, std::string value);

// The number of a table's rows and the XOR of their keyed hashes. The order of adding and removing does not
// matter.
struct TableSum {
    std::uint64_t rows = 0;
    Sha256 digest{};

    void add(const Sha256& row);  // hash_of_row
    void remove(const Sha256& row);
    bool operator==(const TableSum&) const = default;
};

struct Head {
    std::uint64_t commit = 0;  // transactions so far
    int index_version = 1;
    std::uint64_t next_record = 1;
    std::array<TableSum, table_names.size()> sums{};
    Frontier log;

    TableSum& sum(Table table) { return sums[static_cast<std::size_t>(table)]; }
    const TableSum& sum(Table table) const { return sums[static_cast<std::size_t>(table)]; }

    // Throws Error(corrupt) where there is none that opens, Error(unsupported) for a later version.
    static Head read(const Txn& txn, const ArchiveKeys& keys);
    static Head read(const Txn& txn, const ArchiveKeys& keys, const struct LastHead& known);
    static Head open(const std::string& sealed, const ArchiveKeys& keys);
    std::string sealed(const ArchiveKeys& keys) const;

private:
    std::string known_json() const;

    std::string unknown_;  // the JSON that was read, where it has members that this version does not know
};

// The context in which the value of a row is sealed.
std::string context_of(Table table, std::string_view key);

// The head that this process wrote last, so that it need not be opened again where it is still that one.
struct LastHead {
    std::string sealed;
    Head head;
};

// One transaction's changes, with what binds them.
class Change {
public:
    Change(WriteTxn& txn, const ArchiveKeys& keys, Head before);

    const Txn& txn() const { return txn_; }
    Head& head() { return head_; }

    void put(Table table, std::string_view key, std::string_view value);  // inserts or replaces
    void put(const BoundRow& row);
    void remove(Table table, std::string_view key);  // nothing where there is no such row
    std::uint64_t log(std::string_view entry);       // returns its index
    std::uint64_t log(std::string_view entry, const Sha256& leaf);
    LastHead finish();  // writes the head

private:
    void put(Table table, std::string_view key, std::string_view value, const Sha256& hash);

    WriteTxn& txn_;
    const ArchiveKeys& keys_;
    Head head_;
};

}  // namespace sanad::storage
