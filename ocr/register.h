// Finds out where a known page of a paper lies on a scan, or that it does not fit.
// Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "ocr/identify.h"
#include "ocr/marks.h"
#include "ocr/placement.h"
#include "ocr/ruled_guess.h"
#include "templates/template.h"

namespace sanad::ocr {

struct Registration {
    Placement placement;
    double lines_found = 0;       // share of the paper's printed lines that are where they should be, 0..1
    double residual_mm = 0;       // root mean square on those
    int marks_used = 0;           // of four
    bool fits = false;            // enough lines, near enough
    double in_picture = 0;        // share of the lines that should lie within the picture
    double found_in_picture = 0;  // share of those that is where it should be
};

// The best placement of `layout` on the page. `code` gives a first guess where the QR code was read; without
// it the marks do, in any rotation; without enough of those, the edges of the picture; where none of these
// leads to a fit, the printed lines themselves. `fits` says whether the paper's own lines bear the outcome
// out: where it is false nothing may be cut from the page.
Registration register_page(const cv::Mat& clean_page, const templates::PageLayout& layout,
                           const std::vector<MarkCandidate>& marks, const std::optional<FoundCode>& code,
                           PageRuling& ruling);

}  // namespace sanad::ocr
