// The totals that reading is held to, each with what is asked of it.
#pragma once

#include <string_view>
#include <vector>

#include "bench/outcome.h"

namespace sanad::bench {

struct Goal {
    std::string_view name;
    bool (*of)(const FieldOutcome& field);  // which fields it is about
    // 0: nothing is asked; percent.
    double least_exact = 0;
    double most_error_rate = 0;
    double least_accepted = 0;
    double most_wrong = 0;  // of the accepted
};

const std::vector<Goal>& goals();

bool met(const Goal& goal, const Sum& sum);  // true where there are no such fields

}  // namespace sanad::bench
