// How well a digit model reads: single digits, and whole numbers composed of them. Included by
// ocr/training/*.cpp and tests only.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ocr/digits.h"
#include "ocr/training/real_digits.h"

namespace sanad::ocr::training {

struct DigitScore {
    int count = 0;
    int right = 0;     // the likeliest digit is the right one
    int not_read = 0;  // called empty or crossed out; those of them that are right count as right, too
    double calibration_error = 0;                       // expected, ten bins
    int sure = 0, sure_wrong = 0;                       // at a probability of 0.999 and more
    std::array<std::array<int, 11>, 10> confused = {};  // [written][likeliest], 10: and not read
    double accuracy() const { return count == 0 ? 0 : static_cast<double>(right) / count; }
};

// The digits' set is taken as known.
DigitScore score_digits(const std::vector<CellReading>& read, const std::vector<RealDigit>& real);

struct NumberScore {
    int count = 0;
    int ink_right = 0;  // the string that the ink alone says
    int right = 0;      // the string that is returned
    int set_right = 0;
    int accepted = 0, accepted_wrong = 0;
};

struct NumbersAsked {
    NumberRule rule = NumberRule::national_id;
    bool keeping_rule = true;  // false: identity numbers whose check digit is wrong
    int count = 5000;
    double accept_from = 0.999;
    std::uint64_t seed = 1;
};

// Numbers composed of cells drawn at random, so that a number has many writers.
NumberScore score_numbers(const DigitReader& reader, const std::vector<CellReading>& read,
                          const std::vector<RealDigit>& real, const NumbersAsked& asked);

}  // namespace sanad::ocr::training
