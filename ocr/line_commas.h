// Commas of a line, taken out before Tesseract reads it: its Arabic models have no sign for ، and stumble
// over the words beside it. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>

#include "ocr/line_pieces.h"
#include "ocr/line_put_back.h"

namespace sanad::ocr {

struct CommasApart {
    std::vector<TakenOut> commas;  // in the order of reading
    std::u32string signs;          // what the witness sees of the rest
    cv::Mat rest;                  // the line without them
};

// Where the witness (`signs`) sees commas of one small low piece each; nothing where there is none.
std::optional<CommasApart> commas_apart(const cv::Mat& grey, const PlacedSigns& signs);

}  // namespace sanad::ocr
