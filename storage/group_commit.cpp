#include "storage/group_commit.h"

#include <utility>

namespace sanad::storage {
namespace {

constexpr std::uint64_t room_for_pages = 256 << 10;  // on the way to the rows of a commit
// What shares one commit: LMDB keeps all of it in memory until then.
constexpr std::size_t most_at_once = 512;
constexpr std::uint64_t room_at_once = 64 << 20;

}  // namespace

Case GroupCommit::file(const Archive::Impl& archive, Filing& filing) {
    Waiting own{&filing};
    std::unique_lock lock(mutex_);
    const auto group = join(own);
    if (group->members.front() == &own) {
        group->turn.wait(lock, [&] { return !leading_ && waiting_.front() == group; });
        lead(archive, lock);
    } else {
        group->over.wait(lock, [&] { return group->done; });
    }
    lock.unlock();
    if (own.refused) std::rethrow_exception(own.refused);
    return std::move(own.sum);
}

// The last group that waits, or a new one behind it.
std::shared_ptr<GroupCommit::Group> GroupCommit::join(Waiting& own) {
    const std::uint64_t room = own.filing->room();
    if (waiting_.empty() || waiting_.back()->members.size() == most_at_once ||
        waiting_.back()->room + room > room_at_once)
        waiting_.push_back(std::make_shared<Group>());
    const auto group = waiting_.back();
    group->members.push_back(&own);
    group->room += room;
    return group;
}

// Who leads next is woken before those that are done, whose threads have other things to do.
void GroupCommit::lead(const Archive::Impl& archive, std::unique_lock<std::mutex>& lock) {
    leading_ = true;
    const auto group = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    commit(archive, *group);
    lock.lock();
    leading_ = false;
    if (!waiting_.empty()) waiting_.front()->turn.notify_one();
    group->done = true;
    group->over.notify_all();
}

// One that cannot be filed must not keep the others from it: then each goes alone.
void GroupCommit::commit(const Archive::Impl& archive, const Group& group) {
    if (group.members.size() == 1) return commit_alone(archive, *group.members.front());
    try {
        archive.change(room_for_pages + group.room, [&](Change& change) {
            for (Waiting* one : group.members) one->sum = one->filing->write(change);
        });
    } catch (const std::exception&) {
        for (Waiting* one : group.members) commit_alone(archive, *one);
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
    Filing filing(*impl_, case_id, std::move(events), blobs, step);
    return impl_->group->file(*impl_, filing);
}

}  // namespace sanad::storage
