// The print, and what people do to paper.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

#include "samples/ink.h"
#include "samples/page_steps.h"
#include "samples/typed_text.h"

namespace sanad::samples {
namespace {

// Toner does not lie evenly, and grains of it lie where they should not.
void print(Sheet& sheet, double roughness, Dice& dice) {
    const cv::Mat uneven = clouds(sheet, 0.35, dice);
    for (int y = 0; y < sheet.grey.rows; ++y)
        for (int x = 0; x < sheet.grey.cols; ++x) {
            auto& pixel = sheet.grey.at<std::uint8_t>(y, x);
            if (pixel == 255) continue;
            const double lighter = roughness * 60 * std::max(0.0f, uneven.at<float>(y, x));
            pixel = cv::saturate_cast<std::uint8_t>(pixel + lighter * (255 - pixel) / 255);
        }
    // As many as on a page of A4, or as few as fall on a smaller piece of it.
    const double mm = mm_per_inch / sheet.dpi,
                 share = static_cast<double>(sheet.grey.total()) * mm * mm / (0.99 * 210 * 297);
    const double expected = roughness * 60 * std::min(1.0, share);
    const int specks =
        static_cast<int>(expected) + (share < 1 && dice.chance(expected - std::floor(expected)) ? 1 : 0);
    for (int i = 0; i < specks; ++i) {
        const cv::Point at(dice.between(0, sheet.grey.cols - 1), dice.between(0, sheet.grey.rows - 1));
        cv::circle(sheet.grey, at, std::max(1, sheet.whole_px(dice.uniform(0.03, 0.12))),
                   cv::Scalar::all(dice.between(40, 140)), cv::FILLED, cv::LINE_AA);
    }
}

void grain(Sheet& sheet, double levels, Dice& dice) {
    const cv::Mat fibres = clouds(sheet, 0.5, dice), broad = clouds(sheet, 12, dice);
    for (int y = 0; y < sheet.grey.rows; ++y)
        for (int x = 0; x < sheet.grey.cols; ++x) {
            const double lower =
                levels * (0.75 + 0.5 * fibres.at<float>(y, x) + 0.25 * broad.at<float>(y, x));
            dim(sheet.grey.at<std::uint8_t>(y, x), 1 - std::max(0.0, lower) / 255);
        }
}

// The print of the page's back shows through: what is black here stands in for it, seen from behind.
void bleed(Sheet& sheet, double part, Dice&) {
    cv::Mat back;
    cv::flip(sheet.grey, back, 1);
    cv::GaussianBlur(back, back, {}, std::max(0.3, sheet.px(0.15)));
    for (int y = 0; y < sheet.grey.rows; ++y)
        for (int x = 0; x < sheet.grey.cols; ++x)
            dim(sheet.grey.at<std::uint8_t>(y, x), 1 - part * (255 - back.at<std::uint8_t>(y, x)) / 255.0);
}

// Across the page: a line where the print has rubbed off, with a shadow on one side.
void fold(Sheet& sheet, double count, Dice& dice) {
    for (int i = 0; i < static_cast<int>(count); ++i) {
        const double y0 = (i + 1) / (std::floor(count) + 1) + dice.uniform(-0.03, 0.03),
                     lean = dice.uniform(-0.012, 0.012);
        const double soft = sheet.px(dice.uniform(1.5, 4)), sharp = sheet.px(0.2),
                     depth = dice.uniform(0.05, 0.14);
        const double side = dice.chance(0.5) ? 1 : -1;
        for (int y = 0; y < sheet.grey.rows; ++y)
            for (int x = 0; x < sheet.grey.cols; ++x) {
                const double far = y - (y0 + lean * x / sheet.grey.cols) * sheet.grey.rows;
                const double shadow = far * side > 0 ? depth * std::exp(-std::abs(far) / soft) : 0;
                auto& pixel = sheet.grey.at<std::uint8_t>(y, x);
                dim(pixel, 1 - shadow);
                if (std::abs(far) < sharp) pixel = cv::saturate_cast<std::uint8_t>(pixel * 0.5 + 105);
            }
    }
}

// The ring of a cup: thin, broken, darkest at its rim.
void stain(Sheet& sheet, double diameter_mm, Dice& dice) {
    const double cx = dice.uniform(0.15, 0.85) * sheet.grey.cols,
                 cy = dice.uniform(0.15, 0.85) * sheet.grey.rows;
    const double radius = sheet.px(diameter_mm / 2), rim = sheet.px(0.8), depth = dice.uniform(0.18, 0.4);
    const double phase = dice.uniform(0, 6);
    for (int y = 0; y < sheet.grey.rows; ++y)
        for (int x = 0; x < sheet.grey.cols; ++x) {
            const double far = std::hypot(x - cx, y - cy) - radius;
            if (far > 4 * rim) continue;
            const double around = 0.65 + 0.35 * std::sin(phase + 3 * std::atan2(y - cy, x - cx));
            const double deep = std::exp(-far * far / (2 * rim * rim)) * around + (far < 0 ? 0.12 : 0);
            dim(sheet.grey.at<std::uint8_t>(y, x), 1 - depth * deep);
        }
}

// An office's round stamp over whatever stands there, its ink thin in places.
void stamp(Sheet& sheet, double diameter_mm, Dice& dice) {
    Page page{1, sheet.grey.cols, sheet.grey.rows, sheet.dpi, {}, {}};
    page.pixels.assign(sheet.grey.data, sheet.grey.data + sheet.grey.total());
    Ink ink = Ink::over(page);
    cv::Mat layer(ink.height, ink.width, CV_8UC1, ink.cover.data());
    const double width = ink.width * mm_per_inch / ink.dpi, height = ink.height * mm_per_inch / ink.dpi;
    const PointMm at{dice.uniform(0.2, 0.8) * width, dice.uniform(0.2, 0.85) * height};
    const cv::Point centre(static_cast<int>(ink.px(at.x)), static_cast<int>(ink.px(at.y)));
    const int line = std::max(1, sheet.whole_px(0.5)), radius = sheet.whole_px(diameter_mm / 2);
    cv::circle(layer, centre, radius, cv::Scalar::all(255), line, cv::LINE_AA);
    cv::circle(layer, centre, radius * 4 / 5, cv::Scalar::all(255), line, cv::LINE_AA);
    const Typeface face({"NotoKufiArabic-Bold.ttf", "DejaVuSans.ttf"});
    const double size = diameter_mm * 0.75, text = face.width_mm("وارد", size);
    face.draw(ink, {at.x + text / 2, at.y + diameter_mm * 0.08}, "وارد", size);
    cv::Mat turned;
    const cv::Point2f pivot(static_cast<float>(centre.x), static_cast<float>(centre.y));
    cv::warpAffine(layer, turned, cv::getRotationMatrix2D(pivot, dice.uniform(-25, 25), 1), layer.size());
    const cv::Mat thin = clouds(sheet, 2, dice);
    for (int y = 0; y < turned.rows; ++y)
        for (int x = 0; x < turned.cols; ++x)
            dim(turned.at<std::uint8_t>(y, x), 0.75 + 0.35 * thin.at<float>(y, x));
    turned.copyTo(layer);
    put_ink(page, ink, 90, 0.75);
    std::copy(page.pixels.begin(), page.pixels.end(), sheet.grey.data);
}

// A corner, torn or cut off: the scanner's lid shows.
void cut(Sheet& sheet, double mm, Dice& dice) {
    const double leg = sheet.px(mm), slant = dice.uniform(0.6, 1.6);
    const int corner = dice.between(0, 3), w = sheet.grey.cols - 1, h = sheet.grey.rows - 1;
    const int x = corner % 2 == 0 ? 0 : w, y = corner < 2 ? 0 : h;
    const std::vector<cv::Point> triangle{
        {x, y},
        {x == 0 ? static_cast<int>(leg) : w - static_cast<int>(leg), y},
        {x, y == 0 ? static_cast<int>(leg * slant) : h - static_cast<int>(leg * slant)}};
    cv::fillConvexPoly(sheet.grey, triangle, cv::Scalar::all(lid_grey), cv::LINE_AA);
}

// Registration marks of our papers have their centres 10 mm from the edges (templates/FORMAT.md).
void unmark(Sheet& sheet, double count, Dice& dice) {
    std::array<int, 4> corners{0, 1, 2, 3};
    for (std::size_t i = 3; i > 0; --i) std::swap(corners[i], corners[dice.pick(i + 1)]);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        const int x = sheet.whole_px(6), side = sheet.whole_px(8);
        const int left = corners[i] % 2 == 0 ? x : sheet.grey.cols - x - side;
        const int top = corners[i] < 2 ? x : sheet.grey.rows - x - side;
        cv::rectangle(sheet.grey, cv::Rect(left, top, side, side) & cv::Rect({0, 0}, sheet.grey.size()),
                      cv::Scalar::all(250), cv::FILLED);
    }
}

}  // namespace

std::vector<StepAct> paper_steps() {
    return {
        {{"print", 0, 1, "roughness of the toner, and its specks"}, print},
        {{"grain", 0, 40, "grey levels by which the paper is darker than white, unevenly"}, grain},
        {{"bleed", 0, 0.5, "part of the print of the back that shows through"}, bleed},
        {{"unmark", 0, 4, "how many registration marks are covered, before the page is moved"}, unmark},
        {{"stamp", 10, 60, "mm: diameter of an office's stamp, put somewhere"}, stamp},
        {{"fold", 0, 5, "how often the paper was folded across"}, fold},
        {{"stain", 5, 120, "mm: diameter of the ring of a cup, somewhere"}, stain},
        {{"cut", 1, 100, "mm: leg of a corner that is cut off"}, cut},
    };
}

}  // namespace sanad::samples
