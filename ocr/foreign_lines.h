// Straight lines on a page that its paper does not have. Included by ocr/*.cpp only.
//
// That a paper's lines are found on a page is not enough: another version shares most of them, and a ruled
// sheet has a line near every place. What the page has beside them tells those apart.
#pragma once

#include <opencv2/core.hpp>

#include "ocr/placement.h"
#include "templates/template.h"

namespace sanad::ocr {

// Length of level and upright straight lines of 10 mm and more that lie on no printed line of `layout`, as a
// share of the length of its own such lines. `own_print` is for papers that have a picture of their blank: at
// 150 dpi, 255 where it has print. What is written into fields, folds and streaks of a dirty
// scanner leave it under a tenth.
double foreign_line_share(const cv::Mat& clean_page, const Placement& placement,
                          const templates::Template& paper, const templates::PageLayout& layout,
                          const cv::Mat& own_print = {});

}  // namespace sanad::ocr
