#include "ocr/register_foreign.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

#include "ocr/zones.h"

namespace sanad::ocr {
namespace {

constexpr double scan_long_side = 2000;  // px: points of a fine scan are no better than those of a coarse one
constexpr int most_scan_points = 6000;
constexpr float clearly_best = 0.82F;  // a point's best match against its second best
constexpr double point_tolerance_px = 5;
constexpr int least_points = 14;

constexpr double patch_mm = 16;
constexpr double least_print = 10;       // standard deviation of grey in a patch that tells its place
constexpr double least_cornered = 0.06;  // of the stronger direction
constexpr double alike_enough = 0.4;
constexpr std::array<double, 3> reaches_mm = {4, 2, 1.2};
constexpr double in_place_mm = 1.2;  // copies of a form are out of shape by as much
constexpr std::size_t least_patches = 8;
constexpr double beside_field_mm = 3;
constexpr double most_other_print = 0.1;  // patches at fields where the scan shows another print
constexpr double enough_patches = 0.6, largest_residual_mm = 0.4;

struct Patch {
    PointMm centre;
    PatchMatch match;
    bool near_field = false;
    bool bare = false;  // the scan has nothing there: covered, torn off, beside the glass
};

// Where between the pixels the best score lies, -0.5..0.5, by the parabola through it and its neighbours.
double between(const cv::Mat& score, cv::Point best, cv::Point step) {
    const cv::Point before = best - step, after = best + step;
    if (!cv::Rect({}, score.size()).contains(before) || !cv::Rect({}, score.size()).contains(after)) return 0;
    const double a = score.at<float>(before), b = score.at<float>(best), c = score.at<float>(after);
    const double curve = a - 2 * b + c;
    return curve < 0 ? std::clamp(0.5 * (a - c) / curve, -0.5, 0.5) : 0;
}

// Whether the print of a patch tells its place in both directions: along a straight line it does not.
bool tells_its_place(const cv::Mat& blank) {
    cv::Scalar mean, spread;
    cv::meanStdDev(blank, mean, spread);
    if (spread[0] < least_print) return false;
    cv::Mat dx, dy;
    cv::Sobel(blank, dx, CV_32F, 1, 0);
    cv::Sobel(blank, dy, CV_32F, 0, 1);
    const double xx = dx.dot(dx), yy = dy.dot(dy), xy = dx.dot(dy);
    const double half = (xx + yy) / 2, root = std::sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
    return half - root > least_cornered * (half + root);
}

bool is_near_field(const BoxMm& box, const templates::Template& paper, int page) {
    const auto meets = [&](const BoxMm& other) {
        return box.x < other.right() && other.x < box.right() && box.y < other.bottom() &&
               other.y < box.bottom();
    };
    return std::any_of(paper.fields.begin(), paper.fields.end(), [&](const auto& field) {
        if (field.page != page) return false;
        if (field.options.empty()) return meets(grown(field.box, beside_field_mm));
        return std::any_of(field.options.begin(), field.options.end(),
                           [&](const auto& option) { return meets(grown(option.box, beside_field_mm)); });
    });
}

std::vector<Patch> match_patches(const cv::Mat& clean_page, const Placement& placement,
                                 const ForeignPage& page, double reach_mm) {
    cv::Mat flat = flat_at_blank_dpi(clean_page, placement, page);
    cover_boxes(flat, *page.paper, page.number);
    std::vector<Patch> patches;
    for (double y = 0; y + patch_mm <= page.paper->height_mm; y += patch_mm)
        for (double x = 0; x + patch_mm <= page.paper->width_mm; x += patch_mm) {
            const BoxMm box{x, y, patch_mm, patch_mm};
            const cv::Rect where(
                cv::Point(static_cast<int>(x * blank_px_per_mm), static_cast<int>(y * blank_px_per_mm)),
                cv::Size(static_cast<int>(patch_mm * blank_px_per_mm),
                         static_cast<int>(patch_mm * blank_px_per_mm)));
            if (!tells_its_place(page.covered(where & cv::Rect({}, page.covered.size())))) continue;
            cv::Scalar mean, spread;
            cv::meanStdDev(flat(where & cv::Rect({}, flat.size())), mean, spread);
            patches.push_back({box.centre(), match_patch(flat, page, box, reach_mm),
                               is_near_field(box, *page.paper, page.number), spread[0] < least_print});
        }
    return patches;
}

Placement corrected_by(const Placement& placement, const std::vector<Patch>& patches) {
    std::vector<cv::Point2f> from, to;
    for (const auto& patch : patches) {
        if (patch.match.alike < alike_enough) continue;
        from.emplace_back(static_cast<float>(patch.centre.x), static_cast<float>(patch.centre.y));
        const auto at =
            placement.px({patch.centre.x + patch.match.offset.x, patch.centre.y + patch.match.offset.y});
        to.emplace_back(static_cast<float>(at.x), static_cast<float>(at.y));
    }
    if (from.size() < least_patches) return placement;
    const double px_per_mm = placement.px_per_mm({105, 148}).x;
    cv::Mat kept;
    const cv::Mat h = cv::findHomography(from, to, cv::RANSAC, in_place_mm * px_per_mm, kept, 2000, 0.995);
    return h.empty() ? placement : Placement(cv::Matx33d(h.ptr<double>()));
}

bool is_plausible(const Placement& placement, const templates::Template& paper) {
    const auto scale = placement.px_per_mm({paper.width_mm / 2, paper.height_mm / 2});
    const auto a = placement.px_per_mm({10, 10});
    const auto b = placement.px_per_mm({paper.width_mm - 10, paper.height_mm - 10});
    const double dpi = (scale.x + scale.y) / 2 * mm_per_inch, ratio = scale.x / scale.y;
    const double depth = (a.x + a.y) / (b.x + b.y);
    const auto& m = placement.matrix();
    const double side = m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0);  // a mirror image is none of ours
    return std::isfinite(dpi) && dpi > 40 && dpi < 1300 && ratio > 0.6 && ratio < 1.6 && depth > 0.5 &&
           depth < 2 && side > 0;
}

std::optional<Placement> by_points(const ScanPoints& scan, const ForeignPage& page) {
    if (scan.descriptors.rows < least_points || page.descriptors.rows < least_points) return std::nullopt;
    std::vector<std::vector<cv::DMatch>> matches;
    cv::BFMatcher(cv::NORM_HAMMING).knnMatch(page.descriptors, scan.descriptors, matches, 2);
    std::vector<cv::Point2f> from, to;
    for (const auto& match : matches) {
        if (match.size() < 2 || match[0].distance > clearly_best * match[1].distance) continue;
        from.push_back(page.points[static_cast<std::size_t>(match[0].queryIdx)].pt);
        to.push_back(scan.points[static_cast<std::size_t>(match[0].trainIdx)].pt);
    }
    if (from.size() < static_cast<std::size_t>(least_points)) return std::nullopt;
    cv::Mat kept;
    const cv::Mat h = cv::findHomography(from, to, cv::USAC_MAGSAC, point_tolerance_px, kept, 10000, 0.999);
    if (h.empty() || cv::countNonZero(kept) < least_points) return std::nullopt;
    const cv::Matx33d grow(1 / scan.scale, 0, 0, 0, 1 / scan.scale, 0, 0, 0, 1);
    const cv::Matx33d to_px(blank_px_per_mm, 0, -0.5, 0, blank_px_per_mm, -0.5, 0, 0, 1);
    const Placement placement(grow * cv::Matx33d(h.ptr<double>()) * to_px);
    return is_plausible(placement, *page.paper) ? std::optional(placement) : std::nullopt;
}

}  // namespace

