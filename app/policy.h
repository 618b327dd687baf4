// What the association has set for its procedures: data_path("papers")/policy.toml.
#pragma once

#include <optional>

namespace sanad::app {

struct Policy {
    int earliest_answer_days = 14;
    std::optional<int> latest_answer_days = {};
};

// Throws Error(bad_input) for a malformed file.
Policy load_policy();

}  // namespace sanad::app
