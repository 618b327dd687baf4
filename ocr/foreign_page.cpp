#include "ocr/foreign_page.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "core/files.h"
#include "ocr/clean.h"
#include "ocr/load.h"
#include "ocr/zones.h"

namespace sanad::ocr {
namespace {

constexpr std::uint64_t largest_blank = 50u << 20;
constexpr int most_points = 4000;
constexpr double shortest_line_mm = 8, thickest_line_mm = 1.2;
constexpr int dark = 160, pale = 225;
constexpr double line_beside_mm = 1.2;  // a line this near to print of the blank is its own
constexpr double soft_edge_mm = 0.4;    // by which a scan of the same print may lie beside it

cv::Mat sized(const cv::Mat& picture, const templates::Template& paper, double dpi) {
    const cv::Size size(static_cast<int>(std::lround(paper.width_mm / mm_per_inch * dpi)),
                        static_cast<int>(std::lround(paper.height_mm / mm_per_inch * dpi)));
    cv::Mat to;
    cv::resize(picture, to, size, 0, 0, size.width < picture.cols ? cv::INTER_AREA : cv::INTER_CUBIC);
    return to;
}

// Level or upright straight lines of print, each from end to end.
void find_lines(const cv::Mat& ink, bool level, std::vector<templates::Line>& into) {
    const int least = static_cast<int>(shortest_line_mm * blank_px_per_mm) | 1;
    cv::Mat lines, labels, stats, centres;
    cv::morphologyEx(
        ink, lines, cv::MORPH_OPEN,
        cv::getStructuringElement(cv::MORPH_RECT, level ? cv::Size(least, 1) : cv::Size(1, least)));
    const int count = cv::connectedComponentsWithStats(lines, labels, stats, centres, 8, CV_32S);
    for (int i = 1; i < count; ++i) {
        const double x = stats.at<int>(i, cv::CC_STAT_LEFT) / blank_px_per_mm;
        const double y = stats.at<int>(i, cv::CC_STAT_TOP) / blank_px_per_mm;
        const double w = stats.at<int>(i, cv::CC_STAT_WIDTH) / blank_px_per_mm;
        const double h = stats.at<int>(i, cv::CC_STAT_HEIGHT) / blank_px_per_mm;
        if ((level ? h : w) > thickest_line_mm) continue;  // a bar, not a line
        if (level)
            into.push_back({{x, y + h / 2}, {x + w, y + h / 2}, h});
        else
            into.push_back({{x + w / 2, y}, {x + w / 2, y + h}, w});
    }
}

}  // namespace

void cover_boxes(cv::Mat& page, const templates::Template& paper, int number) {
    constexpr double rim_mm = 0.4;
    const auto px = [](double mm) { return static_cast<int>(std::lround(mm * blank_px_per_mm)); };
    for (const auto& field : paper.fields)
        for (const auto& option : field.options) {
            if (field.page != number) continue;
            const auto box = grown(option.box, rim_mm);
            const cv::Rect where(cv::Point(px(box.x), px(box.y)),
                                 cv::Point(px(box.right()), px(box.bottom())));
            page(where & cv::Rect({}, page.size())).setTo(255);
        }
}

void find_points(const cv::Mat& grey, int most, std::vector<cv::KeyPoint>& points, cv::Mat& descriptors) {
    constexpr int levels = 8, margin = 16, patch = 31, fast = 12;
    cv::ORB::create(most, 1.2F, levels, margin, 0, 2, cv::ORB::HARRIS_SCORE, patch, fast)
        ->detectAndCompute(grey, cv::noArray(), points, descriptors);
}

ForeignPage load_foreign_page(const templates::Template& paper, int number) {
    ForeignPage page;
    page.paper = &paper;
    page.number = number;
    page.layout = paper.pages.at(static_cast<std::size_t>(number - 1));
    const auto& blank = page.layout.blank;
    const auto bytes = read_file(blank.file, largest_blank);
    const auto source = open_source(blank.file, bytes, {});
    if (blank.page > source.pages)
        throw Error(ErrorCode::bad_input, "the blank has no page " + std::to_string(blank.page),
                    Where{blank.file}, {"ocr.blank_too_short", {blank.file, std::to_string(blank.page)}});
    const cv::Mat picture = clean(load_page(source, blank.page, {}));
    page.grey = sized(picture, paper, blank_dpi);
    page.covered = page.grey.clone();
    cover_boxes(page.covered, paper, number);
    find_points(page.grey, most_points, page.points, page.descriptors);
    const cv::Mat ink = page.grey < dark;
    find_lines(ink, true, page.layout.lines);
    find_lines(ink, false, page.layout.lines);
    const int near = static_cast<int>(std::lround(line_beside_mm * blank_px_per_mm));
    cv::dilate(page.grey < pale, page.print,
               cv::getStructuringElement(cv::MORPH_RECT, {2 * near + 1, 2 * near + 1}));
    const int grow = static_cast<int>(std::lround(soft_edge_mm * zone_px_per_mm));
    cv::dilate(sized(picture, paper, zone_dpi) < 200, page.ink,
               cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * grow + 1, 2 * grow + 1}));
    return page;
}

const ForeignPage& ForeignPages::page(const templates::Template& paper, int number) {
    auto& kept = pages_[{&paper, number}];
    if (kept) return *kept;
    try {
        kept = std::make_unique<ForeignPage>(load_foreign_page(paper, number));
    } catch (const Error& error) {  // nothing is wrong with the scan: it is the paper that has to be mended
        const auto& file = paper.pages.at(static_cast<std::size_t>(number - 1)).blank.file;
        throw Error(ErrorCode::external, error.what(), Where{file},
                    {"ocr.blank_unreadable", {paper.id, file}});
    }
    return *kept;
}

}  // namespace sanad::ocr
