// Several filings in one durable commit (docs/decisions/0130). Included by storage/*.cpp only.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
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
        bool done = false;
        bool called = false;                // done, or to lead the next group
        std::condition_variable wake = {};  // its own: hundreds may wait, and each turn is of few
    };

    std::vector<Waiting*> take_group();
    void hand_over(const std::vector<Waiting*>& group);
    static void commit(const Archive::Impl& archive, const std::vector<Waiting*>& group);
    static void commit_alone(const Archive::Impl& archive, Waiting& one);

    std::mutex mutex_;
    std::deque<Waiting*> queue_;
    bool leading_ = false;  // somebody commits for the others
};

}  // namespace sanad::storage
