#include "storage/head.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/bytes.h"
#include "storage/coding.h"

namespace sanad::storage {
namespace {

constexpr const char* head_key = "head";

// Whether all of a row's value is bound: of a sealed one its nonce and tag say everything.
bool is_bound_whole(Table table) {
    return table == Table::log || table == Table::index || table == Table::pending;
}

void mix(Sha256& into, const Sha256& row) {
    for (std::size_t i = 0; i < into.size(); ++i) into[i] ^= row[i];
}

Sha256 bytes_of(const Json& hex) {
    const std::string bytes = from_hex(hex.get<std::string>());
    Sha256 made{};
    if (bytes.size() != made.size()) throw Error(ErrorCode::corrupt, "head: a hash of the wrong length");
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(made.data()));
    return made;
}

std::string hex_of(const Sha256& bytes) {
    return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
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
        head.sums[i] = {row.at(0).get<std::uint64_t>(), bytes_of(row.at(1))};
    }
    std::vector<Sha256> subtrees;
    for (const Json& hash : json.at("log").at("frontier")) subtrees.push_back(bytes_of(hash));
    head.log = Frontier(json.at("log").at("size").get<std::uint64_t>(), std::move(subtrees));
}

}  // namespace

std::string context_of(Table table, std::string_view key) {
    return std::string(name_of(table)).append(1, '\0').append(key);
}

Sha256 hash_of_row(const Key& bind, Table table, std::string_view key, std::string_view value) {
    const std::string size = u32_bytes(static_cast<std::uint32_t>(key.size()));
    const std::string_view name = name_of(table), end("\0", 1);
    if (is_bound_whole(table)) return hmac(bind, {name, end, size, key, value});
    const auto [nonce, tag] = essence_of_seal(value);
    return hmac(bind, {name, end, size, key, nonce, tag});
}

BoundRow bound_row(const Key& bind, Table table, std::string key, std::string value) {
    const Sha256 hash = hash_of_row(bind, table, key, value);
    return {table, std::move(key), std::move(value), hash};
}

void TableSum::add(const Sha256& row) {
    ++rows;
    mix(digest, row);
}

void TableSum::remove(const Sha256& row) {
    --rows;
    mix(digest, row);
}

Head Head::read(const Txn& txn, const ArchiveKeys& keys) {
    const auto sealed = txn.get(Table::meta, head_key);
    return open(sealed.value_or(""), keys);
}

Head Head::read(const Txn& txn, const ArchiveKeys& keys, const LastHead& known) {
    const auto sealed = txn.get(Table::meta, head_key);
    return sealed && *sealed == known.sealed ? known.head : open(sealed.value_or(""), keys);
}

Head Head::open(const std::string& sealed, const ArchiveKeys& keys) {
    auto text = unseal(keys.values, context_of(Table::meta, head_key), sealed);
    if (!text) throw Error(ErrorCode::corrupt, "no head that opens", UserMessage{"storage.head_damaged"});
    try {
        Head head;
        read_json(head, parse_json(*text));
        if (*text != head.known_json()) head.unknown_ = std::move(*text);
        return head;
    } catch (const nlohmann::json::exception& bad) {
        throw Error(ErrorCode::corrupt, std::string("head: ") + bad.what(),
                    UserMessage{"storage.head_damaged"});
    }
}

// By hand: it is written with every filing, and twice the size of what a small one files.
std::string Head::known_json() const {
    std::string json = fmt::format(R"({{"v":1,"commit":{},"index":{},"next_record":{},"tables":{{)", commit,
                                   index_version, next_record);
    for (std::size_t i = 1; i < table_names.size(); ++i)
        json += fmt::format(R"({}"{}":[{},"{}"])", i == 1 ? "" : ",", table_names[i], sums[i].rows,
                            hex_of(sums[i].digest));
    json += fmt::format(R"(}},"log":{{"size":{},"frontier":[)", log.size());
    for (const Sha256& hash : log.subtrees()) {
        if (json.back() != '[') json += ',';
        json += '"' + hex_of(hash) + '"';
    }
    return json + "]}}";
}

std::string Head::sealed(const ArchiveKeys& keys) const {
    std::string text = known_json();
    if (!unknown_.empty()) {
        Json json = parse_json(unknown_);
        json.merge_patch(parse_json(text));
        text = dump_json(json);
    }
    // Not packed: it is written with every commit, and shorter it would still take a page.
    return seal_coded(keys.values, context_of(Table::meta, head_key), {coded_as_it_is, text});
}

Change::Change(WriteTxn& txn, const ArchiveKeys& keys, Head before)
    : txn_(txn), keys_(keys), head_(std::move(before)) {}

void Change::put(Table table, std::string_view key, std::string_view value) {
    put(table, key, value, hash_of_row(keys_.bind, table, key, value));
}

void Change::put(const BoundRow& row) { put(row.table, row.key, row.value, row.hash); }

void Change::put(Table table, std::string_view key, std::string_view value, const Sha256& hash) {
    if (const auto before = txn_.exchange(table, key, value))
        head_.sum(table).remove(hash_of_row(keys_.bind, table, key, *before));
    head_.sum(table).add(hash);
}

void Change::remove(Table table, std::string_view key) {
    const auto before = txn_.get(table, key);
    if (!before) return;
    txn_.remove(table, key);
    head_.sum(table).remove(hash_of_row(keys_.bind, table, key, *before));
}

std::uint64_t Change::log(std::string_view entry) { return log(entry, leaf_hash(entry)); }

std::uint64_t Change::log(std::string_view entry, const Sha256& leaf) {
    const std::uint64_t at = head_.log.size();
    put(Table::log, u64_bytes(at), entry);
    head_.log.add_leaf(leaf);
    return at;
}

LastHead Change::finish() {
    ++head_.commit;
    std::string sealed = head_.sealed(keys_);
    txn_.put(Table::meta, head_key, sealed);
    return {std::move(sealed), std::move(head_)};
}

}  // namespace sanad::storage
