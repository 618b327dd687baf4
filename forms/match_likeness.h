// How two values of one field of a person agree. Included by forms/match_*.cpp only.
#pragma once

#include <string_view>

#include "core/check.h"

namespace sanad::forms {

constexpr double same_name = 0.8;     // name_similarity from which two spellings may be one name
constexpr double another_name = 0.6;  // and below which they are not

// One slip of the pen or of the reader: one digit wrong, lost, added or changed places with its neighbour.
bool one_slip_apart(std::string_view a, std::string_view b);

// Whether the two say the same, each kind of value in its own way.
using Agree = bool (*)(std::string_view a, std::string_view b);

struct Compared {
    std::string_view key;
    Agree agree;
    Verdict difference;  // of a difference that no person has confirmed
};

// The fields that are compared with the stored record; null for another one.
const Compared* compared(std::string_view key);

}  // namespace sanad::forms
