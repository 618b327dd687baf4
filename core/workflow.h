// The life of a case: one table of transitions.
#pragma once

#include <string_view>
#include <vector>

namespace sanad {

struct Transition {
    std::string_view kind;  // of case: "support-request", "policy-approval"
    std::string_view from;
    std::string_view to;
    bool by_person;  // a person may ask for it with `case move`; the others follow from an act (signing, …)
};

const std::vector<Transition>& transitions();

std::string_view initial_state(std::string_view kind);  // "received", "drafted"; empty for an unknown kind

bool allowed(std::string_view kind, std::string_view from, std::string_view to);
std::vector<std::string_view> next_states(std::string_view kind, std::string_view from);

// The policy's eight channels of communication, by key: "interview", "telephone", "social-media", "letters",
// "help-request", "volunteering", "website", "branch-delegates".
const std::vector<std::string_view>& channels();

}  // namespace sanad
