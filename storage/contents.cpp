// Archive::contents: the same hash for archives that hold the same, in whatever order it came to them.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/hash.h"
#include "core/json.h"
#include "storage/archive_impl.h"
#include "storage/branches.h"
#include "storage/key_file.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

std::vector<std::string> keys_of(const Txn& txn, Table table) {
    std::vector<std::string> keys;
    txn.scan(table, {}, [&](std::string_view key, std::string_view) {
        keys.emplace_back(key);
        return true;
    });
    return keys;
}

// The events of a line name their files by hash.
std::string line_of_case(const Txn& txn, const ArchiveKeys& keys, const Office& office,
                         const std::string& id) {
    const auto stored = stored_case(txn, keys, id);
    std::vector<Event> events;
    for (StoredEvent& one : stored_events(txn, *case_key(txn, keys, id), id, stored->value.events))
        events.push_back(office.event_outside(std::move(one.event)));
    return "case " + original_case(id) + " " + std::to_string(events.size()) + " " + chain_of(events).back();
}

}  // namespace

std::string Archive::contents() const {
    const ReadTxn txn(*impl_->environment);
    const Office office(whole_keys(impl_->folder).archive_id);
    std::vector<std::string> lines;
    for (const std::string& id : keys_of(txn, Table::cases))
        lines.push_back(line_of_case(txn, impl_->keys, office, id));
    for (const std::string& id : keys_of(txn, Table::records)) {
        const auto record = stored_record(txn, impl_->keys, id);
        lines.push_back("record " + office.record_outside(id) + " " +
                        sha256_hex(dump_json(Json(record->fields))));
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return sha256_hex(text);
}

}  // namespace sanad::storage
