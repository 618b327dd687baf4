// Things on a page that may be registration marks. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "templates/template.h"

namespace sanad::ocr {

struct MarkCandidate {
    cv::Point2d centre;  // px
    double side = 0;     // px
    templates::MarkShape shape = templates::MarkShape::solid;
};

// Dark squares, solid or hollow, of about the size that a mark of 5 mm has where the paper fills most of the
// picture. At most 40, those nearest to a square first.
std::vector<MarkCandidate> find_mark_candidates(const cv::Mat& clean_page);

}  // namespace sanad::ocr
