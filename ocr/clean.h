// The page as ink on even white: the first thing done to the pixels of a scan. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>

#include "core/page.h"

namespace sanad::ocr {

// Grey of the same size, paper at 255 whatever the light, shadow or tint of the scan; ink keeps its contrast
// to the paper around it. Grounds larger than about a centimetre (shaded bars, stamps' fields) become white
// too. A picture that is a part of a page needs the long side of the whole one, in px: a centimetre is known
// by that.
cv::Mat clean(const Page& page, int long_side = 0);

// The share of dark pixels away from the outermost 4 % of the page, 0..1: what tells an empty back from a
// page.
double ink_share(const cv::Mat& clean_page);

}  // namespace sanad::ocr
