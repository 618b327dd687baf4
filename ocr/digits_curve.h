// From what the arithmetic says of a whole number to how often such numbers were right. Included by ocr/*.cpp
// only.
//
// The joint posterior takes the cells of a number as independent, which they are not: one hand or one font
// wrote them all. So it is compared with numbers composed of made cells that did not train, by isotonic
// regression (Zadrozny and Elkan 2002), for each rule, for print and handwriting, and for whether the rule
// changed what the ink says first.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "ocr/digits.h"

namespace sanad::ocr {

struct CurvePoint {
    float from;  // log odds of the joint posterior
    float to;    // log odds of being right, as counted
};

// Both rising. Straight between the points, falling with the posterior before them, flat beyond them; without
// points the posterior itself.
using Curve = std::vector<CurvePoint>;

constexpr std::size_t number_rules = 5;  // NumberRule

struct NumberCurves {
    // [rule][printed][the rule changed what the ink says first]
    std::array<std::array<std::array<Curve, 2>, 2>, number_rules> of = {};
};

double log_odds(double probability);  // within +-30
double along(const Curve& curve, double log_odds);

// The probability of being right. `printed`: that the number was printed; its curve and the hand's are mixed.
double calibrated(const NumberCurves& curves, NumberRule rule, double printed, bool changed_by_rule,
                  double posterior);

}  // namespace sanad::ocr
