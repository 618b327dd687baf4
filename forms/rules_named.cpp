// The rules that a paper.toml can name: one row each.
#include <algorithm>
#include <array>
#include <utility>

#include "forms/rule.h"

namespace sanad::forms {

namespace {

bool has_option(const templates::Field& field, std::string_view key) {
    return field.options.empty() || std::any_of(field.options.begin(), field.options.end(),
                                                [&](const auto& option) { return option.key == key; });
}

// "required_if:housing=rented": asked for only where another field has this option.
void rule_required_if(const Question& asked, std::string_view argument, std::vector<Check>& into) {
    const auto equals = argument.find('=');
    const auto other = asked.others.find(argument.substr(0, equals));
    const auto* about = asked.paper.find(argument.substr(0, equals));
    if (equals == std::string_view::npos || about == nullptr ||
        !has_option(*about, argument.substr(equals + 1))) {
        into.push_back(
            {"rule.unknown", asked.field.key, Verdict::doubtful, "required_if:" + shown(argument)});
        return;
    }
    if (other == asked.others.end() || !is_given(*other->second)) return;
    const auto chosen = chosen_in(*other->second);
    if (std::find(chosen.begin(), chosen.end(), argument.substr(equals + 1)) == chosen.end()) return;
    if (!asked.field.required) require(asked, into);
}

constexpr std::array<std::pair<std::string_view, FieldRule>, 4> field_rules{{
    {"not_after_submission", rule_not_after_submission},
    {"valid_on_submission", rule_valid_on_submission},
    {"not_older_than", rule_not_older_than},
    {"required_if", rule_required_if},
}};

constexpr std::array<std::pair<std::string_view, PaperRule>, 2> paper_rules{{
    {"birth_before_submission", rule_birth},
    {"dates_in_order", rule_dates_in_order},
}};

template <class Table>
auto row_named(const Table& table, std::string_view name) -> decltype(table.front().second) {
    for (const auto& row : table)
        if (row.first == name) return row.second;
    return nullptr;
}

}  // namespace

FieldRule field_rule_named(std::string_view name) { return row_named(field_rules, name); }
PaperRule paper_rule_named(std::string_view name) { return row_named(paper_rules, name); }

}  // namespace sanad::forms
