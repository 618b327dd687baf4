// What belongs to one case, one record, one setting.
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "storage/blind_index.h"
#include "storage/bytes.h"
#include "storage/check_parts.h"
#include "storage/staged.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

class CaseCheck {
public:
    CaseCheck(Environment& environment, const ArchiveKeys& keys, const std::string& id)
        : txn_(environment), keys_(keys), id_(id) {}

    std::vector<Check> run() {
        part("sum", [&] {
            stored_ = stored_case(txn_, keys_, id_);
            if (!stored_ && staged_cases(txn_, keys_).count(id_) == 0) note("key");
        });
        part("key", [&] { key_ = case_key(txn_, keys_, id_); });
        if (!stored_ || !key_) return std::move(checks_);
        check_events();
        check_blobs();
        check_rows();
        return std::move(checks_);
    }

private:
    template <class Body>
    bool part(const std::string& what, Body body) {
        try {
            body();
            return true;
        } catch (const Error& error) {
            note(what + ": " + error.what());
            return false;
        }
    }

    void note(const std::string& what) { checks_.push_back(damage("storage.case_damaged", id_, what)); }

    void check_event(std::uint64_t sequence, Case& sum) {
        const std::string row = event_key(id_, sequence);
        const auto sealed = txn_.get(Table::events, row);
        if (!sealed) throw Error(ErrorCode::corrupt, "missing");
        const auto value = unseal(*key_, context_of(Table::events, row), *sealed);
        if (!value) throw Error(ErrorCode::corrupt, "does not open");
        const StoredEvent stored = parse_event_value(*value);
        apply(sum, stored.event);
        if (txn_.get(Table::log, u64_bytes(stored.log_index)) != stored.entry)
            throw Error(ErrorCode::corrupt, "is not what the log has");
    }

    void check_events() {
        Case sum;
        bool whole = true;
        for (std::uint64_t i = 1; i <= stored_->value.events && whole; ++i)
            whole = part("event " + std::to_string(i), [&] { check_event(i, sum); });
        // The sum cannot be compared past the first event that is gone; the events after it are still looked
        // at.
        if (whole && dump_json(Json(sum)) != dump_json(Json(stored_->value)))
            note("sum differs from the events");
        for (std::uint64_t i = sum.events + 2; !whole && i <= stored_->value.events; ++i)
            if (!txn_.has(Table::events, event_key(id_, i))) note("event " + std::to_string(i) + ": missing");
        if (txn_.has(Table::events, event_key(id_, stored_->value.events + 1))) note("an event too many");
    }

    void check_blobs() {
        for (const StoredBlob& blob : stored_->blobs)
            part("file " + blob.sha256, [&] { stored_blob(txn_, keys_, *key_, id_, blob); });
        for (const StoredFile& file : stored_->value.files)
            if (stored_->find(file.sha256) == nullptr) note("file " + file.sha256 + ": missing");
    }

    void check_rows() {
        std::vector<std::string> blobs;
        for (const StoredBlob& blob : stored_->blobs) blobs.push_back(blob.sha256);
        for (const std::string& row : index_rows(keys_.index, stored_->value, blobs))
            if (!txn_.has(Table::index, row)) note("index");
    }

    ReadTxn txn_;
    const ArchiveKeys& keys_;
    const std::string& id_;
    std::optional<Key> key_;
    std::optional<StoredCase> stored_;
    std::vector<Check> checks_;
};

}  // namespace

std::vector<Check> check_case(Environment& environment, const ArchiveKeys& keys, const std::string& case_id) {
    return CaseCheck(environment, keys, case_id).run();
}

std::vector<Check> check_record(Environment& environment, const ArchiveKeys& keys, const std::string& id) {
    try {
        const ReadTxn txn(environment);
        const auto record = stored_record(txn, keys, id);
        if (!record) return {damage("storage.record_damaged", id, "missing")};
        for (const std::string& row : index_rows(keys.index, *record))
            if (!txn.has(Table::index, row)) return {damage("storage.record_damaged", id, "index")};
        return {};
    } catch (const Error& error) {
        return {damage("storage.record_damaged", id, error.what())};
    }
}

std::vector<Check> check_setting(Environment& environment, const ArchiveKeys& keys, const std::string& key) {
    try {
        stored_setting(ReadTxn(environment), keys, key);
        return {};
    } catch (const Error& error) {
        return {damage("storage.setting_damaged", "settings", error.what())};
    }
}

}  // namespace sanad::storage
