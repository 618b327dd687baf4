// One filing, and several of them in one durable commit. Included by storage/*.cpp only.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "storage/archive_impl.h"
#include "storage/vault.h"

namespace sanad::storage {

// Sealed before the transaction as far as that goes, because while it runs nobody else writes.
class Filing {
public:
    // Throws Error(bad_input) for what is no filing. What is given must outlive it.
    Filing(const Archive::Impl& archive, const std::string& case_id, const std::vector<Event>& events,
           const std::vector<std::string_view>& blobs, const JobStep& step = {});

    std::uint64_t room() const { return room_; }  // bytes that it may need in the data file
    Case write(Change& change);                   // may be called again when the transaction runs again

private:
    struct NewBlob {
        std::string_view bytes;
        StoredBlob stored;
        std::vector<SealedChunk> chunks;
    };

    void seal_blobs();
    void take_key(Change& change, bool there);
    static void add_blob(Change& change, StoredCase& into, const NewBlob& blob);
    void add_event(Change& change, StoredCase& into, const Event& given) const;
    void apply_stored(StoredCase& into, const Event& event) const;
    void take_step(Change& change) const;
    std::set<std::string> rows(const StoredCase& stored) const;

    const Archive::Impl& archive_;
    const std::string& case_id_;
    std::vector<Event> events_;  // as they will be read again
    Key key_;
    std::vector<NewBlob> blobs_;
    JobStep step_;
    std::uint64_t room_ = 64 << 10;
};

// Filings of several threads that wait at the same moment share one commit. Each is told when that commit is
// durable, or why its own filing was refused.
class GroupCommit {
public:
    // Returns when `filing` is durable; throws what it was refused with.
    Case file(const Archive::Impl& archive, Filing& filing);

private:
    struct Waiting {
        Filing* filing;
        Case sum = {};
        std::exception_ptr refused = {};
        bool done = false;
    };

    std::vector<Waiting*> take_group();
    static void commit(const Archive::Impl& archive, const std::vector<Waiting*>& group);
    static void commit_alone(const Archive::Impl& archive, Waiting& one);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting*> queue_;
    bool leading_ = false;  // somebody commits for the others
};

}  // namespace sanad::storage
