// Which paper a page is, by its QR code. Included by ocr/*.cpp only.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>

#include "templates/library.h"

namespace sanad::ocr {

struct FoundCode {
    templates::PageCode code;
    std::array<cv::Point2d, 4> corners;  // px; the code's own top left, top right, bottom right, bottom left
};

// The first QR code on the page that is one of ours; codes of others are passed over. Any rotation.
std::optional<FoundCode> find_page_code(const cv::Mat& clean_page);

}  // namespace sanad::ocr
