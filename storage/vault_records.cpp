#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "storage/blind_index.h"
#include "storage/bytes.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

constexpr char version = 1;

[[noreturn]] void damaged(const std::string& id) {
    throw Error(ErrorCode::corrupt, "record " + id + " does not open",
                {"storage.record_damaged", {"seal", id}});
}

std::optional<Json> record_json(const Txn& txn, const ArchiveKeys& keys, const std::string& id) {
    if (id.empty()) return {};
    const auto sealed = txn.get(Table::records, id);
    if (!sealed) return {};
    const auto text = unseal(keys.values, context_of(Table::records, id), *sealed);
    if (!text) damaged(id);
    Json json = parse_json(*text);
    if (json.value("v", 0) > version)
        throw Error(ErrorCode::unsupported, "record of a later version", UserMessage{"storage.newer_format"});
    return json;
}

}  // namespace

std::optional<Record> stored_record(const Txn& txn, const ArchiveKeys& keys, const std::string& id) {
    const auto json = record_json(txn, keys, id);
    if (!json) return {};
    auto record = json->at("record").get<Record>();
    if (record.id != id) damaged(id);
    return record;
}

std::uint64_t record_seen_at(const Txn& txn, const ArchiveKeys& keys, const std::string& id) {
    const auto json = record_json(txn, keys, id);
    return json ? json->value("seen_at", std::uint64_t{0}) : 0;
}

void put_record(Change& change, const ArchiveKeys& keys, const Record& record, std::uint64_t seen_at) {
    const auto before = stored_record(change.txn(), keys, record.id);
    Json json = {{"v", int{version}}, {"record", Json(record)}};
    if (seen_at != 0) json["seen_at"] = seen_at;
    change.put(Table::records, record.id,
               seal(keys.values, context_of(Table::records, record.id), dump_json(json)));
    reindex(change, before ? index_rows(keys.index, *before) : std::set<std::string>{},
            index_rows(keys.index, record));
}

std::string setting_key(const ArchiveKeys& keys, std::string_view name) {
    return hmac(keys.index, std::string("setting\0", 8).append(name)).substr(0, 16);
}

std::string setting_value(std::string_view name, std::string_view value) {
    return std::string(1, version)
        .append(u32_bytes(static_cast<std::uint32_t>(name.size())))
        .append(name)
        .append(value);
}

std::optional<std::string> stored_setting(const Txn& txn, const ArchiveKeys& keys, std::string_view key) {
    const auto sealed = txn.get(Table::settings, key);
    if (!sealed) return {};
    const auto text = unseal(keys.values, context_of(Table::settings, key), *sealed);
    const auto name = text && text->size() >= 5 ? read_u32(*text, 1) : std::nullopt;
    if (!name || text->size() - 5 < *name)
        throw Error(ErrorCode::corrupt, "a setting does not open", UserMessage{"storage.setting_damaged"});
    if (text->front() > version)
        throw Error(ErrorCode::unsupported, "setting of a later version",
                    UserMessage{"storage.newer_format"});
    return text->substr(5 + *name);
}

void reindex(Change& change, const std::set<std::string>& before, const std::set<std::string>& now) {
    for (const std::string& row : before)
        if (now.count(row) == 0) change.remove(Table::index, row);
    for (const std::string& row : now)
        if (before.count(row) == 0) change.put(Table::index, row, {});
}

}  // namespace sanad::storage
