// The most probable digit strings, exactly, with or without a rule. Included by ocr/*.cpp only.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "ocr/digits_rules.h"

namespace sanad::ocr {

// For each place the probability of every digit.
using DigitTable = std::vector<std::array<double, 10>>;

struct ScoredString {
    std::string digits;
    double log_p = 0;
};

// The `count` most probable strings that keep the rule (all strings where `rule` is null), best first. Fewer
// where there are not so many. The table has as many places as the rule wants.
std::vector<ScoredString> best_strings(const DigitTable& table, const RuleMachine* rule, std::size_t count);

// The probability that a string drawn from the table keeps the rule.
double probability_of(const DigitTable& table, const RuleMachine& rule);

bool keeps(const RuleMachine& rule, const std::string& digits);

double log_probability(const DigitTable& table, const std::string& digits);

}  // namespace sanad::ocr