cv::Mat flat_at_blank_dpi(const cv::Mat& clean_page, const Placement& placement, const ForeignPage& page) {
    const cv::Matx33d to_mm(1 / blank_px_per_mm, 0, 0.5 / blank_px_per_mm, 0, 1 / blank_px_per_mm,
                            0.5 / blank_px_per_mm, 0, 0, 1);
    cv::Mat flat;
    cv::warpPerspective(clean_page, flat, placement.matrix() * to_mm, page.grey.size(),
                        cv::INTER_AREA | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, 255);
    return flat;
}

PatchMatch match_patch(const cv::Mat& flat, const ForeignPage& page, const BoxMm& box, double reach_mm) {
    const auto px = [](double mm) { return static_cast<int>(std::lround(mm * blank_px_per_mm)); };
    const int reach = std::max(2, px(reach_mm));
    const cv::Rect whole({}, page.grey.size());
    const cv::Rect inner(reach, reach, whole.width - 2 * reach, whole.height - 2 * reach);
    const cv::Rect where =
        cv::Rect(cv::Point(px(box.x), px(box.y)), cv::Point(px(box.right()), px(box.bottom()))) & inner;
    if (where.width < 8 || where.height < 8) return {};
    cv::Mat blank, seen, score;
    const cv::Rect around(where.x - reach, where.y - reach, where.width + 2 * reach,
                          where.height + 2 * reach);
    cv::GaussianBlur(page.covered(where), blank, {0, 0}, 1.2);
    cv::GaussianBlur(flat(around), seen, {0, 0}, 1.2);
    cv::Scalar mean, spread;
    cv::meanStdDev(blank, mean, spread);
    if (spread[0] < least_print / 2) return {};
    cv::matchTemplate(seen, blank, score, cv::TM_CCOEFF_NORMED);
    cv::Point best;
    double alike = 0;
    cv::minMaxLoc(score, nullptr, &alike, nullptr, &best);
    if (!std::isfinite(alike)) return {};
    return {alike,
            {(best.x - reach + between(score, best, {1, 0})) / blank_px_per_mm,
             (best.y - reach + between(score, best, {0, 1})) / blank_px_per_mm}};
}

