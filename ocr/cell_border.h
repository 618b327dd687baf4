// The printed border of a cell, found near where it is expected and taken away. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>

namespace sanad::ocr {

// `ink` is 255 where the picture is dark. Erases the four lines near the edges of `cell` where they are
// found, but not where a stroke of the pen crosses them. Returns the cell as the lines found show it.
cv::Rect erase_border(cv::Mat& ink, const cv::Rect& cell);

}  // namespace sanad::ocr
