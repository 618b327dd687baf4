#include "ocr/sight.h"

#include <algorithm>
#include <cmath>

namespace sanad::ocr {
namespace {

// A border belongs to the box that it runs along; where there is none so near, the lines of the table that
// the box stands in do.
constexpr double reaches_mm[] = {0.6, 1.5, 2.5};
constexpr double end_mm = 5;

struct Share {
    int sought = 0;
    int found = 0;
};

// One point of a line: is anything darker than paper within half a millimetre across it?
bool dark_across(const cv::Mat& grey, int level, const cv::Point& at, bool is_level) {
    constexpr int half_mm_px = 6;
    for (int off = -half_mm_px; off <= half_mm_px; ++off) {
        const cv::Point p = is_level ? cv::Point(at.x, at.y + off) : cv::Point(at.x + off, at.y);
        if (p.x < 0 || p.y < 0 || p.x >= grey.cols || p.y >= grey.rows) continue;
        if (grey.at<unsigned char>(p) < level) return true;
    }
    return false;
}

// Walks the part of the line that runs inside the box.
void walk(const FlatPage& page, const templates::Line& line, const BoxMm& box, Share& share) {
    const bool is_level = std::abs(line.from.y - line.to.y) < std::abs(line.from.x - line.to.x);
    const double across = is_level ? line.from.y : line.from.x;
    if (across < (is_level ? box.y : box.x) || across > (is_level ? box.bottom() : box.right())) return;
    const auto [low, high] =
        is_level ? std::minmax(line.from.x, line.to.x) : std::minmax(line.from.y, line.to.y);
    const double from = std::max(low, is_level ? box.x : box.y);
    const double to = std::min(high, is_level ? box.right() : box.bottom());
    const int level = (page.ink_level + 255) / 2;  // thin lines of a coarse scan are paler than ink
    for (double along = from; along < to; along += 0.25) {
        const auto a = static_cast<int>(std::lround(along * zone_px_per_mm));
        const auto b = static_cast<int>(std::lround(across * zone_px_per_mm));
        ++share.sought;
        share.found +=
            dark_across(page.grey, level, is_level ? cv::Point(a, b) : cv::Point(b, a), is_level) ? 1 : 0;
    }
}

double share_of(const FlatPage& page, const templates::PageLayout& layout, const BoxMm& box) {
    for (const double reach : reaches_mm) {
        Share share;
        for (const auto& line : layout.lines) walk(page, line, grown(box, reach), share);
        if (share.sought > 0) return static_cast<double>(share.found) / share.sought;
    }
    return 1;
}

}  // namespace

double seen_share(const FlatPage& page, const templates::PageLayout& layout, const templates::Field& field) {
    double least = 1;
    for (const auto& option : field.options) least = std::min(least, share_of(page, layout, option.box));
    for (const auto& cell : field.cell_boxes) least = std::min(least, share_of(page, layout, cell));
    if (!field.options.empty() || !field.cell_boxes.empty()) return least;
    // Of a wide box either end may be missing: what is left of a name is no name.
    const BoxMm left{field.box.x, field.box.y, end_mm, field.box.h};
    const BoxMm right{field.box.right() - end_mm, field.box.y, end_mm, field.box.h};
    for (const auto& part : {field.box, left, right}) least = std::min(least, share_of(page, layout, part));
    return least;
}

}  // namespace sanad::ocr
