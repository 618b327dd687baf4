#include <algorithm>

#include "core/error.h"
#include "core/hash.h"
#include "storage/blob_read.h"
#include "storage/bytes.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

constexpr std::uint64_t longest_reserved = 1 << 26;  // a damaged size must not take the memory
constexpr std::size_t longest_case_id = 40;
constexpr std::size_t chunk_size = 261'120;  // with its seal and LMDB's page header 64 pages

[[noreturn]] void damaged(const std::string& case_id, const std::string& what) {
    throw Error(ErrorCode::corrupt, "case " + case_id + ": " + what,
                {"storage.case_damaged", {what, case_id}});
}

std::string chunk_key(const ArchiveKeys& keys, const std::string& case_id, const std::string& sha256,
                      std::size_t number) {
    return blob_prefix(keys, case_id, sha256).append(u32_bytes(static_cast<std::uint32_t>(number)));
}

}  // namespace

bool may_be_case_id(const std::string& id) {
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    };
    return !id.empty() && id.size() <= longest_case_id && std::all_of(id.begin(), id.end(), allowed);
}

std::optional<Key> case_key(const Txn& txn, const ArchiveKeys& keys, const std::string& case_id) {
    const auto sealed = txn.get(Table::keys, case_id);
    if (!sealed) return {};
    const auto opened = unseal(keys.case_keys, context_of(Table::keys, case_id), *sealed);
    if (!opened) damaged(case_id, "key");
    return Key(*opened);
}

std::optional<StoredCase> stored_case(const Txn& txn, const ArchiveKeys& keys, const std::string& case_id) {
    const auto key = case_key(txn, keys, case_id);
    const auto sealed = txn.get(Table::cases, case_id);
    if (!key && !sealed) return {};
    if (!key) damaged(case_id, "key");
    const auto text = sealed ? unseal(*key, context_of(Table::cases, case_id), *sealed) : std::nullopt;
    if (!text) damaged(case_id, "sum");
    StoredCase made = parse_case_value(*text);
    if (made.value.id != case_id) damaged(case_id, "sum");
    if (made.sum != sum_version) {
        std::vector<Event> events;
        for (StoredEvent& stored : stored_events(txn, *key, case_id, made.value.events))
            events.push_back(std::move(stored.event));
        made.value = sum_of(events);
        made.sum = sum_version;
    }
    return made;
}

StoredEvent stored_event(const Txn& txn, const Key& key, const std::string& case_id, std::uint64_t sequence) {
    const std::string row = event_key(case_id, sequence);
    const auto sealed = txn.get(Table::events, row);
    const auto value = sealed ? unseal(key, context_of(Table::events, row), *sealed) : std::nullopt;
    if (!value) damaged(case_id, "event " + std::to_string(sequence));
    StoredEvent stored = parse_event_value(*value);
    if (stored.event.case_id != case_id || stored.event.sequence != sequence)
        damaged(case_id, "event " + std::to_string(sequence));
    return stored;
}

std::vector<StoredEvent> stored_events(const Txn& txn, const Key& key, const std::string& case_id,
                                       std::uint64_t count) {
    std::vector<StoredEvent> events;
    for (std::uint64_t sequence = 1; sequence <= count; ++sequence)
        events.push_back(stored_event(txn, key, case_id, sequence));
    return events;
}

std::string blob_prefix(const ArchiveKeys& keys, const std::string& case_id, const std::string& sha256) {
    return case_prefix(case_id).append(hmac(keys.index, std::string("blob\0", 5).append(from_hex(sha256))));
}

std::size_t chunks_of(std::uint64_t size) {
    return size == 0 ? 1 : static_cast<std::size_t>((size + chunk_size - 1) / chunk_size);
}

std::vector<SealedChunk> sealed_blob(const ArchiveKeys& keys, Sealer& sealer, const std::string& case_id,
                                     std::string_view bytes, const std::string& sha256) {
    std::vector<SealedChunk> chunks;
    for (std::size_t i = 0; i < chunks_of(bytes.size()); ++i) {
        std::string row = chunk_key(keys, case_id, sha256, i);
        std::string value =
            sealer.seal(context_of(Table::blobs, row), bytes.substr(i * chunk_size, chunk_size));
        chunks.push_back({std::move(row), std::move(value)});
    }
    return chunks;
}

std::string sealed_blob_bytes(const Txn& txn, const ArchiveKeys& keys, const Key& key,
                              const std::string& case_id, const StoredBlob& blob) {
    std::string bytes;
    bytes.reserve(std::min<std::uint64_t>(blob.size, longest_reserved));
    for (std::size_t i = 0; i < chunks_of(blob.size); ++i) {
        const std::string row = chunk_key(keys, case_id, blob.sha256, i);
        const auto sealed = txn.get(Table::blobs, row);
        const auto chunk = sealed ? unseal(key, context_of(Table::blobs, row), *sealed) : std::nullopt;
        if (!chunk) damaged(case_id, "file " + blob.sha256);
        bytes += *chunk;
    }
    if (bytes.size() != blob.size) damaged(case_id, "file " + blob.sha256);
    return bytes;
}

std::string stored_blob(const Txn& txn, const ArchiveKeys& keys, const Key& key, const std::string& case_id,
                        const StoredBlob& blob) {
    std::string bytes = sealed_blob_bytes(txn, keys, key, case_id, blob);
    if (sha256_hex(bytes) != blob.sha256) damaged(case_id, "file " + blob.sha256);
    return bytes;
}

}  // namespace sanad::storage
