// The page as ink on even white: the first thing done to the pixels of a scan. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>

#include "core/page.h"

namespace sanad::ocr {

// Grey of the same size, paper at 255 whatever the light, shadow or tint of the scan; ink keeps its contrast
// to the paper around it. Grounds larger than about a centimetre (shaded bars, stamps' fields) become white
// too.
cv::Mat clean(const Page& page);

// The share of dark pixels away from the outermost 4 % of the page, 0..1: what tells an empty back from a
// page.
double ink_share(const cv::Mat& clean_page);

}  // namespace sanad::ocr
