// The same answers without an index: every case is looked at. For what no index has yet, and where there is
// none. Included by storage/*.cpp only.
#pragma once

#include <map>
#include <string>

#include "storage/search_index.h"
#include "storage/search_terms.h"

namespace sanad::storage {

class PlainIndex : public SearchIndex {
public:
    void put(const Case& value) override { terms_[value.id] = terms_of(value); }
    void remove(const std::string& case_id) override { terms_.erase(case_id); }
    void commit() override {}
    std::vector<SearchHit> find(const std::string& words, std::size_t limit) override;

private:
    std::map<std::string, Terms> terms_;
};

// Best first, equal ones in the order of their names; the first `limit`.
void keep_best(std::vector<SearchHit>& hits, std::size_t limit);

}  // namespace sanad::storage
