// The dots of a line of letters, counted. Included by ocr/*.cpp only.
#pragma once

#include <string>

#include <opencv2/core.hpp>

namespace sanad::ocr {

// Small marks of a line (dark on white, 300 dpi), as many dots as they are long: a flat one is two that a
// scan drew together.
int dots_seen(const cv::Mat& grey);

// The most small marks that a text's letters can show, in the same count: a reading with fewer than are seen
// has lost a dot of a letter (ي read as ب, ت as ن), or there is dirt.
int dots_in(const std::string& text);

}  // namespace sanad::ocr
