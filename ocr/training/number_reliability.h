// How far the confidences of numbers can be relied on. Included by ocr/training/*.cpp only.
#pragma once

#include "ocr/training/calibrate_numbers.h"

namespace sanad::ocr::training {

// From which confidence on at most the allowed share of what is accepted is wrong.
struct LeastConfidence {
    double confidence = 1;
    double accepted = 0;  // share of all
    int wrong = 0;
};

// `allowed` is held with one error more than was seen; nothing is accepted where no confidence holds it.
LeastConfidence least_confidence(const Curve& curve, std::vector<Outcome> outcomes, double allowed);

// A table of each curve on numbers that did not fit it.
void print_reliability(const DigitModel& model, const NumberOutcomes& seen);

}  // namespace sanad::ocr::training
