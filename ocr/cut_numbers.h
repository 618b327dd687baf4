// Cuts the number fields of a recognised page into cells. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/number_cells.h"
#include "ocr/recognise.h"

namespace sanad::ocr {

// None of a page that was not registered, and none of papers that somebody else printed.
std::vector<CutNumber> cut_numbers(const cv::Mat& clean_page, const RecognisedPage& recognised);

}  // namespace sanad::ocr
