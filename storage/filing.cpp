#include "storage/filing.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/blind_index.h"
#include "storage/bytes.h"
#include "storage/job_rows.h"

namespace sanad::storage {
namespace {

constexpr std::uint64_t room_for_pages = 256 << 10;  // on the way to the rows of a commit
constexpr std::uint64_t room_for_rows = 8192;
// What shares one commit: LMDB keeps all of it in memory until then.
constexpr std::size_t most_at_once = 512;
constexpr std::uint64_t room_at_once = 64 << 20;

[[noreturn]] void refuse(const std::string& case_id, const std::string& why) {
    throw Error(ErrorCode::bad_input, "case " + case_id + ": " + why,
                {"storage.filing_refused", {case_id, why}});
}

}  // namespace

Filing::Filing(const Archive::Impl& archive, const std::string& case_id, const std::vector<Event>& events,
               const std::vector<std::string_view>& blobs, const JobStep& step)
    : archive_(archive), case_id_(case_id), step_(step) {
    for (const NewJob& job : step.put) refuse_bad_job(job);
    if (!may_be_case_id(case_id)) refuse(case_id, "not the name of a case");
    if (events.empty()) refuse(case_id, "a filing without events");
    for (const Event& event : events)
        if (!event.case_id.empty() && event.case_id != case_id)
            refuse(case_id, "an event of case " + event.case_id);
    // Summed as it will be read again, so that the sum can be rebuilt from what is stored to the letter.
    for (const Event& event : events) {
        const std::string json = dump_json(Json(event));
        events_.push_back(parse_json(json).get<Event>());
        room_ += 2 * json.size() + room_for_rows;
    }
    const auto known = case_key(ReadTxn(*archive.environment), archive.keys, case_id);
    key_ = known ? *known : random_key();
    std::set<std::string> seen;
    for (const std::string_view bytes : blobs) {
        std::string sha256 = sha256_hex(bytes);
        if (seen.insert(sha256).second) blobs_.push_back({bytes, {std::move(sha256), bytes.size()}, {}});
    }
    seal_blobs();
    for (const NewBlob& blob : blobs_)
        room_ += blob.stored.size + blob.stored.size / 16 + room_for_rows * blob.chunks.size();
    for (const NewJob& job : step.put) room_ += 2 * job.payload.size() + room_for_rows;
}

Case Filing::write(Change& change) {
    const auto before = stored_case(change.txn(), archive_.keys, case_id_);
    take_key(change, before.has_value());
    StoredCase now = before.value_or(StoredCase{});
    for (const NewBlob& blob : blobs_) add_blob(change, now, blob);
    for (const Event& event : events_) add_event(change, now, event);
    change.put(Table::cases, case_id_, seal(key_, context_of(Table::cases, case_id_), case_value(now)));
    reindex(change, before ? rows(*before) : std::set<std::string>{}, rows(now));
    change.put(Table::pending, case_id_, u64_bytes(change.head().commit + 1));
    take_step(change);
    return now.value;
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

void Filing::seal_blobs() {
    for (NewBlob& blob : blobs_)
        blob.chunks = sealed_blob(archive_.keys, key_, case_id_, blob.bytes, blob.stored.sha256);
}

// Another thread may have opened the same case since the blobs were sealed.
void Filing::take_key(Change& change, bool there) {
    if (!there) {
        change.put(Table::keys, case_id_,
                   seal(archive_.keys.case_keys, context_of(Table::keys, case_id_), key_.view()));
        return;
    }
    const auto known = case_key(change.txn(), archive_.keys, case_id_);
    if (known->view() == key_.view()) return;
    key_ = *known;
    seal_blobs();
}

void Filing::add_blob(Change& change, StoredCase& into, const NewBlob& blob) {
    if (into.find(blob.stored.sha256) != nullptr) return;
    for (const SealedChunk& chunk : blob.chunks) change.put(Table::blobs, chunk.key, chunk.value);
    into.blobs.push_back(blob.stored);
}

void Filing::add_event(Change& change, StoredCase& into, const Event& given) const {
    Event event = given;
    event.case_id = case_id_;
    event.sequence = into.value.events + 1;
    const std::string json = dump_json(Json(event));
    apply_stored(into, event);
    const std::string salt = random_bytes(32);
    const std::uint64_t at = change.log(log_entry(salt, json));
    const std::string row = event_key(case_id_, event.sequence);
    change.put(Table::events, row, seal(key_, context_of(Table::events, row), event_value(at, salt, json)));
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

Case GroupCommit::file(const Archive::Impl& archive, Filing& filing) {
    Waiting own{&filing};
    std::unique_lock lock(mutex_);
    queue_.push_back(&own);
    changed_.wait(lock, [&] { return own.done || !leading_; });
    while (!own.done) {  // nobody leads: this thread does, for all that wait now
        leading_ = true;
        const auto group = take_group();
        lock.unlock();
        commit(archive, group);
        lock.lock();
        for (Waiting* one : group) one->done = true;
        leading_ = false;
        changed_.notify_all();
    }
    if (own.refused) std::rethrow_exception(own.refused);
    return std::move(own.sum);
}

// In the order of arrival, the first one always.
std::vector<GroupCommit::Waiting*> GroupCommit::take_group() {
    std::vector<Waiting*> group;
    for (std::uint64_t room = 0; !queue_.empty() && group.size() < most_at_once; queue_.pop_front()) {
        room += queue_.front()->filing->room();
        if (!group.empty() && room > room_at_once) break;
        group.push_back(queue_.front());
    }
    return group;
}

// One that cannot be filed must not keep the others from it: then each goes alone.
void GroupCommit::commit(const Archive::Impl& archive, const std::vector<Waiting*>& group) {
    if (group.size() == 1) return commit_alone(archive, *group.front());
    std::uint64_t room = room_for_pages;
    for (const Waiting* one : group) room += one->filing->room();
    try {
        archive.change(room, [&](Change& change) {
            for (Waiting* one : group) one->sum = one->filing->write(change);
        });
    } catch (const std::exception&) {
        for (Waiting* one : group) commit_alone(archive, *one);
    }
}

void GroupCommit::commit_alone(const Archive::Impl& archive, Waiting& one) {
    try {
        archive.change(room_for_pages + one.filing->room(),
                       [&](Change& change) { one.sum = one.filing->write(change); });
    } catch (const std::exception&) {
        one.refused = std::current_exception();
    }
}

Case Archive::append(const std::string& case_id, std::vector<Event> events,
                     const std::vector<std::string_view>& blobs) {
    return append(case_id, std::move(events), blobs, {});
}

Case Archive::append(const std::string& case_id, std::vector<Event> events,
                     const std::vector<std::string_view>& blobs, const JobStep& step) {
    Filing filing(*impl_, case_id, events, blobs, step);
    return impl_->group->file(*impl_, filing);
}

}  // namespace sanad::storage
