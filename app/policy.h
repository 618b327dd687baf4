// What the association has set for its procedures: data_path("papers")/policy.toml.
#pragma once

#include <optional>
#include <string>

namespace sanad::app {

struct Policy {
    int earliest_answer_days = 14;
    std::optional<int> latest_answer_days = {};
    // From the day of a letter: to bring what is missing, to object to a rejection, to answer a referral.
    int missing_days = 30;
    int objection_days = 30;
    int referral_days = 7;
    // How a board decides, where a policy file does not say it: "any" or "fixed" order; "all", "majority";
    // how many days members have to sign, none: without end.
    std::string board_order = "any";
    std::string board_quorum = "majority";
    std::optional<int> board_days = {};
};

// Throws Error(bad_input) for a malformed file.
Policy load_policy();

}  // namespace sanad::app
