// A long run in parts: the tables of several runs, each on a seed of its own, added up.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"

namespace sanad::bench {

// `parts` as json_of (bench/table.h) wrote them. Throws Error(bad_input) where one is not that, or a seed
// comes twice.
std::string sum_of_parts(const std::vector<Json>& parts);

}  // namespace sanad::bench
