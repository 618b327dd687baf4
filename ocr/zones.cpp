#include "ocr/zones.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

namespace sanad::ocr {
namespace {

constexpr int line_reach = 6;      // px to both sides in which a printed line is looked for: 0.5 mm
constexpr int block = 60;          // px of a line that are followed together
constexpr int blur_allowance = 4;  // px that scanning adds to the thickness of a line
constexpr int crossing = 9;        // px round the place where two lines meet
constexpr double least_line_contrast = 20;
constexpr double grainy = 8, rough = 18;  // standard deviation of the paper, grey levels

// Half way between paper and the median of what is clearly ink.
int ink_level_of(const cv::Mat& grey) {
    std::array<int, 256> counts{};
    for (int y = 0; y < grey.rows; y += 3)
        for (int x = 0; x < grey.cols; x += 2) ++counts[grey.at<std::uint8_t>(y, x)];
    const auto darker = [&](std::size_t than) {
        return std::accumulate(counts.begin(), counts.begin() + static_cast<long>(than), 0);
    };
    // On a pale scan most ink is lighter than that of a good one; the grain of a bad one must not count as
    // ink.
    const std::size_t limit = darker(150) * 200 > darker(256) ? 150 : 185;
    const int total = darker(limit);
    int seen = 0;
    std::size_t median = 0;
    while (median < limit && seen * 2 < total) seen += counts[median++];
    return std::clamp(static_cast<int>(median + 255) / 2, 110, 185);
}

bool is_bitonal(const cv::Mat& clean_page) {
    int greys = 0, seen = 0;
    for (int y = 0; y < clean_page.rows; y += 5)
        for (int x = 0; x < clean_page.cols; x += 3, ++seen) {
            const auto grey = clean_page.at<std::uint8_t>(y, x);
            greys += grey > 40 && grey < 215 ? 1 : 0;
        }
    return greys * 5000 < seen;
}

// How much the paper scatters, grey levels: it is clipped at white, so the mean distance from there is 0.4 of
// the standard deviation.
double grain_of(const cv::Mat& grey) {
    const cv::Mat paper = grey > 180;
    return (255 - cv::mean(grey, paper)[0]) / 0.4;
}

// Grain breaks strokes up and makes specks: a rough scan is smoothed, a good one is left as it is.
void calm(cv::Mat& grey, double grain) {
    if (grain > grainy) cv::GaussianBlur(grey, grey, {0, 0}, grain > rough ? 1.3 : 0.8);
}

// What erases the lines of one page: the levels and thicknesses that its scan asks for.
struct Eraser {
    int ink_level = 150;
    int slack = 2;  // px by which ink over a line may be thicker than the line and still be nothing else

