#include "ocr/foreign_lines.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/geometry.h"

namespace sanad::ocr {
namespace {

constexpr double dpi = 150, px_per_mm = dpi / mm_per_inch;
constexpr double shortest_mm = 10;
constexpr double beside_mm = 1.2;    // a line this near to a printed one is that line
constexpr double gap_mm = 0.5;       // that noise may tear into a line
constexpr double thickest_mm = 1.5;  // beyond, it is a bar, a shadow or the edge of the paper
constexpr double edge_mm = 7;
constexpr double least_own_mm = 800;  // a paper without lines must bear a stroke of the pen
constexpr int dark = 170;

int px(double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); }

bool is_level(const templates::Line& line) {
    return std::abs(line.from.y - line.to.y) < std::abs(line.from.x - line.to.x);
}

double length_of(const templates::Line& line) {
    return std::hypot(line.to.x - line.from.x, line.to.y - line.from.y);
}

void blank_out(cv::Mat& lines, const BoxMm& box, double over_mm) {
    const cv::Rect where(cv::Point(px(box.x - over_mm), px(box.y - over_mm)),
                         cv::Point(px(box.right() + over_mm), px(box.bottom() + over_mm)));
    lines(where & cv::Rect({}, lines.size())).setTo(0);
}

// All that the paper prints: its lines in this direction, its texts, its code and marks.
void blank_out_own(cv::Mat& lines, const templates::PageLayout& layout, bool level) {
    for (const auto& line : layout.lines) {
        if (is_level(line) != level) continue;
        const BoxMm box{std::min(line.from.x, line.to.x), std::min(line.from.y, line.to.y),
                        std::abs(line.to.x - line.from.x), std::abs(line.to.y - line.from.y)};
        blank_out(lines, box, beside_mm + line.width / 2);
    }
    for (const auto& print : layout.prints)
        if (print.role != templates::TextRole::paragraph) blank_out(lines, print.box, 0);
    for (const auto& bar : layout.shaded) blank_out(lines, bar, 1);
    for (const auto& mark : layout.marks) blank_out(lines, {mark.centre.x, mark.centre.y, 0, 0}, mark.size);
    if (layout.qr.w > 0) blank_out(lines, layout.qr, 1);
}

// Millimetres of the straight runs that are left in this direction.
double foreign_mm(const cv::Mat& ink, const templates::PageLayout& layout, const std::vector<BoxMm>& areas,
                  const cv::Mat& own_print, bool level) {
    const auto along = [&](double mm) {
        return cv::getStructuringElement(cv::MORPH_RECT,
                                         level ? cv::Size(px(mm) | 1, 1) : cv::Size(1, px(mm) | 1));
    };
    cv::Mat lines;
    cv::morphologyEx(ink, lines, cv::MORPH_CLOSE, along(gap_mm));
    cv::morphologyEx(lines, lines, cv::MORPH_OPEN, along(shortest_mm));
    blank_out_own(lines, layout, level);
    for (const auto& area : areas) blank_out(lines, area, beside_mm);
    if (own_print.size() == lines.size()) lines.setTo(0, own_print);
    // What lies beside the paper is seen past its edges.
    cv::rectangle(lines, {0, 0}, {lines.cols - 1, lines.rows - 1}, 0, 2 * px(edge_mm));
    cv::Mat labels, stats, centres;
    const int count = cv::connectedComponentsWithStats(lines, labels, stats, centres, 8, CV_32S);
    double total = 0;
    for (int i = 1; i < count; ++i) {
        const int w = stats.at<int>(i, cv::CC_STAT_WIDTH), h = stats.at<int>(i, cv::CC_STAT_HEIGHT);
        const double length = (level ? w : h) / px_per_mm;
        const double thick = stats.at<int>(i, cv::CC_STAT_AREA) / static_cast<double>(level ? w : h);
        if (length >= shortest_mm / 2 && thick <= thickest_mm * px_per_mm) total += length;
    }
    return total;
}

}  // namespace

double foreign_line_share(const cv::Mat& clean_page, const Placement& placement,
                          const templates::Template& paper, const templates::PageLayout& layout,
                          const cv::Mat& own_print) {
    const cv::Size size(px(paper.width_mm), px(paper.height_mm));
    const cv::Matx33d to_mm(1 / px_per_mm, 0, 0, 0, 1 / px_per_mm, 0, 0, 0, 1);
    // Of a fine scan only a few pixels would be looked at: shrunk first, lines keep their darkness.
    const double shrink = px_per_mm / placement.px_per_mm({paper.width_mm / 2, paper.height_mm / 2}).x;
    cv::Mat page = clean_page;
    cv::Matx33d scaled = cv::Matx33d::eye();
    if (shrink < 0.75) {
        cv::resize(clean_page, page, {}, shrink, shrink, cv::INTER_AREA);
        scaled = {shrink, 0, (shrink - 1) / 2, 0, shrink, (shrink - 1) / 2, 0, 0, 1};
    }
    cv::Mat flat;
    cv::warpPerspective(page, flat, scaled * placement.matrix() * to_mm, size,
                        cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, 255);
    double own = 0;
    for (const auto& line : layout.lines)
        if (length_of(line) >= shortest_mm) own += length_of(line);
    const cv::Mat ink = flat < dark;
    // What the program writes into an area is the document's own: a declaration's table, a letter's headings.
    std::vector<BoxMm> areas;
    for (const auto& area : paper.areas)
        if (&paper.pages[static_cast<std::size_t>(area.page - 1)] == &layout) areas.push_back(area.box);
    return (foreign_mm(ink, layout, areas, own_print, true) +
            foreign_mm(ink, layout, areas, own_print, false)) /
           std::max(own, least_own_mm);
}

}  // namespace sanad::ocr
