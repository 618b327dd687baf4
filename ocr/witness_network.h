// What the witness network sees in each column of a strip. Included by ocr/*.cpp and what trains it.
#pragma once

#include <vector>

#include "ocr/witness_model.h"

namespace sanad::ocr {

// Log probabilities, columns x sign_count, from left to right.
std::vector<float> seen_signs(const WitnessModel& model, const Strip& strip);

}  // namespace sanad::ocr
