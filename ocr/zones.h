// A registered page, upright and true to size, and what somebody put on it. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/placement.h"
#include "ocr/rings.h"
#include "templates/template.h"

namespace sanad::ocr {

constexpr double zone_dpi = 300;
constexpr double zone_px_per_mm = zone_dpi / mm_per_inch;

// A page of a paper at zone_dpi, its top-left corner at (0, 0).
struct FlatPage {
    cv::Mat grey;          // as scanned, cleaned
    cv::Mat filled;        // the same without the paper's printed lines: what is left in a box was put there
    int ink_level = 150;   // pixels darker than this are ink, from the darkness of this page's own print
    bool bitonal = false;  // scanned in black and white
    double scanned_dpi = zone_dpi;  // before it was brought to zone_dpi
    std::vector<Ring> rings = {};   // of stamps and cups
    cv::Mat scan = {};              // that it was made of, cleaned; nothing is copied
    cv::Matx33d to_scan = {};       // px of this page to px of `scan`
    double grain = 0;               // of the paper, grey levels
};

FlatPage flatten(const cv::Mat& clean_page, const Placement& placement, const templates::Template& paper,
                 const templates::PageLayout& layout);

// A part of `filled` taken from the scan anew by cubic interpolation: slower, and small things that stand
// close together, as the dots of letters do, stay apart.
cv::Mat sharp_part(const FlatPage& page, const cv::Rect& where);

cv::Rect px_rect(const BoxMm& box, const cv::Size& within);
BoxMm grown(const BoxMm& box, double mm);  // negative: shrunk

// A connected piece of ink.
struct Blot {
    cv::Rect bounds;  // px of the flat page
    cv::Point2d centre;
    int area = 0;   // px
    int label = 0;  // in `labels`
};

struct Ink {
    cv::Rect region;  // of the flat page
    cv::Mat labels;   // CV_32S, of the region; 0 is paper
    std::vector<Blot> blots;
};

// The ink in a box of the filled page, specks of fewer than `speck` pixels left out.
Ink find_ink(const FlatPage& page, const BoxMm& box, int speck = 8);

// Area in mm² that is darker than paper, be it too light to count as ink: what says that an empty box is
// empty asks this too. A pale pen on a page with black print lies between the two.
double faint_ink_mm2(const FlatPage& page, const BoxMm& box);
constexpr double faint_mark_mm2 = 0.5;  // from there on somebody may have written

}  // namespace sanad::ocr