ScanPoints find_scan_points(const cv::Mat& clean_page) {
    ScanPoints scan;
    scan.scale = std::min(1.0, scan_long_side / std::max(clean_page.cols, clean_page.rows));
    cv::Mat small;
    cv::resize(clean_page, small, {}, scan.scale, scan.scale, cv::INTER_AREA);
    find_points(small, most_scan_points, scan.points, scan.descriptors);
    return scan;
}

Registration register_foreign(const cv::Mat& clean_page, const ScanPoints& scan, const ForeignPage& page) {
    Registration outcome;
    const auto first = by_points(scan, page);
    if (!first) return outcome;
    outcome.placement = *first;
    for (const double reach : reaches_mm) {
        const auto next =
            corrected_by(outcome.placement, match_patches(clean_page, outcome.placement, page, reach));
        if (!is_plausible(next, *page.paper)) return outcome;
        outcome.placement = next;
    }
    const auto patches = match_patches(clean_page, outcome.placement, page, in_place_mm * 1.5);
    double squares = 0;
    std::size_t found = 0, other = 0, near = 0;
    for (const auto& patch : patches) {
        near += patch.near_field ? 1 : 0;
        const double away = std::hypot(patch.match.offset.x, patch.match.offset.y);
        if (patch.match.alike < alike_enough || away > in_place_mm) {
            other += patch.near_field && !patch.bare ? 1 : 0;
            continue;
        }
        squares += away * away;
        ++found;
    }
    if (patches.size() < least_patches || found == 0) return outcome;
    outcome.lines_found = static_cast<double>(found) / static_cast<double>(patches.size());
    outcome.residual_mm = std::sqrt(squares / static_cast<double>(found));
    outcome.fits = outcome.lines_found >= enough_patches && outcome.residual_mm <= largest_residual_mm &&
                   static_cast<double>(other) <= most_other_print * static_cast<double>(near);
    return outcome;
}

}  // namespace sanad::ocr
