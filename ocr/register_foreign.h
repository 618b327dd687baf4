// Where the blank of a foreign paper lies on a scan: by points that look alike, then by the blank's own ink.
// Included by ocr/*.cpp only.
#pragma once

#include "ocr/foreign_page.h"
#include "ocr/register.h"

namespace sanad::ocr {

// A scan's points, found once and held against every paper.
struct ScanPoints {
    double scale = 1;  // px of the scan to those of the points
    std::vector<cv::KeyPoint> points;
    cv::Mat descriptors;
};

ScanPoints find_scan_points(const cv::Mat& clean_page);

// `lines_found` is the share of the blank's patches with print that are where they should be, `residual_mm`
// the root mean square of their distances. Where `fits` is false nothing may be cut from the page.
Registration register_foreign(const cv::Mat& clean_page, const ScanPoints& scan, const ForeignPage& page);

// A part of the blank found again on the flattened page: how alike, and how far beside its place.
struct PatchMatch {
    double alike = 0;  // normalised correlation; 0 where the blank has no print there
    PointMm offset;
};

// `flat` is the page at blank_dpi as the placement shows it, its boxes covered.
PatchMatch match_patch(const cv::Mat& flat, const ForeignPage& page, const BoxMm& box, double reach_mm);

cv::Mat flat_at_blank_dpi(const cv::Mat& clean_page, const Placement& placement, const ForeignPage& page);

}  // namespace sanad::ocr
