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
    queue_.push_back(&own);
    if (leading_) own.wake.wait(lock, [&] { return own.called; });
    if (!own.done) {  // nobody leads, or this one was asked to: for all that wait now
        leading_ = true;
        const auto group = take_group();
        lock.unlock();
        commit(archive, group);
        lock.lock();
        hand_over(group);
    }
    lock.unlock();
    if (own.refused) std::rethrow_exception(own.refused);
    return std::move(own.sum);
}

// The first that waits leads next. It is woken before those that are done, whose threads have other things to
// do.
void GroupCommit::hand_over(const std::vector<Waiting*>& group) {
    leading_ = !queue_.empty();
    if (leading_) {
        queue_.front()->called = true;
        queue_.front()->wake.notify_one();
    }
    for (Waiting* one : group) {
        one->done = one->called = true;
        one->wake.notify_one();
    }
}

// In the order of arrival, the first one always: the leader is that one.
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
    Filing filing(*impl_, case_id, std::move(events), blobs, step);
    return impl_->group->file(*impl_, filing);
}

}  // namespace sanad::storage
