#include "ocr/rings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace sanad::ocr {
namespace {

constexpr double px_per_mm = 3;  // rims are half a millimetre wide: more is not needed
constexpr double smallest_mm = 8, largest_mm = 65;
constexpr int darker_by = 34;  // grey levels below paper
constexpr int tries = 240;
constexpr int bins = 96;  // round the rim
constexpr double least_round = 0.6;
constexpr double rim_mm = 0.45;
constexpr std::size_t most_rings = 8;

struct Circle {
    double x, y, r;
};

std::optional<Circle> through(const cv::Point& a, const cv::Point& b, const cv::Point& c) {
    const double ax = b.x - a.x, ay = b.y - a.y, bx = c.x - a.x, by = c.y - a.y;
    const double d = 2 * (ax * by - ay * bx);
    if (std::abs(d) < 1e-6) return std::nullopt;
    const double a2 = ax * ax + ay * ay, b2 = bx * bx + by * by;
    const double x = (by * a2 - ay * b2) / d, y = (ax * b2 - bx * a2) / d;
    return Circle{a.x + x, a.y + y, std::hypot(x, y)};
}

bool dark(const cv::Mat& mask, double x, double y) {
    const int ix = static_cast<int>(std::lround(x)), iy = static_cast<int>(std::lround(y));
    return ix >= 0 && iy >= 0 && ix < mask.cols && iy < mask.rows && mask.at<std::uint8_t>(iy, ix) != 0;
}

// How much of the circle is drawn, and drawn by a thin line: a filled patch holds every circle within it.
double drawn_share(const cv::Mat& mask, const Circle& circle) {
    int on = 0;
    for (int i = 0; i < bins; ++i) {
        const double angle = 2 * CV_PI * i / bins, cx = std::cos(angle), cy = std::sin(angle);
        const auto at = [&](double off) {
            const double r = circle.r + off;
            return dark(mask, circle.x + r * cx, circle.y + r * cy);
        };
        const bool rim = at(0) || at(-1) || at(1);
        constexpr double beside = 2.2 * px_per_mm;
        on += rim && (!at(beside) || !at(-beside)) ? 1 : 0;
    }
    return static_cast<double>(on) / bins;
}

std::vector<cv::Point> points_of(const cv::Mat& labels, int label, const cv::Rect& bounds) {
    std::vector<cv::Point> points;
    for (int y = bounds.y; y < bounds.y + bounds.height; ++y)
        for (int x = bounds.x; x < bounds.x + bounds.width; ++x)
            if (labels.at<int>(y, x) == label) points.emplace_back(x, y);
    return points;
}

std::optional<Circle> best_circle(const cv::Mat& mask, const std::vector<cv::Point>& points) {
    cv::RNG chance(points.size());  // the same page gives the same rings
    const auto any = [&] { return points[chance.uniform(0, static_cast<int>(points.size()))]; };
    std::optional<Circle> best;
    double most = least_round;
    for (int i = 0; i < tries; ++i) {
        const auto circle = through(any(), any(), any());
        if (!circle || circle->r < smallest_mm * px_per_mm || circle->r > largest_mm * px_per_mm) continue;
        const double share = drawn_share(mask, *circle);
        if (share > most) most = share, best = circle;
    }
    return best;
}

void rub_out(cv::Mat& mask, const Circle& circle) {
    cv::circle(mask, cv::Point(static_cast<int>(circle.x), static_cast<int>(circle.y)),
               static_cast<int>(circle.r), cv::Scalar::all(0), static_cast<int>(3 * rim_mm * px_per_mm));
}

// The largest rings that one piece of ink holds, until none is left.
void take_rings(cv::Mat& mask, std::vector<Ring>& into) {
    cv::Mat labels, stats, centres;
    const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8, CV_32S);
    for (int i = 1; i < count && into.size() < most_rings; ++i) {
        const cv::Rect bounds(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                              stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        constexpr double wide = smallest_mm * px_per_mm, deep = 2 * px_per_mm;
        if (std::max(bounds.width, bounds.height) < wide || std::min(bounds.width, bounds.height) < deep)
            continue;
        const auto circle = best_circle(mask, points_of(labels, i, bounds));
        if (!circle) continue;
        rub_out(mask, *circle);
        into.push_back({{circle->x / px_per_mm, circle->y / px_per_mm}, circle->r / px_per_mm});
    }
}

double nearest(const Ring& ring, const BoxMm& box) {
    const double x = std::clamp(ring.centre.x, box.x, box.right()),
                 y = std::clamp(ring.centre.y, box.y, box.bottom());
    return std::hypot(x - ring.centre.x, y - ring.centre.y);
}

double farthest(const Ring& ring, const BoxMm& box) {
    const double x = std::max(std::abs(box.x - ring.centre.x), std::abs(box.right() - ring.centre.x));
    const double y = std::max(std::abs(box.y - ring.centre.y), std::abs(box.bottom() - ring.centre.y));
    return std::hypot(x, y);
}

}  // namespace

std::vector<Ring> find_rings(const cv::Mat& filled, double page_px_per_mm) {
    cv::Mat small;
    const double scale = px_per_mm / page_px_per_mm;
    cv::resize(filled, small, {}, scale, scale, cv::INTER_AREA);
    cv::Mat mask = small < 255 - darker_by;
    std::vector<Ring> rings;
    for (std::size_t before = most_rings; rings.size() != before && rings.size() < most_rings;) {
        before = rings.size();
        take_rings(mask, rings);
    }
    return rings;
}

bool reaches(const Ring& ring, const BoxMm& box, double slack) {
    return nearest(ring, box) <= ring.radius_mm + slack;
}

bool crosses(const Ring& ring, const BoxMm& box, double slack) {
    return reaches(ring, box, slack) && farthest(ring, box) >= ring.radius_mm - slack;
}

}  // namespace sanad::ocr
