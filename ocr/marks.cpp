#include "ocr/marks.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace sanad::ocr {
namespace {

constexpr double search_long_side = 1400;        // px: about 120 dpi of A4
constexpr double mark_share = 5.0 / 297;         // a mark's edge over the page's long side
constexpr double smallest = 0.4, largest = 1.7;  // times that
constexpr std::size_t most_candidates = 40;

struct Shaped {
    MarkCandidate candidate;
    double flaw;  // how far from a square, 0 is none
};

double contour_area(const std::vector<cv::Point>& contour) {
    // contourArea measures between pixel centres: half a pixel is missing all round.
    return cv::contourArea(contour) + 0.5 * cv::arcLength(contour, true) + 1;
}

// `hole` is the contour inside, empty where there is none.
std::optional<Shaped> as_mark(const std::vector<cv::Point>& outer, double hole_area, double expected) {
    const cv::Rect bounds = cv::boundingRect(outer);
    const double longest = std::max(bounds.width, bounds.height);
    if (longest < smallest * expected || longest > 1.4 * largest * expected) return std::nullopt;
    const cv::RotatedRect tight = cv::minAreaRect(outer);
    const double w = tight.size.width + 1, h = tight.size.height + 1;
    const double side = std::sqrt(w * h);
    const double aspect = std::min(w, h) / std::max(w, h);
    const double filled = contour_area(outer) / (w * h);
    if (side < smallest * expected || side > largest * expected || aspect < 0.72 || filled < 0.8)
        return std::nullopt;
    const double hole = hole_area / (w * h);  // the hollow mark's is a quarter
    const bool hollow = hole > 0.1;
    if (hole > 0.42) return std::nullopt;  // a ring: an empty box, a QR code's finder
    const double flaw = (1 - aspect) + (1 - filled) + (hollow ? std::abs(hole - 0.25) : hole);
    return Shaped{{{tight.center.x, tight.center.y},
                   side,
                   hollow ? templates::MarkShape::hollow : templates::MarkShape::solid},
                  flaw};
}

}  // namespace

std::vector<MarkCandidate> find_mark_candidates(const cv::Mat& clean_page) {
    const double scale = std::min(1.0, search_long_side / std::max(clean_page.cols, clean_page.rows));
    cv::Mat small;
    cv::resize(clean_page, small, {}, scale, scale, cv::INTER_AREA);
    const double expected = mark_share * std::max(small.cols, small.rows);
    std::vector<Shaped> found;
    for (const int threshold : {140, 90}) {  // the lower one parts a mark from what touches it
        std::vector<std::vector<cv::Point>> contours;
        std::vector<cv::Vec4i> tree;  // next, previous, first child, parent
        cv::findContours(small < threshold, contours, tree, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
        for (std::size_t i = 0; i < contours.size(); ++i) {
            if (tree[i][3] >= 0) continue;  // itself a hole
            double hole = 0;
            for (int child = tree[i][2]; child >= 0; child = tree[static_cast<std::size_t>(child)][0])
                hole = std::max(hole, cv::contourArea(contours[static_cast<std::size_t>(child)]));
            if (const auto shaped = as_mark(contours[i], hole, expected)) found.push_back(*shaped);
        }
    }
    std::sort(found.begin(), found.end(), [](const Shaped& a, const Shaped& b) { return a.flaw < b.flaw; });
    std::vector<MarkCandidate> marks;
    for (const auto& shaped : found) {
        MarkCandidate mark = shaped.candidate;
        mark.centre = {(mark.centre.x + 0.5) / scale - 0.5, (mark.centre.y + 0.5) / scale - 0.5};
        mark.side /= scale;
        const bool known = std::any_of(marks.begin(), marks.end(), [&](const MarkCandidate& other) {
            return cv::norm(other.centre - mark.centre) < mark.side / 2;
        });
        if (!known && marks.size() < most_candidates) marks.push_back(mark);
    }
    return marks;
}

}  // namespace sanad::ocr
