#include "ocr/ink_pieces.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

namespace sanad::ocr {
namespace {

constexpr std::size_t most_pieces = 120;

cv::Mat ink_of(const cv::Mat& grey) {
    cv::Mat ink;
    const double level = cv::threshold(grey, ink, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    // Of plain paper Otsu parts grain from grain.
    const cv::Scalar paper = cv::mean(grey, ink == 0), dark = cv::mean(grey, ink);
    constexpr double least_contrast = 40;
    if (level >= 250 || paper[0] - dark[0] < least_contrast) ink.setTo(0);
    return ink;
}

struct Part {
    cv::Rect bounds;
    int area;
    int group;
};

// One above the other, or one within the other; not side by side and leaning.
bool stacked(const cv::Rect& a, const cv::Rect& b) {
    const int across = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const int down = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    const bool above = down * 3 < std::min(a.height, b.height);
    const bool within =
        across * 10 >= 9 * std::min(a.width, b.width) && std::max(a.width, b.width) > 2 * across;
    return across * 2 >= std::min(a.width, b.width) && (above || within);
}

// Parts that stand above one another, as the halves of a broken digit do, become one group.
void join_stacked(std::vector<Part>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            if (!stacked(parts[i].bounds, parts[j].bounds)) continue;
            const int from = parts[i].group, to = parts[j].group;
            for (auto& part : parts)
                if (part.group == from) part.group = to;
        }
}

int percentile(std::vector<int> values, double part) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(std::ceil(part * static_cast<double>(values.size() - 1)))];
}

// Where a wide group may be cut: columns with little ink, a quarter of a digit apart.
std::vector<int> cuts(const cv::Mat& groups, const cv::Rect& bounds, int group, int height) {
    std::vector<int> ink(static_cast<std::size_t>(bounds.width), 0);
    for (int y = bounds.y; y < bounds.y + bounds.height; ++y)
        for (int x = 0; x < bounds.width; ++x)
            ink[static_cast<std::size_t>(x)] += groups.at<int>(y, bounds.x + x) == group ? 1 : 0;
    const int thin = std::max(2, percentile(ink, 0.3)), apart = std::max(3, height / 4);
    std::vector<int> out;
    for (int x = apart; x + apart < bounds.width; ++x) {
        const auto here = ink.begin() + x;
        const auto least = std::min_element(here - apart / 2, here + apart / 2 + 1);
        const bool far = out.empty() || bounds.x + x - out.back() >= apart;
        if (*here <= thin && here == least && far) out.push_back(bounds.x + x);
    }
    return out;
}

void measure_shape(const cv::Mat& groups, InkPiece& piece) {
    double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    const cv::Rect& b = piece.bounds;
    for (int y = b.y; y < b.y + b.height; ++y)
        for (int x = b.x; x < b.x + b.width; ++x)
            if (groups.at<int>(y, x) == piece.group)
                n += 1, sx += x, sy += y, sxx += 1.0 * x * x, syy += 1.0 * y * y, sxy += 1.0 * x * y;
    piece.area = static_cast<int>(n);
    if (n < 2) return;
    const double vx = sxx / n - sx * sx / n / n + 1.0 / 12, vy = syy / n - sy * sy / n / n + 1.0 / 12,
                 cov = sxy / n - sx * sy / n / n;
    const double spread = std::sqrt((vx - vy) * (vx - vy) / 4 + cov * cov), mean = (vx + vy) / 2;
    piece.slim = std::sqrt((mean + spread) / std::max(1e-6, mean - spread));
    // Angle of the long axis against the upright; y grows downwards, so / has a negative covariance.
    piece.lean = 0.5 * std::atan2(-2 * cov, vy - vx);
}

std::vector<Part> parts_of(const cv::Mat& ink, cv::Mat& labels) {
    cv::Mat stats, centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8);
    std::vector<Part> parts;
    std::vector<int> heights;
    for (int i = 1; i < count; ++i) heights.push_back(stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const int tall = percentile(heights, 0.8);
    for (int i = 1; i < count; ++i) {
        const cv::Rect bounds(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                              stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        const int area = stats.at<int>(i, cv::CC_STAT_AREA);
        if (area < 3 || area * 220 < tall * tall) continue;  // dust
        parts.push_back({bounds, area, i});
    }
    return parts;
}

}  // namespace

InkPieces ink_pieces(const cv::Mat& grey) {
    InkPieces out;
    const cv::Mat ink = ink_of(grey);
    cv::Mat labels;
    auto parts = parts_of(ink, labels);
    if (parts.empty() || parts.size() > most_pieces) return out;
    std::vector<int> group_of_label(static_cast<std::size_t>(cv::countNonZero(ink)) + 2, 0);
    const std::vector<Part> alone = parts;
    join_stacked(parts);
    for (std::size_t i = 0; i < parts.size(); ++i)
        group_of_label[static_cast<std::size_t>(alone[i].group)] = parts[i].group;
    out.groups = cv::Mat::zeros(labels.size(), CV_32S);
    for (int y = 0; y < labels.rows; ++y)
        for (int x = 0; x < labels.cols; ++x)
            if (const int label = labels.at<int>(y, x); label != 0)
                out.groups.at<int>(y, x) = group_of_label[static_cast<std::size_t>(label)];
    std::vector<cv::Rect> bounds;
    std::vector<int> names, heights;
    for (const auto& part : parts) {
        const auto known = std::find(names.begin(), names.end(), part.group);
        if (known == names.end())
            names.push_back(part.group), bounds.push_back(part.bounds);
        else
            bounds[static_cast<std::size_t>(known - names.begin())] |= part.bounds;
    }
    for (const auto& one : bounds) heights.push_back(one.height);
    out.height = std::max(4, percentile(heights, 0.75));
    std::vector<int> middles;
    for (const auto& one : bounds)
        if (one.height * 10 >= out.height * 7) middles.push_back(one.y + one.height / 2);
    out.middle = percentile(middles, 0.5);
    for (std::size_t g = 0; g < names.size(); ++g) {
        std::vector<int> edges{bounds[g].x};
        if (bounds[g].width * 10 > out.height * 9 && bounds[g].height * 10 > out.height * 4)
            for (const int cut : cuts(out.groups, bounds[g], names[g], out.height)) edges.push_back(cut);
        edges.push_back(bounds[g].x + bounds[g].width);
        for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
            InkPiece piece{.bounds = {edges[i], bounds[g].y, edges[i + 1] - edges[i], bounds[g].height},
                           .group = names[g]};
            measure_shape(out.groups, piece);
            if (piece.area > 0) out.pieces.push_back(piece);
        }
    }
    std::sort(out.pieces.begin(), out.pieces.end(), [](const auto& a, const auto& b) {
        return 2 * a.bounds.x + a.bounds.width < 2 * b.bounds.x + b.bounds.width;
    });
    return out;
}

}  // namespace sanad::ocr
