// Print or pen: handwritten text is never taken for read. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>

#include "ocr/text_engine.h"

namespace sanad::ocr {

// True unless everything speaks for print: the recogniser is sure, strokes are of a few widths, letters of a
// line sit on one base line. Errs towards handwriting. `writing` is grey on white.
bool looks_handwritten(const cv::Mat& writing, const RecognisedText& seen);

// Share of the ink that lies in the fullest tenth of the line's height, 0..1.
double base_line_share(const cv::Mat& writing);

}  // namespace sanad::ocr
