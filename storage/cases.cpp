// What Archive reads of cases.
#include <algorithm>
#include <limits>
#include <set>

#include "core/error.h"
#include "storage/archive_impl.h"
#include "storage/blind_index.h"
#include "storage/blob_read.h"
#include "storage/search.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

std::vector<std::string> all_ids(const Txn& txn) {
    std::vector<std::string> ids;
    txn.scan(Table::cases, {}, [&](std::string_view key, std::string_view) {
        ids.emplace_back(key);
        return true;
    });
    return ids;
}

// Two offices may know one person under two records.
std::set<std::string> records_of_person(const Txn& txn, const ArchiveKeys& keys, const std::string& id) {
    std::set<std::string> ids = {id};
    if (const auto record = stored_record(txn, keys, id))
        for (std::string& other :
             owners(txn, keys.index, Owner::of_record, "national_id", record->get("national_id")))
            ids.insert(std::move(other));
    return ids;
}

std::vector<std::string> ids_for(const Txn& txn, const ArchiveKeys& keys, const CaseQuery& query) {
    if (!query.record_id.empty()) {
        std::set<std::string> ids;
        for (const std::string& record : records_of_person(txn, keys, query.record_id))
            for (std::string& id : owners(txn, keys.index, Owner::of_case, "record", record))
                ids.insert(std::move(id));
        return {ids.begin(), ids.end()};
    }
    if (is_indexed(query.field)) return owners(txn, keys.index, Owner::of_case, query.field, query.value);
    return all_ids(txn);
}

bool matches(const Case& value, const CaseQuery& query) {
    if (!query.state.empty() && value.state != query.state) return false;
    if (!query.field.empty()) {
        const Reading* field = value.find(query.field);
        if (field == nullptr ||
            index_value(query.field, field->value) != index_value(query.field, query.value))
            return false;
    }
    return true;
}

// Files are asked for one after the other: the case is opened again only when its sealed sum is another one.
const StoredCase& case_of_files(const Txn& txn, const Archive::Impl& archive, const std::string& case_id) {
    struct Last {
        std::string archive, case_id, sealed;
        StoredCase stored;
    };
    thread_local Last last;
    const auto sealed = case_id.empty() ? std::nullopt : txn.get(Table::cases, case_id);
    if (sealed && last.archive == archive.folder && last.case_id == case_id && last.sealed == *sealed)
        return last.stored;
    last = {
        archive.folder, case_id, sealed.value_or(""),
        (case_id.empty() ? std::nullopt : stored_case(txn, archive.keys, case_id)).value_or(StoredCase{})};
    return last.stored;
}

}  // namespace

std::optional<Case> Archive::find_case(const std::string& id) const {
    if (id.empty()) return {};
    auto stored = stored_case(ReadTxn(*impl_->environment), impl_->keys, id);
    return stored ? std::optional<Case>(std::move(stored->value)) : std::nullopt;
}

std::vector<Event> Archive::events(const std::string& case_id) const {
    std::vector<Event> events;
    if (case_id.empty()) return events;
    const ReadTxn txn(*impl_->environment);
    const auto stored = stored_case(txn, impl_->keys, case_id);
    if (!stored) return events;
    for (StoredEvent& event :
         stored_events(txn, *case_key(txn, impl_->keys, case_id), case_id, stored->value.events))
        events.push_back(std::move(event.event));
    return events;
}

std::vector<Case> Archive::cases(const CaseQuery& query) const {
    std::vector<Case> found;
    if (!query.words.empty()) {
        for (FoundCase& one : search(query.words, std::numeric_limits<std::size_t>::max()))
            if (matches(one.value, query)) found.push_back(std::move(one.value));
    } else {
        const ReadTxn txn(*impl_->environment);
        for (const std::string& id : ids_for(txn, impl_->keys, query)) {
            auto stored = stored_case(txn, impl_->keys, id);
            if (stored && matches(stored->value, query)) found.push_back(std::move(stored->value));
        }
    }
    std::sort(found.begin(), found.end(), [](const Case& a, const Case& b) {
        return a.changed_at != b.changed_at ? a.changed_at > b.changed_at : a.id < b.id;
    });
    return found;
}

std::vector<std::string> Archive::case_ids(const CaseQuery& query) const {
    std::vector<std::pair<std::string, std::string>> found;  // when it changed, its number
    const auto keep = [&](const Case& value) {
        if (matches(value, query)) found.emplace_back(value.changed_at, value.id);
    };
    if (!query.words.empty()) {
        for (const FoundCase& one : search(query.words, std::numeric_limits<std::size_t>::max()))
            keep(one.value);
    } else {
        const ReadTxn txn(*impl_->environment);
        for (const std::string& id : ids_for(txn, impl_->keys, query))
            if (const auto stored = stored_case(txn, impl_->keys, id)) keep(stored->value);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<std::string> ids;
    for (auto& [changed_at, id] : found) ids.push_back(std::move(id));
    return ids;
}

std::vector<FoundCase> Archive::search(const std::string& words, std::size_t limit) const {
    return impl_->search->find(*impl_, words, limit);
}

std::string Archive::blob(const std::string& case_id, const std::string& sha256) const {
    const ReadTxn txn(*impl_->environment);
    const StoredCase& stored = case_of_files(txn, *impl_, case_id);
    const StoredBlob* known = stored.find(sha256);
    if (known == nullptr)
        throw Error(ErrorCode::not_found, "case " + case_id + " has no file " + sha256,
                    {"storage.no_blob", {case_id, sha256}});
    return sealed_blob_bytes(txn, impl_->keys, *case_key(txn, impl_->keys, case_id), case_id, *known);
}

std::vector<std::string> Archive::cases_with_blob(const std::string& sha256) const {
    return owners(ReadTxn(*impl_->environment), impl_->keys.index, Owner::of_case, "blob", sha256);
}

}  // namespace sanad::storage
