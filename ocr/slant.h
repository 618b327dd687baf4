// How far the upright strokes of a line lean. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>

namespace sanad::ocr {

// Degrees by which the strokes of a line of print lean to the right (of most Arabic italics: to the left,
// less than 0), found where the columns of the line, sheared back, are most unlike each other. Within ±18; 0
// without ink.
double slant_deg(const cv::Mat& grey);

}  // namespace sanad::ocr
