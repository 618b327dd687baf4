// What the witness network sees in each column of a strip. Included by ocr/*.cpp only, and by its training.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/witness_model.h"

namespace sanad::ocr {

// Where the strip's pixels lie in the picture that it was made of.
struct StripPlace {
    double left = 0;   // px of the picture at the strip's left edge
    double scale = 1;  // strip px for a picture's px
};

// A line's ink trimmed and brought to the strip's height; nothing of width 0 where there is no ink, or far
// too long a line. `grey` is dark on white.
Strip strip_of(const cv::Mat& grey, StripPlace* place = nullptr);

// Log probabilities, columns x sign_count, from left to right.
std::vector<float> seen_signs(const WitnessModel& model, const Strip& strip);

}  // namespace sanad::ocr
