// The rules of a paper asked of values that nobody wrote: which of them are rules at all.
#include <algorithm>

#include "forms/rules.h"

namespace sanad::forms {
namespace {

constexpr std::string_view some_day = "2026-01-01";

Reading filled(const templates::Field& field) {
    Reading reading;
    reading.key = field.key, reading.state = ReadState::read, reading.accepted = true;
    reading.value = field.kind == templates::Kind::date ? std::string(some_day) : "1";
    return reading;
}

}  // namespace

std::vector<Check> check_rules(const templates::Template& paper) {
    std::vector<Reading> readings;
    for (const auto& field : paper.fields) readings.push_back(filled(field));
    auto checks = check_document(paper, readings, *parse_iso_day(some_day));
    std::erase_if(checks, [](const Check& check) { return check.id != "rule.unknown"; });
    for (auto& check : checks) check.verdict = Verdict::failed;
    return checks;
}

}  // namespace sanad::forms
