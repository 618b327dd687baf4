// How clearly ink stands out from its paper. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>

namespace sanad::ocr {

// Grey levels a pixel at the edges of the ink: what the steepest pixels, a fifth as many as the ink has, all
// reach. A page at 300 dpi, cleaned: clean print has 55 to 130, pale or blurred print 30 to 45. 0 without
// ink.
double edge_contrast(const cv::Mat& grey);

}  // namespace sanad::ocr