    // A line along the rows of `page`, from x0 to x1 at about y. Thicker ink was written across it and stays.
    void erase(cv::Mat& page, int x0, int x1, int y, int nominal) const;
    void erase_block(cv::Mat& page, int begin, int width, int y, int nominal) const;
};

void Eraser::erase_block(cv::Mat& page, int begin, int width, int y, int nominal) const {
    const int y0 = std::max(0, y - line_reach), y1 = std::min(page.rows - 1, y + line_reach);
    if (y1 - y0 < line_reach) return;
    cv::Mat mean;
    cv::reduce(page(cv::Rect(begin, y0, width, y1 - y0 + 1)), mean, 1, cv::REDUCE_AVG, CV_64F);
    cv::Point darkest;
    double low = 0, high = 0;
    cv::minMaxLoc(mean, &low, &high, &darkest, nullptr);
    if (high - low < least_line_contrast) return;
    const int centre = y0 + darkest.y;
    const int thickest =
        std::min(cv::countNonZero(mean < (low + high) / 2), nominal + blur_allowance) + slack;
    // Where the page is pale or the scan coarse the line is paler than other ink.
    const int level = std::max(ink_level, static_cast<int>(low + 0.6 * (high - low)));
    for (int x = begin; x < begin + width; ++x) {
        int up = centre, down = centre;
        while (up > 0 && page.at<std::uint8_t>(up - 1, x) < level && centre - up <= thickest) --up;
        while (down + 1 < page.rows && page.at<std::uint8_t>(down + 1, x) < level &&
               down - centre <= thickest)
            ++down;
        if (down - up + 1 > thickest) continue;
        for (int i = std::max(0, up - 2); i <= std::min(page.rows - 1, down + 2); ++i)
            page.at<std::uint8_t>(i, x) = 255;
    }
}

void Eraser::erase(cv::Mat& page, int x0, int x1, int y, int nominal) const {
    x0 = std::max(0, x0 - 3), x1 = std::min(page.cols - 1, x1 + 3);
    for (int begin = x0; begin < x1; begin += block)
        erase_block(page, begin, std::min(block, x1 - begin), y, nominal);
}

// What is left where two lines meet, unless writing runs into it: then its edge is not white all round.
void erase_crossing(cv::Mat& page, PointMm at) {
    const cv::Point centre(static_cast<int>(std::lround(at.x * zone_px_per_mm)),
                           static_cast<int>(std::lround(at.y * zone_px_per_mm)));
    const cv::Rect window =
        cv::Rect(centre.x - crossing, centre.y - crossing, 2 * crossing + 1, 2 * crossing + 1) &
        cv::Rect({}, page.size());
    if (window.width < 5 || window.height < 5) return;
    const cv::Rect inner(window.x + 1, window.y + 1, window.width - 2, window.height - 2);
    const int dark = cv::countNonZero(page(window) < 200);
    if (dark == cv::countNonZero(page(inner) < 200)) page(window).setTo(255);
}

void erase_crossings(cv::Mat& page, const std::vector<templates::Line>& lines) {
    constexpr double slack = 0.5;  // mm by which a line may end short of the one that it meets
    const auto within = [](double v, double a, double b) {
        return v >= std::min(a, b) - slack && v <= std::max(a, b) + slack;
    };
    for (const auto& level : lines) {
        if (level.from.y != level.to.y) continue;
        for (const auto& upright : lines) {
            if (upright.from.x != upright.to.x) continue;
            if (within(upright.from.x, level.from.x, level.to.x) &&
                within(level.from.y, upright.from.y, upright.to.y))
                erase_crossing(page, {upright.from.x, level.from.y});
        }
    }
}

void erase_lines(cv::Mat& page, const std::vector<templates::Line>& lines, const Eraser& eraser) {
    const auto px = [](double mm) { return static_cast<int>(std::lround(mm * zone_px_per_mm)); };
    const auto each = [&](bool level, cv::Mat& target) {
        for (const auto& line : lines) {
            const bool is_level = std::abs(line.from.y - line.to.y) < std::abs(line.from.x - line.to.x);
            if (is_level != level) continue;
            const double a = level ? line.from.x : line.from.y, b = level ? line.to.x : line.to.y;
            const double at = level ? line.from.y : line.from.x;
            eraser.erase(target, px(std::min(a, b)), px(std::max(a, b)), px(at), px(line.width));
        }
    };
    // Upright lines are erased on the transposed page, by the same walk; both on the page as scanned, or the
    // gaps that the first ones leave would hide the crossings of the second.
    cv::Mat turned = page.t();
    each(true, page);
    each(false, turned);
    cv::Mat back = turned.t();
    cv::max(page, back, page);
    erase_crossings(page, lines);
}

}  // namespace

FlatPage flatten(const cv::Mat& clean_page, const Placement& placement, const templates::Template& paper,
                 const templates::PageLayout& layout) {
    const cv::Size size(static_cast<int>(std::lround(paper.width_mm * zone_px_per_mm)),
                        static_cast<int>(std::lround(paper.height_mm * zone_px_per_mm)));
    const cv::Matx33d to_mm(1 / zone_px_per_mm, 0, 0, 0, 1 / zone_px_per_mm, 0, 0, 0, 1);
    FlatPage page;
    page.scan = clean_page;
    page.to_scan = placement.matrix() * to_mm;
    cv::warpPerspective(clean_page, page.grey, page.to_scan, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                        cv::BORDER_CONSTANT, 255);
    const double grain = page.grain = grain_of(page.grey);
    calm(page.grey, grain);
    page.ink_level = ink_level_of(page.grey);
    page.bitonal = is_bitonal(clean_page);
    page.filled = page.grey.clone();
    page.scanned_dpi = placement.px_per_mm({paper.width_mm / 2, paper.height_mm / 2}).x * mm_per_inch;
    const double coarse = zone_dpi / page.scanned_dpi;
    const int for_grain = grain > rough ? 2 : grain > grainy ? 1 : 0;
    const int slack = 2 + std::max(0, static_cast<int>(std::lround(2 * (coarse - 1)))) + for_grain;
    erase_lines(page.filled, layout.lines, {page.ink_level, slack});
    page.rings = find_rings(page.filled, zone_px_per_mm);
    return page;
}

cv::Mat sharp_part(const FlatPage& page, const cv::Rect& where) {
    const cv::Matx33d moved(1, 0, where.x, 0, 1, where.y, 0, 0, 1);
    cv::Mat part;
    cv::warpPerspective(page.scan, part, page.to_scan * moved, where.size(),
                        cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, 255);
    calm(part, page.grain);
    part.setTo(255, page.filled(where) == 255);  // where a line of the paper was erased
    return part;
}

cv::Rect px_rect(const BoxMm& box, const cv::Size& within) {
    const auto px = [](double mm) { return static_cast<int>(std::lround(mm * zone_px_per_mm)); };
    return cv::Rect(cv::Point(px(box.x), px(box.y)), cv::Point(px(box.right()), px(box.bottom()))) &
           cv::Rect({}, within);
}

BoxMm grown(const BoxMm& box, double mm) { return {box.x - mm, box.y - mm, box.w + 2 * mm, box.h + 2 * mm}; }

Ink find_ink(const FlatPage& page, const BoxMm& box, int speck) {
    Ink ink;
    ink.region = px_rect(box, page.filled.size());
    if (ink.region.empty()) return ink;
    cv::Mat stats, centres;
    const int count = cv::connectedComponentsWithStats(page.filled(ink.region) < page.ink_level, ink.labels,
                                                       stats, centres, 8, CV_32S);
    for (int i = 1; i < count; ++i) {
        const int area = stats.at<int>(i, cv::CC_STAT_AREA);
        if (area < speck) continue;
        const cv::Rect bounds(stats.at<int>(i, cv::CC_STAT_LEFT) + ink.region.x,
                              stats.at<int>(i, cv::CC_STAT_TOP) + ink.region.y,
                              stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        ink.blots.push_back(
            {bounds,
             {centres.at<double>(i, 0) + ink.region.x, centres.at<double>(i, 1) + ink.region.y},
             area,
             i});
    }
    return ink;
}

double faint_ink_mm2(const FlatPage& page, const BoxMm& box) {
    const cv::Rect where = px_rect(box, page.filled.size());
    if (where.empty()) return 0;
    cv::Mat smooth;  // or the grain of the paper would add up
    cv::blur(page.filled(where), smooth, {3, 3});
    const int level = page.ink_level + (255 - page.ink_level) * 7 / 10;
    return cv::countNonZero(smooth < level) / (zone_px_per_mm * zone_px_per_mm);
}

}  // namespace sanad::ocr
