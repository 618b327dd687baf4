// Where a paper lies on a scan: millimetres of the paper to pixels of the scan. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/geometry.h"

namespace sanad::ocr {

// A plane homography; a phone photo is one as well as a scan.
class Placement {
public:
    Placement() : to_px_(cv::Matx33d::eye()) {}
    explicit Placement(const cv::Matx33d& mm_to_px) : to_px_(mm_to_px) {}

    cv::Point2d px(PointMm at) const;
    const cv::Matx33d& matrix() const { return to_px_; }
    // Pixels in a millimetre along the paper's x and y at a place.
    cv::Point2d px_per_mm(PointMm at) const;
    // How far the paper's x axis is turned clockwise on the scan, degrees in (-180, 180], at a place.
    double turned_deg(PointMm at) const;

private:
    cv::Matx33d to_px_;
};

// A place on the paper seen at a place of the scan.
struct Sighting {
    PointMm paper;
    cv::Point2d scan;
};

// The best placement through the sightings by least squares: similarity for 2, affine for 3, homography from
// 4 on. Fewer, or sightings on one line, give nothing sensible: the caller checks the outcome on the printed
// lines.
Placement place(const std::vector<Sighting>& sightings);
Placement place_similar(const std::vector<Sighting>& sightings);
Placement place_affine(const std::vector<Sighting>& sightings);

}  // namespace sanad::ocr
