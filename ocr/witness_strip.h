// A line's picture to what the witness network looks at. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>

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

}  // namespace sanad::ocr
