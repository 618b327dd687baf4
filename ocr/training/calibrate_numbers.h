// Fits the curves of ocr/digits_curve.h. Included by ocr/training/*.cpp and tests only.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ocr/digits_model.h"
#include "ocr/training/font_digits.h"

namespace sanad::ocr::training {

struct Outcome {
    double log_odds = 0;  // of the posterior
    bool right = false;
};

// Isotonic regression by pooling adjacent violators. Each level is counted with one error more than was seen,
// so that a curve never promises more than its numbers bear out; levels of few numbers are pooled, and out of
// next to no numbers comes a curve that promises nothing.
Curve rising_curve(std::vector<Outcome> outcomes);

// By [rule][printed][changed by the rule].
using NumberOutcomes = std::array<std::array<std::array<std::vector<Outcome>, 2>, 2>, number_rules>;

// Numbers composed of made cells with fonts and hands that did not train: `fields` hands and fonts, eight
// numbers of each rule in each. The model's cells must be calibrated already (calibrate.h).
NumberOutcomes observe_numbers(const DigitModel& model, const FontDigits& unseen, std::uint64_t seed,
                               int fields);

// Fits the model's curves on such numbers.
void calibrate_numbers(DigitModel& model, const FontDigits& unseen, std::uint64_t seed, int fields);

}  // namespace sanad::ocr::training
