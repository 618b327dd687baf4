#include "storage/filing.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "storage/blind_index.h"
#include "storage/bytes.h"
#include "storage/coding.h"
#include "storage/job_rows.h"

namespace sanad::storage {
namespace {

constexpr std::uint64_t room_for_rows = 8192;
constexpr std::size_t salt_size = 32;
constexpr std::size_t few_nonces = Key::size + 4 * nonce_size;  // and the key of a case that is new

[[noreturn]] void refuse(const std::string& case_id, const std::string& why) {
    throw Error(ErrorCode::bad_input, "case " + case_id + ": " + why,
                {"storage.filing_refused", {case_id, why}});
}

}  // namespace

Filing::Filing(const Archive::Impl& archive, const std::string& case_id, std::vector<Event> events,
               const std::vector<std::string_view>& blobs, const JobStep& step)
    : archive_(archive), case_id_(case_id), step_(step) {
    for (const NewJob& job : step.put) refuse_bad_job(job);
    if (!may_be_case_id(case_id)) refuse(case_id, "not the name of a case");
    if (events.empty()) refuse(case_id, "a filing without events");
    for (const Event& event : events)
        if (!event.case_id.empty() && event.case_id != case_id)
            refuse(case_id, "an event of case " + event.case_id);
    events_.reserve(events.size());
    for (Event& event : events) events_.emplace_back(std::move(event));
    std::set<std::string> seen;
    for (const std::string_view bytes : blobs) {
        std::string sha256 = sha256_hex(bytes);
        if (seen.insert(sha256).second) blobs_.push_back({bytes, {std::move(sha256), bytes.size()}, {}});
    }
    prepare(ReadTxn(*archive.environment));
    for (const NewEvent& event : new_events_) room_ += 2 * event.coded.size() + room_for_rows;
    for (const NewBlob& blob : blobs_)
        room_ += blob.stored.size + blob.stored.size / 16 + room_for_rows * chunks_of(blob.stored.size);
    for (const NewJob& job : step.put) room_ += 2 * job.payload.size() + room_for_rows;
}

// All that follows from the case as `txn` sees it.
void Filing::prepare(const Txn& txn) {
    const DrawnAhead ahead(few_nonces + events_.size() * salt_size);
    sealed_key_ = txn.get(Table::keys, case_id_);
    sealed_case_ = txn.get(Table::cases, case_id_);
    rows_.clear();
    gone_indexes_.clear();
    const auto before = stored_case(txn, archive_.keys, case_id_);
    take_key(before ? case_key(txn, archive_.keys, case_id_) : std::nullopt);
    StoredCase now = before.value_or(StoredCase{});
    for (NewBlob& blob : blobs_) {
        blob.missing = now.find(blob.stored.sha256) == nullptr;
        if (blob.missing) now.blobs.push_back(blob.stored);
    }
    add_events(now);
    seal_blobs();
    rows_.push_back(bound_row(archive_.keys.bind, Table::cases, case_id_,
                              sealer_->seal(context_of(Table::cases, case_id_), case_value(now))));
    const auto old_rows = before ? rows(*before) : std::set<std::string>{};
    const auto new_rows = rows(now);
    for (const std::string& row : old_rows)
        if (new_rows.count(row) == 0) gone_indexes_.push_back(row);
    for (const std::string& row : new_rows)
        if (old_rows.count(row) == 0) rows_.push_back(bound_row(archive_.keys.bind, Table::index, row, {}));
    sum_ = std::move(now.value);
}

// A case that is new keeps the key that was drawn for it; another thread may have opened it meanwhile.
void Filing::take_key(const std::optional<Key>& known) {
    const bool other = known && key_ && known->view() != key_->view();
    if (other && staged_)
        throw Error(ErrorCode::conflict, "case " + case_id_ + " was opened meanwhile", {archive_.folder},
                    {"storage.in_use", {archive_.folder}});
    if (other)
        for (NewBlob& blob : blobs_) blob.chunks.clear();
    if (known) key_ = known;
    if (!key_) key_ = random_key();
    if (!sealer_ || other) sealer_.emplace(*key_);
    if (!known)
        rows_.push_back(
            bound_row(archive_.keys.bind, Table::keys, case_id_,
                      seal(archive_.keys.case_keys, context_of(Table::keys, case_id_), key_->view())));
}

void Filing::seal_blobs() {
    for (NewBlob& blob : blobs_) {
        if (staged_ || !blob.missing || !blob.chunks.empty()) continue;
        for (SealedChunk& chunk :
             sealed_blob(archive_.keys, *sealer_, case_id_, blob.bytes, blob.stored.sha256))
            blob.chunks.push_back(
                bound_row(archive_.keys.bind, Table::blobs, std::move(chunk.key), std::move(chunk.value)));
    }
}

void Filing::add_events(StoredCase& into) {
    new_events_.clear();
    for (EventText& given : events_) {
        const Event& event = given.at(case_id_, into.value.events + 1);
        apply_stored(into, event);
        const std::string json = given.json();
        std::string salt = random_bytes(salt_size);
        std::string entry = log_entry(salt, json);
        const Sha256 leaf = leaf_hash(entry);
        new_events_.push_back(
            {event_key(case_id_, event.sequence), std::move(salt), std::move(entry), leaf, coded(json)});
    }
}

void Filing::apply_stored(StoredCase& into, const Event& event) const {
    try {
        apply(into.value, event);
    } catch (const Error& bad) {
        refuse(case_id_, bad.what());
    }
    if (event.kind != "file") return;
    const std::string& sha256 = into.value.files.back().sha256;
    if (into.find(sha256) == nullptr) refuse(case_id_, "the bytes of file " + sha256 + " are missing");
}

std::set<std::string> Filing::rows(const StoredCase& stored) const {
    std::vector<std::string> blobs;
    for (const StoredBlob& blob : stored.blobs) blobs.push_back(blob.sha256);
    return index_rows(archive_.keys.index, stored.value, blobs);
}

// Every change of a case is another value of its sum, sealed with a nonce of its own.
bool Filing::still_fits(const Txn& txn) const {
    return txn.get(Table::cases, case_id_) == sealed_case_ && txn.get(Table::keys, case_id_) == sealed_key_;
}

Case Filing::write(Change& change) {
    if (!still_fits(change.txn())) prepare(change.txn());
    stage(change);
    const DrawnAhead ahead(new_events_.size() * nonce_size);
    for (const NewEvent& event : new_events_) put_event(change, event);
    for (const BoundRow& row : rows_) change.put(row);
    for (const std::string& row : gone_indexes_) change.remove(Table::index, row);
    change.put(Table::pending, case_id_, u64_bytes(change.head().commit + 1));
    take_step(change);
    return sum_;
}

bool Filing::has_new_bytes() const {
    return std::any_of(blobs_.begin(), blobs_.end(), [](const NewBlob& blob) { return blob.missing; });
}

void Filing::stage(Change& change) const {
    for (const NewBlob& blob : blobs_)
        if (blob.missing)
            for (const BoundRow& chunk : blob.chunks) change.put(chunk);
}

void Filing::forget_bytes() {
    staged_ = true;
    for (NewBlob& blob : blobs_) {
        blob.chunks.clear();
        blob.bytes = {};
    }
}

void Filing::put_event(Change& change, const NewEvent& event) {
    const std::uint64_t place = change.log(event.entry, event.leaf);
    change.put(Table::events, event.row,
               sealer_->seal_coded(context_of(Table::events, event.row),
                                   {coded_behind(event_value(place, event.salt, {}), event.coded)}));
}

void Filing::take_step(Change& change) const {
    if (step_.done) {
        const auto stored = still_held(change.txn(), archive_.keys, *step_.done);
        if (!stored)
            throw Error(ErrorCode::conflict, "case " + case_id_ + ": another did this job",
                        UserMessage{"jobs.lost", {case_id_}});
        remove_job(change, archive_.keys, *stored);
    }
    for (const NewJob& job : step_.put) put_job(change, archive_.keys, job);
}

}  // namespace sanad::storage
