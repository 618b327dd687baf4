#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/ruled_guess.h"

namespace sanad::ocr {
namespace {

constexpr double long_side = 1400;      // px: about 120 dpi of A4
constexpr double shortest = 8.0 / 297;  // of the picture's long side
constexpr double thickest = 2.0 / 297;
constexpr int dark = 185;  // thin lines are pale at this size
constexpr std::size_t most_lines = 150;
constexpr int angle_bins = 360;  // quarters of a degree, of a right angle

// The direction in which most straight lines run, degrees clockwise in -45..45.
double direction(const cv::Mat& ink) {
    std::vector<cv::Vec4i> found;
    const double length = 2 * shortest * long_side;
    cv::HoughLinesP(ink, found, 1, CV_PI / 720, static_cast<int>(length * 0.8), length, 3);
    std::vector<double> weights(angle_bins, 0.0);
    const auto angle_of = [](const cv::Vec4i& l) {
        const double degrees = std::atan2(l[3] - l[1], l[2] - l[0]) * 180 / CV_PI;
        return degrees - 90 * std::round(degrees / 90);
    };
    for (const auto& l : found) {
        const int bin = static_cast<int>(std::floor((angle_of(l) + 45) * 4));
        weights[static_cast<std::size_t>(std::clamp(bin, 0, angle_bins - 1))] +=
            std::hypot(l[2] - l[0], l[3] - l[1]);
    }
    const auto heaviest = std::max_element(weights.begin(), weights.end()) - weights.begin();
    const double about = (static_cast<double>(heaviest) + 0.5) / 4 - 45;
    double sum = 0, total = 0;
    for (const auto& l : found) {
        const double off = angle_of(l) - about, length_px = std::hypot(l[2] - l[0], l[3] - l[1]);
        if (std::abs(off) < 0.75) sum += off * length_px, total += length_px;
    }
    return total > 0 ? about + sum / total : 0;
}

// The runs of ink in one direction.
std::vector<RuledLine> runs(const cv::Mat& ink, bool level) {
    const int shortest_px = static_cast<int>(shortest * long_side),
              thickest_px = static_cast<int>(thickest * long_side);
    const auto along = [&](int px) {
        return cv::getStructuringElement(cv::MORPH_RECT, level ? cv::Size(px, 1) : cv::Size(1, px));
    };
    const auto across = cv::getStructuringElement(cv::MORPH_RECT, level ? cv::Size(1, 3) : cv::Size(3, 1));
    cv::Mat lines, labels, boxes, centres;
    cv::dilate(ink, lines, across);  // a line that is not quite level goes through several rows
    cv::morphologyEx(lines, lines, cv::MORPH_CLOSE, along(3));
    cv::morphologyEx(lines, lines, cv::MORPH_OPEN, along(shortest_px));
    const int count = cv::connectedComponentsWithStats(lines, labels, boxes, centres);
    std::vector<RuledLine> out;
    for (int i = 1; i < count; ++i) {
        const auto* box = boxes.ptr<int>(i);
        const int wide = box[cv::CC_STAT_WIDTH], high = box[cv::CC_STAT_HEIGHT];
        if ((level ? high : wide) > thickest_px) continue;
        if (level)
            out.push_back({centres.at<double>(i, 1), static_cast<double>(box[cv::CC_STAT_LEFT]),
                           static_cast<double>(box[cv::CC_STAT_LEFT] + wide)});
        else
            out.push_back({centres.at<double>(i, 0), static_cast<double>(box[cv::CC_STAT_TOP]),
                           static_cast<double>(box[cv::CC_STAT_TOP] + high)});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const RuledLine& a, const RuledLine& b) { return a.to - a.from > b.to - b.from; });
    if (out.size() > most_lines) out.resize(most_lines);
    return out;
}

}  // namespace

Ruling find_ruling(const cv::Mat& clean_page) {
    Ruling out;
    out.scale = std::min(1.0, long_side / std::max(clean_page.cols, clean_page.rows));
    cv::Mat small, level;
    const auto reduced = [&](int px) { return std::max(1, static_cast<int>(std::lround(px * out.scale))); };
    out.size = {reduced(clean_page.cols), reduced(clean_page.rows)};
    cv::resize(clean_page, small, out.size, 0, 0, cv::INTER_AREA);
    out.turned_deg = direction(small < dark);
    const cv::Point2f middle(static_cast<float>(small.cols) / 2, static_cast<float>(small.rows) / 2);
    const cv::Matx23d turn(cv::getRotationMatrix2D(middle, out.turned_deg, 1).ptr<double>());
    cv::warpAffine(small, level, turn, small.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(255));
    const cv::Mat ink = level < dark;
    out.level = runs(ink, true);
    out.upright = runs(ink, false);
    cv::Mat back;
    cv::invertAffineTransform(cv::Mat(turn), back);
    out.to_page = cv::Matx23d(back.ptr<double>()) * (1 / out.scale);
    return out;
}

}  // namespace sanad::ocr
