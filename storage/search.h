// The index of words of an archive: kept beside the database, made from it, trusted only as it was sealed.
// FORMAT.md, section 13. Included by storage/*.cpp only.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "storage/archive_impl.h"
#include "storage/search_index.h"
#include "storage/xapian_index.h"

namespace sanad::storage {

// Of one open archive; used by several threads at once.
class Search {
public:
    // Best first; every hit was held against the case itself. Cases that no index has yet are looked at
    // themselves; where the index is missing or not as it was sealed it is made anew, and all cases are
    // looked at where that cannot be (another process writes).
    std::vector<FoundCase> find(const Archive::Impl& archive, const std::string& words, std::size_t limit);

    // Indexes what was filed since; makes the index anew where it is not whole or `anew`. The caller is the
    // writer.
    void bring_up_to_date(const Archive::Impl& archive, bool anew);
    // Leaves nothing in its files of what was removed. The caller is the writer.
    void compact(const Archive::Impl& archive);

    // Whether its files are as they were sealed, all bytes read; nothing where there is no index.
    static std::optional<bool> whole(const Archive::Impl& archive);

private:
    struct Pending {
        std::string case_id;
        std::string token;  // of the filing that it waits for
    };
    static std::vector<Pending> pending_of(const Archive::Impl& archive);
    bool ready(const Archive::Impl& archive);
    void catch_up(const Archive::Impl& archive, bool anew);
    bool try_catch_up(const Archive::Impl& archive, bool anew);
    std::optional<std::vector<FoundCase>> find_indexed(const Archive::Impl& archive, const std::string& words,
                                                       std::size_t limit,
                                                       const std::vector<Pending>& pending);
    static void pack(const Archive::Impl& archive);
    void seal_index(const Archive::Impl& archive, const std::vector<Pending>& done);

    std::mutex mutex_;
    std::optional<XapianIndex> index_;
    std::string seal_;   // hash of the seal that index_ was held against
    std::string stamp_;  // of its files then
};

}  // namespace sanad::storage
