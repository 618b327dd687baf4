// How numbers must be made, as small machines that read one digit after the other. Included by ocr/*.cpp
// only.
#pragma once

#include <cstddef>

#include "ocr/digits.h"

namespace sanad::ocr {

constexpr int no_state = -1;

// Reads the digits of a number from left to right. A string keeps the rule if no step gave no_state and the
// last state is accepted.
struct RuleMachine {
    std::size_t length;  // of the strings that can keep it
    int states;          // 0 .. states - 1; it starts in 0
    int (*step)(int state, std::size_t position, int digit);
    bool (*accepts)(int state);
    double share;  // of all strings of that length that keep the rule
};

// Null for NumberRule::none.
const RuleMachine* machine_of(NumberRule rule);

}  // namespace sanad::ocr
