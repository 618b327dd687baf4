#include "core/error.h"
#include "core/hash.h"
#include "storage/blind_index.h"
#include "storage/bytes.h"
#include "storage/check_parts.h"
#include "storage/head.h"
#include "storage/job_rows.h"

namespace sanad::storage {
namespace {

void note_owner(Table table, std::string_view key, TableFindings& into) {
    switch (table) {
        case Table::keys:
        case Table::cases:
            into.cases.emplace(key);
            break;
        case Table::events:
        case Table::blobs:
            into.cases.emplace(key.substr(0, key.find('\0')));
            break;
        case Table::records:
            into.records.emplace(key);
            break;
        case Table::settings:
            into.settings.emplace(key);
            break;
        case Table::index:
            if (const auto row = parse_index_row(key))
                (row->kind == Owner::of_case ? into.cases : into.records).insert(row->owner);
            break;
        case Table::meta:
        case Table::log:
        case Table::erased:
        case Table::pending:
        case Table::jobs:
            break;
    }
}

std::string counted(std::uint64_t found, std::uint64_t expected) {
    return std::to_string(found) + " / " + std::to_string(expected);
}

// The log's own number of each entry, and the tree over all of them.
struct LogCheck {
    Frontier tree;
    bool in_order = true;

    void see(std::string_view key, std::string_view value) {
        in_order = in_order && key.size() == 8 && read_u64(key, 0) == tree.size();
        tree.add(value);
    }
};

}  // namespace

Check damage(const char* id, const std::string& subject, const std::string& evidence) {
    return {id, subject, Verdict::failed, evidence};
}

TableFindings check_table(Environment& environment, const ArchiveKeys& keys, Table table) {
    TableFindings found;
    const std::string name = name_of(table);
    try {
        const ReadTxn txn(environment);
        const Head head = Head::read(txn, keys);
        TableSum sum;
        LogCheck log;
        txn.scan(table, {}, [&](std::string_view key, std::string_view value) {
            sum.add(hash_of_row(keys.bind, table, key, value));
            note_owner(table, key, found);
            if (table == Table::log) log.see(key, value);
            return true;
        });
        const TableSum& expected = head.sum(table);
        if (table != Table::meta && sum != expected)
            found.checks.push_back(damage("storage.table_changed", name, counted(sum.rows, expected.rows)));
        if (table == Table::log && !(log.in_order && log.tree == head.log))
            found.checks.push_back(
                damage("storage.log_damaged", name, counted(log.tree.size(), head.log.size())));
        if (const std::string fault = table == Table::jobs ? fault_of_jobs(txn, keys) : ""; !fault.empty())
            found.checks.push_back(damage("storage.table_damaged", name, fault));
    } catch (const Error& error) {
        found.checks.push_back(damage("storage.table_damaged", name, error.what()));
    }
    return found;
}

}  // namespace sanad::storage
