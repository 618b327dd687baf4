// Archive's records and settings.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/arabic.h"
#include "core/error.h"
#include "storage/archive_impl.h"
#include "storage/blind_index.h"
#include "storage/branches.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

// A transaction of LMDB holds a limited number of pages.
constexpr std::size_t at_once = 5000;
constexpr std::uint64_t room_for_one = 8192;

// Among our own: what another office knows is that office's to change.
std::optional<Record> known_person(const Txn& txn, const ArchiveKeys& keys, const Record& record) {
    for (const auto& id : owners(txn, keys.index, Owner::of_record, "national_id", record.get("national_id")))
        if (!is_foreign_record(id)) return stored_record(txn, keys, id);
    return {};
}

void add_new(Change& change, const ArchiveKeys& keys, Record record) {
    record.id = fmt::format("R-{:06}", change.head().next_record++);
    put_record(change, keys, record);
}

// What is known already and not said again stays.
void import_one(Change& change, const ArchiveKeys& keys, const Record& record, ImportResult& result) {
    const auto known = known_person(change.txn(), keys, record);
    if (!known) {
        add_new(change, keys, record);
        ++result.added;
        return;
    }
    Record merged = *known;
    for (const auto& [key, value] : record.fields)
        if (!value.empty()) merged.fields[key] = value;
    if (merged.fields == known->fields) {
        ++result.unchanged;
        return;
    }
    put_record(change, keys, merged);
    ++result.updated;
}

std::set<std::string> candidate_ids(const Txn& txn, const Key& index, const Record& like) {
    std::set<std::string> ids;
    const auto add = [&](std::string_view field, const std::string& value) {
        for (std::string& id : owners(txn, index, Owner::of_record, field, value)) ids.insert(std::move(id));
    };
    for (const char* field : {"national_id", "phone", "iban"}) add(field, like.get(field));
    for (const std::string& token : name_tokens(like.get("full_name"))) add("name", token);
    return ids;
}

// Of several offices' records with one national id one stands for all: our own, else the first.
std::vector<Record> one_for_each_person(std::vector<Record> records) {
    std::stable_partition(records.begin(), records.end(),
                          [](const Record& record) { return !is_foreign_record(record.id); });
    std::set<std::string> seen;
    std::vector<Record> kept;
    for (Record& record : records) {
        const std::string person = index_value("national_id", record.get("national_id"));
        const bool again = !person.empty() && !seen.insert(person).second;
        if (!again || !is_foreign_record(record.id)) kept.push_back(std::move(record));
    }
    return kept;
}

}  // namespace

ImportResult Archive::import_records(const std::vector<Record>& records) {
    ImportResult total;
    for (std::size_t from = 0; from < records.size(); from += at_once) {
        const std::size_t until = std::min(records.size(), from + at_once);
        ImportResult part;
        impl_->change(room_for_one * (until - from), [&](Change& change) {
            part = {};
            for (std::size_t i = from; i < until; ++i) import_one(change, impl_->keys, records[i], part);
        });
        total.added += part.added;
        total.updated += part.updated;
        total.unchanged += part.unchanged;
    }
    return total;
}

std::optional<Record> Archive::find_record(const std::string& id) const {
    return stored_record(ReadTxn(*impl_->environment), impl_->keys, id);
}

std::vector<Record> Archive::records() const {
    const ReadTxn txn(*impl_->environment);
    std::vector<std::string> ids;
    txn.scan(Table::records, {}, [&](std::string_view key, std::string_view) {
        ids.emplace_back(key);
        return true;
    });
    std::vector<Record> records;
    for (const std::string& id : ids)
        if (auto record = stored_record(txn, impl_->keys, id)) records.push_back(std::move(*record));
    return records;
}

std::vector<Record> Archive::candidates(const Record& like) const {
    const ReadTxn txn(*impl_->environment);
    std::vector<Record> found;
    for (const std::string& id : candidate_ids(txn, impl_->keys.index, like))
        if (auto record = stored_record(txn, impl_->keys, id)) found.push_back(std::move(*record));
    return one_for_each_person(std::move(found));
}

void Archive::put_setting(const std::string& name, std::string_view value) {
    const std::string key = setting_key(impl_->keys, name);
    impl_->change(value.size() * 2 + room_for_one, [&](Change& change) {
        change.put(Table::settings, key,
                   seal(impl_->keys.values, context_of(Table::settings, key), setting_value(name, value)));
    });
}

std::optional<std::string> Archive::setting(const std::string& name) const {
    return stored_setting(ReadTxn(*impl_->environment), impl_->keys, setting_key(impl_->keys, name));
}

}  // namespace sanad::storage
