#include "ocr/placement.h"

#include <cmath>

namespace sanad::ocr {
namespace {

// Unknowns are worked out in paper coordinates of about -1..1 and then brought back.
constexpr double unit_mm = 150;

cv::Matx33d to_unit() { return {1 / unit_mm, 0, 0, 0, 1 / unit_mm, 0, 0, 0, 1}; }

cv::Mat solve(const cv::Mat& a, const cv::Mat& b) {
    cv::Mat x;
    cv::solve(a, b, x, cv::DECOMP_SVD);
    return x;
}

}  // namespace

cv::Point2d Placement::px(PointMm at) const {
    const cv::Vec3d v = to_px_ * cv::Vec3d(at.x, at.y, 1);
    return {v[0] / v[2], v[1] / v[2]};
}

cv::Point2d Placement::px_per_mm(PointMm at) const {
    const auto centre = px(at);
    return {cv::norm(px({at.x + 1, at.y}) - centre), cv::norm(px({at.x, at.y + 1}) - centre)};
}

double Placement::turned_deg(PointMm at) const {
    const auto along = px({at.x + 1, at.y}) - px({at.x - 1, at.y});
    return std::atan2(along.y, along.x) * 180 / CV_PI;
}

Placement place_similar(const std::vector<Sighting>& sightings) {
    cv::Mat a(static_cast<int>(sightings.size()) * 2, 4, CV_64F), b(a.rows, 1, CV_64F);
    int row = 0;
    for (const auto& s : sightings) {
        const double x = s.paper.x / unit_mm, y = s.paper.y / unit_mm;
        a.row(row) = (cv::Mat_<double>(1, 4) << x, -y, 1, 0) + 0;
        b.at<double>(row++) = s.scan.x;
        a.row(row) = (cv::Mat_<double>(1, 4) << y, x, 0, 1) + 0;
        b.at<double>(row++) = s.scan.y;
    }
    const cv::Mat h = solve(a, b);
    const auto at = [&](int i) { return h.at<double>(i); };
    return Placement(cv::Matx33d(at(0), -at(1), at(2), at(1), at(0), at(3), 0, 0, 1) * to_unit());
}

Placement place_affine(const std::vector<Sighting>& sightings) {
    cv::Mat a(static_cast<int>(sightings.size()), 3, CV_64F), b(a.rows, 2, CV_64F);
    int row = 0;
    for (const auto& s : sightings) {
        a.row(row) = (cv::Mat_<double>(1, 3) << s.paper.x / unit_mm, s.paper.y / unit_mm, 1) + 0;
        b.at<double>(row, 0) = s.scan.x;
        b.at<double>(row++, 1) = s.scan.y;
    }
    const cv::Mat h = solve(a, b);
    const auto at = [&](int i, int j) { return h.at<double>(i, j); };
    return Placement(cv::Matx33d(at(0, 0), at(1, 0), at(2, 0), at(0, 1), at(1, 1), at(2, 1), 0, 0, 1) *
                     to_unit());
}

Placement place(const std::vector<Sighting>& sightings) {
    if (sightings.size() < 3) return place_similar(sightings);
    if (sightings.size() < 4) return place_affine(sightings);
    cv::Mat a(static_cast<int>(sightings.size()) * 2, 8, CV_64F), b(a.rows, 1, CV_64F);
    int row = 0;
    for (const auto& s : sightings) {
        const double x = s.paper.x / unit_mm, y = s.paper.y / unit_mm;
        a.row(row) = (cv::Mat_<double>(1, 8) << x, y, 1, 0, 0, 0, -s.scan.x * x, -s.scan.x * y) + 0;
        b.at<double>(row++) = s.scan.x;
        a.row(row) = (cv::Mat_<double>(1, 8) << 0, 0, 0, x, y, 1, -s.scan.y * x, -s.scan.y * y) + 0;
        b.at<double>(row++) = s.scan.y;
    }
    const cv::Mat h = solve(a, b);
    const auto at = [&](int i) { return h.at<double>(i); };
    return Placement(cv::Matx33d(at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), 1) * to_unit());
}

}  // namespace sanad::ocr
