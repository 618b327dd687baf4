// Where on the picture the paper lies, and in what shape.
#include <algorithm>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

#include "samples/page_steps.h"

namespace sanad::samples {
namespace {

void warp(Sheet& sheet, const cv::Mat& affine) {
    cv::Mat to;
    cv::warpAffine(sheet.grey, to, affine, sheet.grey.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                   cv::Scalar::all(lid_grey));
    sheet.grey = to;
}

void scan(Sheet& sheet, double dpi, Dice&) {
    const double scale = dpi / sheet.dpi;
    const cv::Size size(std::max(1, static_cast<int>(std::lround(sheet.grey.cols * scale))),
                        std::max(1, static_cast<int>(std::lround(sheet.grey.rows * scale))));
    cv::Mat to;
    cv::resize(sheet.grey, to, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    sheet.grey = to;
    sheet.dpi = dpi;
}

cv::Point2f middle(const Sheet& sheet) {
    return {static_cast<float>(sheet.grey.cols - 1) / 2, static_cast<float>(sheet.grey.rows - 1) / 2};
}

void skew(Sheet& sheet, double clockwise_deg, Dice&) {
    warp(sheet, cv::getRotationMatrix2D(middle(sheet), -clockwise_deg, 1));  // OpenCV turns the other way
}

void scale(Sheet& sheet, double percent, Dice&) {
    warp(sheet, cv::getRotationMatrix2D(middle(sheet), 0, percent / 100));
}

void bed(Sheet& sheet, double mm, Dice&) {
    const int px = sheet.whole_px(mm);
    cv::copyMakeBorder(sheet.grey, sheet.grey, px, px, px, px, cv::BORDER_CONSTANT,
                       cv::Scalar::all(lid_grey));
}

void stretch(Sheet& sheet, double percent, Dice&) {
    const double factor = percent / 100;
    const double top = (1 - factor) * sheet.grey.rows / 2;
    warp(sheet, (cv::Mat_<double>(2, 3) << 1, 0, 0, 0, factor, top));
}

void shift(Sheet& sheet, double mm, Dice& dice) {
    const double angle = dice.uniform(0, 2 * std::numbers::pi), far = sheet.px(mm);
    warp(sheet, (cv::Mat_<double>(2, 3) << 1, 0, far * std::cos(angle), 0, 1, far * std::sin(angle)));
}

void turn(Sheet& sheet, double quarters, Dice&) {
    static constexpr int codes[] = {cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180, cv::ROTATE_90_COUNTERCLOCKWISE};
    const int which = static_cast<int>(std::lround(quarters)) % 4;
    if (which == 0) return;
    cv::Mat to;
    cv::rotate(sheet.grey, to, codes[which - 1]);
    sheet.grey = to;
}

void curl(Sheet& sheet, double mm, Dice& dice) {
    const double far = sheet.px(mm), phase = dice.uniform(0, 2 * std::numbers::pi);
    const double waves = dice.uniform(0.4, 0.9) * 2 * std::numbers::pi;
    cv::Mat xs(sheet.grey.size(), CV_32FC1), ys(sheet.grey.size(), CV_32FC1), to;
    for (int y = 0; y < sheet.grey.rows; ++y)
        for (int x = 0; x < sheet.grey.cols; ++x) {
            xs.at<float>(y, x) = static_cast<float>(x);
            ys.at<float>(y, x) = static_cast<float>(y + far * std::sin(phase + waves * x / sheet.grey.cols));
        }
    cv::remap(sheet.grey, to, xs, ys, cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(lid_grey));
    sheet.grey = to;
}

// The corners of the page on the picture: inside it, none quite where it should be.
std::vector<cv::Point2f> seen_corners(const Sheet& sheet, double strength, Dice& dice) {
    const double w = sheet.grey.cols, h = sheet.grey.rows, inset = 0.02 + 0.04 * strength,
                 sway = 0.035 * strength;
    std::vector<cv::Point2f> corners;
    for (const auto& [x, y] : {std::pair{0.0, 0.0}, {1.0, 0.0}, {1.0, 1.0}, {0.0, 1.0}}) {
        const double fx = x + (x > 0.5 ? -inset : inset) + dice.uniform(-sway, sway);
        const double fy = y + (y > 0.5 ? -inset : inset) + dice.uniform(-sway, sway);
        corners.emplace_back(static_cast<float>(fx * w), static_cast<float>(fy * h));
    }
    return corners;
}

// The shadow of whoever holds the telephone: everything on one side of a soft edge is darker.
void cast_shadow(Sheet& sheet, double strength, Dice& dice) {
    const double angle = dice.uniform(0, 2 * std::numbers::pi), soft = sheet.px(dice.uniform(6, 25));
    const double nx = std::cos(angle), ny = std::sin(angle);
    const double edge = dice.uniform(0.25, 0.75) * (nx * sheet.grey.cols + ny * sheet.grey.rows);
    for (int y = 0; y < sheet.grey.rows; ++y)
        for (int x = 0; x < sheet.grey.cols; ++x) {
            const double deep = 1 / (1 + std::exp(-(x * nx + y * ny - edge) / soft));
            dim(sheet.grey.at<std::uint8_t>(y, x), 1 - 0.45 * strength * deep);
        }
}

void photo(Sheet& sheet, double strength, Dice& dice) {
    const auto w = static_cast<float>(sheet.grey.cols), h = static_cast<float>(sheet.grey.rows);
    const std::vector<cv::Point2f> from{{0, 0}, {w, 0}, {w, h}, {0, h}};
    const cv::Mat how = cv::getPerspectiveTransform(from, seen_corners(sheet, strength, dice));
    cv::Mat desk(sheet.grey.size(), CV_8UC1);
    const cv::Mat wood = clouds(sheet, 9, dice);
    for (int y = 0; y < desk.rows; ++y)
        for (int x = 0; x < desk.cols; ++x)
            desk.at<std::uint8_t>(y, x) = cv::saturate_cast<std::uint8_t>(84 + 14 * wood.at<float>(y, x));
    cv::warpPerspective(sheet.grey, desk, how, desk.size(), cv::INTER_LINEAR, cv::BORDER_TRANSPARENT);
    sheet.grey = desk;
    cast_shadow(sheet, strength, dice);
}

}  // namespace

std::vector<StepAct> shape_steps() {
    return {
        {{"scale", 85, 115, "percent of the size that was meant: a printer that fits to the page"}, scale},
        {{"stretch", 95, 105, "percent of the height alone: a feeding scanner that slips"}, stretch},
        {{"curl", 0, 10, "mm by which a bent page rises and falls along its width"}, curl},
        {{"bed", 0, 50, "mm of the scanner's lid that are seen on each side of the paper"}, bed},
        {{"skew", -45, 45, "degrees clockwise; the picture keeps its size"}, skew},
        {{"shift", 0, 60, "mm that the page lies beside its place, in some direction"}, shift},
        {{"turn", 0, 3, "quarter turns clockwise"}, turn},
        {{"photo", 0, 1, "a photo by hand: perspective, a desk around the page, a shadow; 1 is a bad one"},
         photo},
        {{"scan", 50, 600, "dots per inch of the scanner"}, scan},
    };
}

}  // namespace sanad::samples
