#include "storage/plain_index.h"

#include <algorithm>

namespace sanad::storage {

std::vector<SearchHit> PlainIndex::find(const std::string& words, std::size_t limit) {
    const auto wanted = words_of_query(words);
    std::vector<SearchHit> hits;
    if (wanted.empty()) return hits;
    for (const auto& [id, terms] : terms_)
        if (const double score = score_of(terms, wanted); score > 0) hits.push_back({id, score});
    keep_best(hits, limit);
    return hits;
}

void keep_best(std::vector<SearchHit>& hits, std::size_t limit) {
    std::sort(hits.begin(), hits.end(), [](const SearchHit& a, const SearchHit& b) {
        return a.score != b.score ? a.score > b.score : a.case_id < b.case_id;
    });
    if (hits.size() > limit) hits.resize(limit);
}

}  // namespace sanad::storage
