// toml++ aborts on some malformed input unless its assertions are off.
#ifndef NDEBUG
#define NDEBUG
#endif
#include "app/policy.h"

#include <toml++/toml.h>

#include "core/error.h"
#include "core/files.h"
#include "core/paths.h"

namespace sanad::app {

Policy load_policy() {
    const auto path = data_path("papers") + "/policy.toml";
    const auto refuse = [&](const std::string& why) {
        throw Error(ErrorCode::bad_input, why, Where{path}, UserMessage{"approval.bad_policy", {path, why}});
    };
    Policy policy;
    try {
        const auto table = toml::parse(read_file(path, 1 << 20), path);
        policy.earliest_answer_days = table["answer"]["earliest_days"].value_or(policy.earliest_answer_days);
        if (const auto latest = table["answer"]["latest_days"].value<int>())
            policy.latest_answer_days = *latest;
        const auto letters = table["letters"];
        policy.missing_days = letters["missing_days"].value_or(policy.missing_days);
        policy.objection_days = letters["objection_days"].value_or(policy.objection_days);
        policy.referral_days = letters["referral_days"].value_or(policy.referral_days);
        policy.board_order = table["board"]["order"].value_or(policy.board_order);
        policy.board_quorum = table["board"]["quorum"].value_or(policy.board_quorum);
        if (const auto days = table["board"]["days"].value<int>()) policy.board_days = *days;
    } catch (const toml::parse_error& error) {
        refuse(std::string(error.description()));
    }
    if (policy.earliest_answer_days < 0 ||
        policy.latest_answer_days.value_or(policy.earliest_answer_days) < policy.earliest_answer_days)
        refuse("answer.earliest_days > answer.latest_days");
    for (const auto& [name, days] :
         {std::pair{"missing_days", policy.missing_days}, std::pair{"objection_days", policy.objection_days},
          std::pair{"referral_days", policy.referral_days}})
        if (days < 0 || days > 3650) refuse(std::string("letters.") + name);
    if (policy.board_days.value_or(0) < 0 || policy.board_days.value_or(0) > 3650) refuse("board.days");
    return policy;
}

}  // namespace sanad::app
