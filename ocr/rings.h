// Large circles on a page that no paper prints: the rims of stamps, the rings of cups. What they leave in a box
// is as dark as a pen's stroke, and nobody's mark. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/geometry.h"

namespace sanad::ocr {

struct Ring {
    PointMm centre;
    double radius_mm = 0;
};

// On a page at `px_per_mm` whose printed lines were taken away: circles of 8 to 65 mm radius of which more than
// half is seen, and which stand out from the paper by thin ink.
std::vector<Ring> find_rings(const cv::Mat& filled, double px_per_mm);

bool reaches(const Ring& ring, const BoxMm& box, double slack_mm);  // any of its disc lies in the box
bool crosses(const Ring& ring, const BoxMm& box, double slack_mm);  // its rim does

}  // namespace sanad::ocr
