// The index of words as Xapian keeps it: terms are keyed hashes, documents are numbers of cases. FORMAT.md,
// section 13. Included by storage/*.cpp only.
#pragma once

#include <memory>
#include <string>

#include "storage/sealing.h"
#include "storage/search_index.h"

namespace sanad::storage {

class XapianIndex : public SearchIndex {
public:
    enum class Access { read, write, make_new };
    // Throws Error(corrupt) where there is no index that opens, as every function does that finds it damaged.
    XapianIndex(const std::string& folder, const Key& key, Access access);
    ~XapianIndex() override;

    void put(const Case& value) override;
    void remove(const std::string& case_id) override;
    void commit() override;
    std::vector<SearchHit> find(const std::string& words, std::size_t limit) override;

    std::size_t size() const;

    // The same in a new folder, without free pages and what was removed.
    void compact_to(const std::string& folder) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::storage
