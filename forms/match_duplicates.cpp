#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>

#include "core/arabic.h"
#include "forms/match_likeness.h"
#include "forms/rules.h"

namespace sanad::forms {
namespace {

constexpr std::size_t most_compared = 50;

// A shared value that makes two records worth comparing, and what it is worth then.
struct Shared {
    const char* key;
    bool name_too;  // says nothing unless the names are alike
    double confidence;
    const char* how;
};

constexpr std::array<Shared, 4> shared_values{{
    {"national_id", false, 0.99, "national_id"},
    {"iban", true, 0.95, "iban+name"},
    {"phone", true, 0.9, "phone+name"},
    {"birth_date", true, 0.85, "birth_date+name"},
}};

using Pairs = std::map<std::pair<std::size_t, std::size_t>, Duplicate>;

void compare(const std::vector<Record>& records, const Shared& by, std::size_t first, std::size_t second,
             Pairs& into) {
    const auto known = into.find({first, second});
    if (known != into.end() && known->second.confidence >= by.confidence) return;
    if (by.name_too &&
        name_similarity(records[first].get("full_name"), records[second].get("full_name")) < same_name)
        return;
    into[{first, second}] = {first, second, by.confidence, by.how};
}

}  // namespace

std::vector<Duplicate> find_duplicates(const std::vector<Record>& records) {
    Pairs pairs;
    for (const Shared& by : shared_values) {
        std::unordered_map<std::string, std::vector<std::size_t>>
            earlier;  // places of the records with this value
        for (std::size_t i = 0; i < records.size(); ++i) {
            const std::string value = records[i].get(by.key);
            if (value.empty()) continue;
            auto& places = earlier[value];
            const std::size_t from = places.size() > most_compared ? places.size() - most_compared : 0;
            for (std::size_t p = from; p < places.size(); ++p) compare(records, by, places[p], i, pairs);
            places.push_back(i);
        }
    }
    std::vector<Duplicate> found;
    found.reserve(pairs.size());
    for (auto& [place, duplicate] : pairs) found.push_back(std::move(duplicate));
    return found;
}

}  // namespace sanad::forms
