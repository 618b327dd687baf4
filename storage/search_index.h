// The seam behind which words are looked for: an index over the cases, replaceable as a whole
// (tests/storage_contract_test.cpp holds every one of them to the same behaviour).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/case.h"

namespace sanad::storage {

struct SearchHit {
    std::string case_id;
    double score = 0;  // of this answer only; higher is better
};

class SearchIndex {
public:
    virtual ~SearchIndex() = default;

    // Replaces what is known of the case with this id.
    virtual void put(const Case& value) = 0;
    virtual void remove(const std::string& case_id) = 0;
    // What was put and removed becomes durable and visible to others.
    virtual void commit() = 0;

    // Cases in which every word occurs, best first, at most `limit`. A word is found as it is (Arabic
    // folded), as another form of it, as the beginning of a name or identifier, or with one letter amiss in a
    // name; in this order it counts. No words: nothing is found.
    virtual std::vector<SearchHit> find(const std::string& words, std::size_t limit) = 0;
};

}  // namespace sanad::storage
