#include "storage/erasure.h"

#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "storage/bytes.h"
#include "storage/head.h"

namespace sanad::storage {
namespace {

constexpr char version = 1;
constexpr std::size_t salt_size = 32;

std::string text_of(const Erasure& erasure) {
    return dump_json({{"v", int{version}},
                      {"case", erasure.case_id},
                      {"at", erasure.at},
                      {"who", erasure.who},
                      {"why", erasure.why},
                      {"files", erasure.files},
                      {"log", erasure.log}});
}

Erasure erasure_of(const Json& json) {
    Erasure made;
    made.case_id = json.at("case").get<std::string>();
    made.at = json.at("at").get<std::string>();
    made.who = json.at("who").get<std::string>();
    made.why = json.at("why").get<std::string>();
    made.files = json.at("files").get<std::uint64_t>();
    made.log = json.at("log").get<std::vector<std::uint64_t>>();
    return made;
}

std::string entry_of(std::string_view salt, std::string_view text) {
    return std::string(1, entry_of_erasure) + hmac(Key(salt), text);
}

std::optional<StoredErasure> parse(const std::string& key, const std::string& value) {
    if (value.size() < 1 + salt_size || key.size() < 9) return {};
    if (value.front() > version)
        throw Error(ErrorCode::unsupported, "an erasure of a later version",
                    UserMessage{"storage.newer_format"});
    const std::string_view salt = std::string_view(value).substr(1, salt_size);
    const std::string_view text = std::string_view(value).substr(1 + salt_size);
    try {
        StoredErasure made{erasure_of(parse_json(text)), entry_of(salt, text)};
        made.erasure.index = *read_u64(key, key.size() - 8);
        return made;
    } catch (const nlohmann::json::exception&) {
        return {};
    }
}

}  // namespace

std::string erasure_key(std::string_view case_id, std::uint64_t log_index) {
    return std::string(case_id).append(1, '\0').append(u64_bytes(log_index));
}

std::string erasure_value(std::string_view salt, const Erasure& erasure) {
    return std::string(1, version).append(salt).append(text_of(erasure));
}

std::string erasure_entry(std::string_view salt, const Erasure& erasure) {
    return entry_of(salt, text_of(erasure));
}

void scan_erasures(const Txn& txn, const ArchiveKeys& keys,
                   const std::function<void(const std::string&, const StoredErasure*)>& visit) {
    txn.scan(Table::erased, {}, [&](std::string_view row, std::string_view sealed) {
        const std::string key(row);
        const auto value = unseal(keys.values, context_of(Table::erased, key), sealed);
        const auto stored = value ? parse(key, *value) : std::nullopt;
        visit(key, stored ? &*stored : nullptr);
        return true;
    });
}

}  // namespace sanad::storage
