#include "core/workflow.h"

#include <algorithm>

namespace sanad {

const std::vector<Transition>& transitions() {
    constexpr std::string_view request = "support-request";
    constexpr std::string_view approval = "policy-approval";
    static const std::vector<Transition> table = {
        {request, "received", "checking", true},
        {request, "received", "withdrawn", true},
        {request, "received", "closed", false},  // its paper belongs to another case, by the code on it
        {request, "checking", "missing-information", true},
        {request, "checking", "referred", true},
        {request, "checking", "ready", true},
        {request, "checking", "withdrawn", true},
        {request, "missing-information", "checking", true},
        {request, "missing-information", "withdrawn", true},
        {request, "referred", "checking", true},
        {request, "referred", "withdrawn", true},
        {request, "ready", "checking", true},   // something was found wrong after all
        {request, "ready", "declared", false},  // the applicant signed the declaration
        {request, "ready", "withdrawn", true},
        {request, "declared", "with-committee", true},
        {request, "declared", "checking",
         true},  // a value changed, so the declaration has to be signed again
        {request, "declared", "withdrawn", true},
        {request, "with-committee", "accepted", true},
        {request, "with-committee", "rejected", true},
        {request, "with-committee", "missing-information", true},
        {request, "with-committee", "withdrawn", true},
        {request, "accepted", "registered", true},
        {request, "registered", "served", true},
        {request, "served", "evaluated", false},  // the feedback form was read
        {request, "served", "closed", true},      // the beneficiary gave no feedback
        {request, "evaluated", "closed", true},
        {request, "rejected", "closed", true},
        {request, "withdrawn", "closed", true},

        {approval, "drafted", "signing", false},  // the first member signed
        {approval, "drafted", "rejected", true},
        {approval, "signing", "adopted", false},  // as many signed as the board needs
        {approval, "signing", "rejected", true},
        {approval, "adopted", "closed", true},
        {approval, "rejected", "closed", true},
    };
    return table;
}

std::string_view initial_state(std::string_view kind) {
    const auto& table = transitions();  // the first row of a kind leaves its first state
    const auto row =
        std::find_if(table.begin(), table.end(), [&](const Transition& t) { return t.kind == kind; });
    return row == table.end() ? std::string_view() : row->from;
}

bool allowed(std::string_view kind, std::string_view from, std::string_view to) {
    const auto& table = transitions();
    return std::any_of(table.begin(), table.end(),
                       [&](const Transition& t) { return t.kind == kind && t.from == from && t.to == to; });
}

std::vector<std::string_view> next_states(std::string_view kind, std::string_view from) {
    std::vector<std::string_view> next;
    for (const Transition& t : transitions())
        if (t.kind == kind && t.from == from) next.push_back(t.to);
    return next;
}

const std::vector<std::string_view>& channels() {
    static const std::vector<std::string_view> keys = {"interview", "telephone",       "social-media",
                                                       "letters",   "help-request",    "volunteering",
                                                       "website",   "branch-delegates"};
    return keys;
}

}  // namespace sanad
