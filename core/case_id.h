// The name of a case: "2026-7KQ4M2X9". Four digits of the year, then seven characters of Crockford's base 32
// (no I, L, O, U) drawn at random and one check character, so that offices that never meet do not give the
// same one and a slip in typing is noticed. It says nothing about the person.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sanad {

// `entropy` holds at least 35 random bits.
std::string make_case_id(int year, unsigned long long entropy);

// As typed: lower case, Arabic-Indic digits and O for 0, I and L for 1 are understood. Nothing if it is no
// case id.
std::optional<std::string> parse_case_id(std::string_view typed);

}  // namespace sanad
