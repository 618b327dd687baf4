// The tables, opened: reads that unseal what they return, and the writing of a filing. Everything that
// Archive does is made of these. Included by storage/*.cpp only.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/record.h"
#include "storage/case_values.h"
#include "storage/environment.h"
#include "storage/head.h"
#include "storage/sealing.h"

namespace sanad::storage {

// Every read throws Error(corrupt) for a value that does not open, with the message of what it belongs to.

bool may_be_case_id(const std::string& id);  // FORMAT.md, section 4

// Of a case. Nothing where the archive has no such case.
std::optional<Key> case_key(const Txn& txn, const ArchiveKeys& keys, const std::string& case_id);
std::optional<StoredCase> stored_case(const Txn& txn, const ArchiveKeys& keys, const std::string& case_id);
std::vector<StoredEvent> stored_events(const Txn& txn, const Key& key, const std::string& case_id,
                                       std::uint64_t count);
StoredEvent stored_event(const Txn& txn, const Key& key, const std::string& case_id, std::uint64_t sequence);

// The blob, its hash compared.
std::string stored_blob(const Txn& txn, const ArchiveKeys& keys, const Key& key, const std::string& case_id,
                        const StoredBlob& blob);

struct SealedChunk {
    std::string key;
    std::string value;
};
std::vector<SealedChunk> sealed_blob(const ArchiveKeys& keys, Sealer& sealer, const std::string& case_id,
                                     std::string_view bytes, const std::string& sha256);
std::size_t chunks_of(std::uint64_t size);
// What the keys of a blob's chunks begin with.
std::string blob_prefix(const ArchiveKeys& keys, const std::string& case_id, const std::string& sha256);

// Of a record.
std::optional<Record> stored_record(const Txn& txn, const ArchiveKeys& keys, const std::string& id);
// `seen_at`: of another archive's record, that archive's commit when this state of it was seen; else 0.
void put_record(Change& change, const ArchiveKeys& keys, const Record& record, std::uint64_t seen_at = 0);
std::uint64_t record_seen_at(const Txn& txn, const ArchiveKeys& keys, const std::string& id);

// Of a setting.
std::string setting_key(const ArchiveKeys& keys, std::string_view name);
std::string setting_value(std::string_view name, std::string_view value);
std::optional<std::string> stored_setting(const Txn& txn, const ArchiveKeys& keys, std::string_view key);

// Makes the rows `now` of what had the rows `before`.
void reindex(Change& change, const std::set<std::string>& before, const std::set<std::string>& now);

}  // namespace sanad::storage
