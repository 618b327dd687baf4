// What an open archive holds. Included by storage/*.cpp only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "storage/archive.h"
#include "storage/environment.h"
#include "storage/head.h"
#include "storage/sealing.h"
#include "storage/writer_lock.h"

namespace sanad::storage {

class GroupCommit;
class Search;

struct Archive::Impl {
    std::string folder;
    ArchiveKeys keys;
    std::optional<WriterLock> lock;  // none: open for reading only
    std::shared_ptr<Environment> environment;
    std::shared_ptr<GroupCommit> group;  // storage/group_commit.h
    std::shared_ptr<Search> search;      // storage/search.h
    // Touched inside of a writing transaction only.
    std::shared_ptr<LastHead> last_head = std::make_shared<LastHead>();

    // One durable transaction; `body` may run several times.
    void change(std::uint64_t room, const std::function<void(Change&)>& body) const;
    // By who holds the writer's lock in another way.
    void change_as_writer(std::uint64_t room, const std::function<void(Change&)>& body) const;
};

// Throws Error(corrupt) where the database was put back to before what `mark` acknowledges. `mark` must have
// been read before the transaction began.
void refuse_rollback(const Head& head, std::optional<std::uint64_t> mark, const std::string& folder);

}  // namespace sanad::storage
