// The archive as a queue of jobs.
#include "core/error.h"
#include "storage/archive_impl.h"
#include "storage/job_rows.h"

namespace sanad::storage {
namespace {

constexpr std::uint64_t room_for_job = 64 << 10;

std::uint64_t room_for(const Job& job) { return room_for_job + 2 * job.payload.size(); }

Job written(Change& change, const ArchiveKeys& keys, Job job, const std::string& before) {
    const std::string id = job.id;
    write_job(change, keys, std::move(job), before);
    return stored_job(change.txn(), keys, id)->job;
}

Job leased(Change& change, const ArchiveKeys& keys, StoredJob stored, Moment now,
           std::chrono::seconds length) {
    stored.job.state = Job::State::leased;
    stored.job.due = now + length;
    ++stored.job.tries;
    return written(change, keys, std::move(stored.job), stored.row);
}

// What is due of this kind, the first of all, and before it those whose last try nobody finished.
std::vector<StoredJob> due_of(const Txn& txn, const ArchiveKeys& keys, const std::string& kind, Moment now) {
    std::vector<StoredJob> due;
    scan_jobs(txn, keys, [&](const StoredJob& stored) {
        if (stored.job.state == Job::State::dead || stored.job.due > now) return false;
        if (stored.job.kind == kind) due.push_back(stored);
        return due.empty() || due.back().job.tries >= due.back().job.most_tries;
    });
    return due;
}

}  // namespace

Job Archive::put(const NewJob& job) {
    refuse_bad_job(job);
    Job made;
    impl_->change(room_for_job + 2 * job.payload.size(),
                  [&](Change& change) { made = put_job(change, impl_->keys, job); });
    return made;
}

std::optional<Job> Archive::lease(const std::string& kind, Moment now, std::chrono::seconds length) {
    if (due_of(ReadTxn(*impl_->environment), impl_->keys, kind, now).empty()) return {};
    std::optional<Job> got;
    impl_->change(room_for_job, [&](Change& change) {
        got.reset();
        for (StoredJob& stored : due_of(change.txn(), impl_->keys, kind, now)) {
            if (stored.job.tries < stored.job.most_tries) {
                got = leased(change, impl_->keys, std::move(stored), now, length);
                return;
            }
            stored.job.state = Job::State::dead;
            if (stored.job.trouble.empty()) stored.job.trouble = "the last try did not end";
            write_job(change, impl_->keys, stored.job, stored.row);
        }
    });
    return got;
}

std::optional<Job> Archive::take_over(const std::string& id, Moment now, std::chrono::seconds length) {
    std::optional<Job> got;
    if (!find_job(id)) return got;
    impl_->change(room_for_job, [&](Change& change) {
        got.reset();
        if (auto stored = stored_job(change.txn(), impl_->keys, id))
            got = leased(change, impl_->keys, *std::move(stored), now, length);
    });
    return got;
}

bool Archive::finish(const Job& held) {
    bool done = false;
    impl_->change(room_for_job, [&](Change& change) {
        const auto stored = still_held(change.txn(), impl_->keys, held);
        done = stored.has_value();
        if (done) remove_job(change, impl_->keys, *stored);
    });
    return done;
}

bool Archive::fail(const Job& held, const std::string& why, Moment again) {
    bool done = false;
    impl_->change(room_for(held), [&](Change& change) {
        auto stored = still_held(change.txn(), impl_->keys, held);
        done = stored.has_value();
        if (!done) return;
        const bool last = stored->job.tries >= stored->job.most_tries;
        stored->job.state = last ? Job::State::dead : Job::State::waiting;
        stored->job.due = again;
        stored->job.trouble = why;
        write_job(change, impl_->keys, stored->job, stored->row);
    });
    return done;
}

bool Archive::retry(const std::string& id, Moment now) {
    bool done = false;
    impl_->change(room_for_job, [&](Change& change) {
        auto stored = stored_job(change.txn(), impl_->keys, id);
        done = stored && stored->job.state == Job::State::dead;
        if (!done) return;
        stored->job.state = Job::State::waiting;
        stored->job.due = now;
        stored->job.tries = 0;
        write_job(change, impl_->keys, stored->job, stored->row);
    });
    return done;
}

std::optional<Job> Archive::find_job(const std::string& id) const {
    auto stored = stored_job(ReadTxn(*impl_->environment), impl_->keys, id);
    return stored ? std::optional<Job>(std::move(stored->job)) : std::nullopt;
}

std::optional<Job> Archive::find_job(const NewJob& same) const { return find_job(id_of(impl_->keys, same)); }

std::vector<Job> Archive::jobs() const {
    std::vector<Job> all;
    scan_jobs(ReadTxn(*impl_->environment), impl_->keys, [&](const StoredJob& stored) {
        all.push_back(stored.job);
        return true;
    });
    return all;
}

}  // namespace sanad::storage
