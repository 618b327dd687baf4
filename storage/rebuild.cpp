// Archive::rebuild: everything that follows from the events, made from them again.
#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/json.h"
#include "storage/archive_impl.h"
#include "storage/blind_index.h"
#include "storage/search.h"
#include "storage/vault.h"

#include <nlohmann/json.hpp>

namespace sanad::storage {
namespace {

constexpr std::size_t at_once = 500;
constexpr std::uint64_t room_for_one = 64 << 10;

std::vector<std::string> keys_of(const Txn& txn, Table table) {
    std::vector<std::string> keys;
    txn.scan(table, {}, [&](std::string_view key, std::string_view) {
        keys.emplace_back(key);
        return true;
    });
    return keys;
}

// The events that are there, whatever the sum says of how many there should be.
std::vector<Event> all_events(const Txn& txn, const Key& key, const std::string& id) {
    std::vector<Event> events;
    while (txn.has(Table::events, event_key(id, events.size() + 1)))
        events.push_back(stored_event(txn, key, id, events.size() + 1).event);
    return events;
}

std::set<std::string> rows_of(const ArchiveKeys& keys, const StoredCase& stored) {
    std::vector<std::string> blobs;
    for (const StoredBlob& blob : stored.blobs) blobs.push_back(blob.sha256);
    return index_rows(keys.index, stored.value, blobs);
}

class Rebuild {
public:
    explicit Rebuild(const Archive::Impl& archive) : archive_(archive), keys_(archive.keys) {}

    RebuildResult run() {
        each(keys_of(ReadTxn(*archive_.environment), Table::cases),
             [&](Change& change, const std::string& id) { sum_again(change, id); });
        each(keys_of(ReadTxn(*archive_.environment), Table::records),
             [&](Change& change, const std::string& id) { record_again(change, id); });
        each(keys_of(ReadTxn(*archive_.environment), Table::index),
             [&](Change& change, const std::string& row) { drop_stray(change, row); });
        return result_;
    }

private:
    template <class Body>
    void each(const std::vector<std::string>& ids, Body body) {
        for (std::size_t from = 0; from < ids.size(); from += at_once) {
            const std::size_t until = std::min(ids.size(), from + at_once);
            const RebuildResult before = result_;
            archive_.change(room_for_one * (until - from), [&](Change& change) {
                result_ = before;
                for (std::size_t i = from; i < until; ++i) body(change, ids[i]);
            });
        }
    }

    void sum_again(Change& change, const std::string& id) {
        const auto key = case_key(change.txn(), keys_, id);
        auto stored = stored_case(change.txn(), keys_, id);
        if (!key || !stored) return;
        ++result_.cases;
        const Case sum = sum_of(all_events(change.txn(), *key, id));
        wanted_.merge(rows_of(keys_, {sum_version, sum, stored->blobs}));
        for (const std::string& row : rows_of(keys_, {sum_version, sum, stored->blobs})) need(change, row);
        if (dump_json(Json(sum)) == dump_json(Json(stored->value))) return;
        ++result_.sums_changed;
        stored->value = sum;
        change.put(Table::cases, id, seal(*key, context_of(Table::cases, id), case_value(*stored)));
    }

    void record_again(Change& change, const std::string& id) {
        const auto record = stored_record(change.txn(), keys_, id);
        if (!record) return;
        wanted_.merge(index_rows(keys_.index, *record));
        for (const std::string& row : index_rows(keys_.index, *record)) need(change, row);
    }

    void need(Change& change, const std::string& row) {
        if (change.txn().has(Table::index, row)) return;
        ++result_.rows_changed;
        change.put(Table::index, row, {});
    }

    void drop_stray(Change& change, const std::string& row) {
        if (wanted_.count(row) != 0) return;
        ++result_.rows_changed;
        change.remove(Table::index, row);
    }

    const Archive::Impl& archive_;
    const ArchiveKeys& keys_;
    std::set<std::string> wanted_;  // rows that belong to what is there
    RebuildResult result_;
};

}  // namespace

RebuildResult Archive::rebuild() {
    RebuildResult result = Rebuild(*impl_).run();
    impl_->search->bring_up_to_date(*impl_, true);
    return result;
}

}  // namespace sanad::storage
