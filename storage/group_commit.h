// Several filings in one durable commit (docs/decisions/0130). Included by storage/*.cpp only.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/filing.h"

namespace sanad::storage {

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
    };
    // What shares a commit, in the order of arrival. Its first member's thread commits it.
    struct Group {
        std::vector<Waiting*> members = {};
        std::uint64_t room = 0;
        bool done = false;
        std::condition_variable turn = {};  // for the first: nobody else commits any more
        std::condition_variable over = {};  // for the others: all of them at once
    };

    std::shared_ptr<Group> join(Waiting& own);
    void lead(const Archive::Impl& archive, std::unique_lock<std::mutex>& lock);
    static void commit(const Archive::Impl& archive, const Group& group);
    static void commit_alone(const Archive::Impl& archive, Waiting& one);

    std::mutex mutex_;
    std::deque<std::shared_ptr<Group>> waiting_;
    bool leading_ = false;  // somebody commits
};

}  // namespace sanad::storage
