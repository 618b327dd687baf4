// The paper's own printed lines as evidence: are they where a placement says, and how far off?
// Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/placement.h"
#include "templates/template.h"

namespace sanad::ocr {

// One place on a printed line, looked for on the scan.
struct LineSample {
    PointMm at;      // on the paper
    PointMm normal;  // unit vector across the line
    bool seen = false;
    double offset = 0;  // mm along the normal from where the placement expected it
    std::size_t line = 0;
    bool in_picture = true;  // the placement expects it within the picture
};

struct Surrounding {
    PointMm centre;
    double radius_mm = 1000;
};

// Looks up to `reach_mm` to both sides of every printed line, or of what of them lies within a circle.
std::vector<LineSample> look_for_lines(const cv::Mat& clean_page, const std::vector<templates::Line>& lines,
                                       const Placement& placement, double reach_mm,
                                       const Surrounding& within = {});

// The placement corrected so that the seen samples fall on their lines; gross errors are left out. Unchanged
// where too little was seen.
Placement corrected(const Placement& placement, const std::vector<LineSample>& samples);

struct LineEvidence {
    double found = 0;             // share of the printed lines (by length) of which most was seen, 0..1
    double residual_mm = 0;       // root mean square offset of what was seen
    double in_picture = 0;        // share of their length that should lie within the picture
    double found_in_picture = 0;  // share of that which was found
};

LineEvidence weigh(const std::vector<LineSample>& samples, const std::vector<templates::Line>& lines);

}  // namespace sanad::ocr
