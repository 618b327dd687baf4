// All fields of one page of a registered paper. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/read_field.h"
#include "ocr/recognise.h"

namespace sanad::ocr {

// What reads: opened once, used by every page.
struct Models {
    TextEngine& text;
    const DigitReader& digits;
    double silent_error = 0.001;
    const TextWitness* witness = nullptr;
};

// In the paper's order. A page whose paper is known but which could not be registered gives illegible fields.
std::vector<Reading> read_page(const cv::Mat& clean_page, const RecognisedPage& recognised, Models models);

}  // namespace sanad::ocr
