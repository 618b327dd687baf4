#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/letter_page.h"

namespace sanad::ocr {
namespace {

constexpr double most_skew_deg = 8;
constexpr double sheet_short_mm = 210;  // where a file claims no resolution that can be
constexpr double least_side_mm = 60, most_side_mm = 600;
constexpr int small_side = 900;  // px of the long side on which the skew is sought
constexpr int most_side_px = 7100;

bool is_sheet(double px, double dpi) {
    const double mm = px / dpi * mm_per_inch;
    return mm >= least_side_mm && mm <= most_side_mm;
}

double plausible_dpi(cv::Size size, double claimed) {
    const double most = std::max(size.width, size.height), least = std::min(size.width, size.height);
    if (claimed > 0 && is_sheet(most, claimed) && is_sheet(least, claimed)) return claimed;
    return least / sheet_short_mm * mm_per_inch;
}

// Ink on an eighth of a page or so, without what is no text: blots as large as pictures, and the edges.
cv::Mat small_ink(const cv::Mat& grey) {
    const double scale = std::min(1.0, static_cast<double>(small_side) / std::max(grey.rows, grey.cols));
    cv::Mat small, ink;
    cv::resize(grey, small, {}, scale, scale, cv::INTER_AREA);
    cv::threshold(small, ink, 200, 255, cv::THRESH_BINARY_INV);
    cv::Mat labels, stats, centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    const int tallest = small_side / 18;
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                           stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        if (box.height > tallest && box.width > tallest) ink(box).setTo(0, labels(box) == i);
    }
    const int edge = std::max(2, small_side / 60);
    if (ink.rows > 4 * edge && ink.cols > 4 * edge)
        cv::rectangle(ink, {0, 0}, {ink.cols - 1, ink.rows - 1}, 0, 2 * edge);
    return ink;
}

cv::Mat turned(const cv::Mat& from, double clockwise_deg, cv::Scalar ground, int how) {
    const cv::Point2f middle(static_cast<float>(from.cols) / 2, static_cast<float>(from.rows) / 2);
    cv::Mat out;
    cv::warpAffine(from, out, cv::getRotationMatrix2D(middle, -clockwise_deg, 1), from.size(), how,
                   cv::BORDER_CONSTANT, ground);
    return out;
}

// How sharply rows of ink are told from gaps: large where lines of text run straight across.
double sharpness(const cv::Mat& ink) {
    cv::Mat rows;
    cv::reduce(ink, rows, 1, cv::REDUCE_SUM, CV_64F);
    double sum = 0;
    for (int y = 1; y < rows.rows; ++y) {
        const double step = rows.at<double>(y) - rows.at<double>(y - 1);
        sum += step * step;
    }
    return sum;
}

struct Angle {
    double deg = 0;
    double score = -1;
};

void seek(const cv::Mat& ink, double from, double to, double step, Angle& best) {
    for (double deg = from; deg <= to + 1e-9; deg += step) {
        const double score = sharpness(turned(ink, deg, 0, cv::INTER_NEAREST));
        if (score > best.score) best = {deg, score};
    }
}

// The turn that makes its lines run across.
Angle best_angle(const cv::Mat& ink) {
    Angle best;
    seek(ink, -most_skew_deg, most_skew_deg, 0.5, best);
    const double coarse = best.deg;
    seek(ink, coarse - 0.4, coarse + 0.4, 0.1, best);
    return best;
}

bool is_black_and_white(const cv::Mat& page) {
    const auto grey = cv::countNonZero((page > 60) & (page < 195));
    return static_cast<double>(grey) < 0.1 * cv::countNonZero(page <= 60);
}

}  // namespace

UprightPage make_upright(const cv::Mat& clean_page, double claimed_dpi) {
    UprightPage page;
    page.dpi = plausible_dpi(clean_page.size(), claimed_dpi);
    const cv::Mat ink = small_ink(clean_page);
    cv::Mat sideways;
    cv::rotate(ink, sideways, cv::ROTATE_90_COUNTERCLOCKWISE);
    const Angle across = best_angle(ink), upwards = best_angle(sideways);
    const bool on_side = upwards.score > across.score;
    page.rotated_deg = on_side ? 90 : 0;
    page.skew_deg = -(on_side ? upwards.deg : across.deg);
    const double scale = std::min(
        300 / page.dpi, static_cast<double>(most_side_px) / std::max(clean_page.rows, clean_page.cols));
    page.px_per_mm = page.dpi * scale / mm_per_inch;
    page.grey = laid_upright(clean_page, page, scale);
    // The recogniser was taught on grey: the steps of black and white strokes are smoothed.
    if (is_black_and_white(clean_page)) cv::GaussianBlur(page.grey, page.grey, {}, 0.9);
    return page;
}

cv::Mat laid_upright(const cv::Mat& page, const UprightPage& as, double scale) {
    cv::Mat grey = page;
    if (as.rotated_deg == 90) cv::rotate(page, grey, cv::ROTATE_90_COUNTERCLOCKWISE);
    if (as.rotated_deg == 180) cv::rotate(page, grey, cv::ROTATE_180);
    if (as.rotated_deg == 270) cv::rotate(page, grey, cv::ROTATE_90_CLOCKWISE);
    if (scale != 1) cv::resize(grey, grey, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return std::abs(as.skew_deg) < 0.05 ? grey.clone() : turned(grey, -as.skew_deg, 255, cv::INTER_LINEAR);
}

void half_turn(UprightPage& page) {
    cv::rotate(page.grey, page.grey, cv::ROTATE_180);
    page.rotated_deg = (page.rotated_deg + 180) % 360;
}

}  // namespace sanad::ocr
