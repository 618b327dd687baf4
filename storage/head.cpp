#include "storage/head.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "storage/bytes.h"

namespace sanad::storage {
namespace {

constexpr const char* head_key = "head";

// What of a row is bound: of a sealed value its nonce and tag say everything.
std::string essence(Table table, std::string_view value) {
    return table == Table::log || table == Table::index || table == Table::pending ? std::string(value)
                                                                                   : essence_of_seal(value);
}

void mix(TableSum& sum, const Key& bind, Table table, std::string_view key, std::string_view value) {
    const std::string message = std::string(name_of(table))
                                    .append(1, '\0')
                                    .append(u32_bytes(static_cast<std::uint32_t>(key.size())))
                                    .append(key)
                                    .append(essence(table, value));
    const std::string hash = hmac(bind, message);
    for (std::size_t i = 0; i < sum.digest.size(); ++i) sum.digest[i] ^= static_cast<std::uint8_t>(hash[i]);
}

template <std::size_t N>
std::array<std::uint8_t, N> bytes_of(const Json& hex) {
    const std::string bytes = from_hex(hex.get<std::string>());
    std::array<std::uint8_t, N> made{};
    if (bytes.size() != N) throw Error(ErrorCode::corrupt, "head: a hash of the wrong length");
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(made.data()));
    return made;
}

template <std::size_t N>
std::string hex_of(const std::array<std::uint8_t, N>& bytes) {
    return to_hex({reinterpret_cast<const char*>(bytes.data()), N});
}

void read_json(Head& head, const Json& json) {
    if (json.at("v").get<int>() > 1)
        throw Error(ErrorCode::unsupported, "head of a later version", UserMessage{"storage.newer_format"});
    head.commit = json.at("commit").get<std::uint64_t>();
    head.index_version = json.at("index").get<int>();
    if (head.index_version > 1)  // rows that this version would not keep up
        throw Error(ErrorCode::unsupported, "index of a later version", UserMessage{"storage.newer_format"});
    head.next_record = json.at("next_record").get<std::uint64_t>();
    for (std::size_t i = 1; i < table_names.size(); ++i) {
        const Json& tables = json.at("tables");
        if (i >= static_cast<std::size_t>(Table::erased) && !tables.contains(table_names[i])) continue;
        const Json& row = tables.at(table_names[i]);
        head.sums[i] = {row.at(0).get<std::uint64_t>(), bytes_of<32>(row.at(1))};
    }
    std::vector<Sha256> subtrees;
    for (const Json& hash : json.at("log").at("frontier")) subtrees.push_back(bytes_of<32>(hash));
    head.log = Frontier(json.at("log").at("size").get<std::uint64_t>(), std::move(subtrees));
}

}  // namespace

std::string context_of(Table table, std::string_view key) {
    return std::string(name_of(table)).append(1, '\0').append(key);
}

void TableSum::add(const Key& bind, Table table, std::string_view key, std::string_view value) {
    ++rows;
    mix(*this, bind, table, key, value);
}

void TableSum::remove(const Key& bind, Table table, std::string_view key, std::string_view value) {
    --rows;
    mix(*this, bind, table, key, value);
}

Head Head::read(const Txn& txn, const ArchiveKeys& keys) {
    const auto sealed = txn.get(Table::meta, head_key);
    return open(sealed.value_or(""), keys);
}

Head Head::open(const std::string& sealed, const ArchiveKeys& keys) {
    auto text = unseal(keys.values, context_of(Table::meta, head_key), sealed);
    if (!text) throw Error(ErrorCode::corrupt, "no head that opens", UserMessage{"storage.head_damaged"});
    try {
        Head head;
        read_json(head, parse_json(*text));
        head.unknown_ = std::move(*text);
        return head;
    } catch (const nlohmann::json::exception& bad) {
        throw Error(ErrorCode::corrupt, std::string("head: ") + bad.what(),
                    UserMessage{"storage.head_damaged"});
    }
}

std::string Head::sealed(const ArchiveKeys& keys) const {
    Json json = unknown_.empty() ? Json::object() : parse_json(unknown_);
    json["v"] = 1;
    json["commit"] = commit;
    json["index"] = index_version;
    json["next_record"] = next_record;
    for (std::size_t i = 1; i < table_names.size(); ++i)
        json["tables"][table_names[i]] = Json::array({sums[i].rows, hex_of(sums[i].digest)});
    json["log"]["size"] = log.size();
    Json frontier = Json::array();
    for (const Sha256& hash : log.subtrees()) frontier.push_back(hex_of(hash));
    json["log"]["frontier"] = std::move(frontier);
    return seal(keys.values, context_of(Table::meta, head_key), dump_json(json));
}

Change::Change(WriteTxn& txn, const ArchiveKeys& keys, Head before)
    : txn_(txn), keys_(keys), head_(std::move(before)) {}

void Change::put(Table table, std::string_view key, std::string_view value) {
    if (const auto before = txn_.get(table, key)) head_.sum(table).remove(keys_.bind, table, key, *before);
    txn_.put(table, key, value);
    head_.sum(table).add(keys_.bind, table, key, value);
}

void Change::remove(Table table, std::string_view key) {
    const auto before = txn_.get(table, key);
    if (!before) return;
    txn_.remove(table, key);
    head_.sum(table).remove(keys_.bind, table, key, *before);
}

std::uint64_t Change::log(std::string_view entry) {
    const std::uint64_t at = head_.log.size();
    put(Table::log, u64_bytes(at), entry);
    head_.log.add(entry);
    return at;
}

void Change::finish() {
    ++head_.commit;
    txn_.put(Table::meta, head_key, head_.sealed(keys_));
}

}  // namespace sanad::storage
