#include "bench/incomplete.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "ocr/training/strokes.h"
#include "samples/ink.h"
#include "samples/pen.h"

namespace sanad::bench {
namespace {

using samples::Dice;

constexpr int lid_grey = 232;  // what a scanner sees where there is no paper

cv::Mat over(Page& page) { return {page.height, page.width, CV_8U, page.pixels.data()}; }

int px(const Page& page, double mm) { return static_cast<int>(std::lround(mm * page.dpi / mm_per_inch)); }

IncompleteSheet whole_sheet(const Page& page) {
    IncompleteSheet sheet{page, page};
    std::fill(sheet.gone.pixels.begin(), sheet.gone.pixels.end(), std::uint8_t{0});
    return sheet;
}

// A strip along one of the four edges, `deep` px.
cv::Rect strip(const Page& page, int side, int deep) {
    switch (side) {
        case 0:
            return {0, 0, deep, page.height};
        case 1:
            return {page.width - deep, 0, deep, page.height};
        case 2:
            return {0, 0, page.width, deep};
        default:
            return {0, page.height - deep, page.width, deep};
    }
}

IncompleteSheet beside(const Page& whole, Dice& dice) {
    auto sheet = whole_sheet(whole);
    const int side = dice.between(0, 3), deep = px(whole, dice.uniform(12, 60));
    const cv::Rect lost = strip(whole, side, deep);
    over(sheet.gone)(lost).setTo(255);
    const cv::Mat from = over(sheet.page).clone();
    cv::Mat to = over(sheet.page);
    to.setTo(lid_grey);
    const cv::Point by = side == 0   ? cv::Point(deep, 0)
                         : side == 1 ? cv::Point(-deep, 0)
                         : side == 2 ? cv::Point(0, deep)
                                     : cv::Point(0, -deep);
    const cv::Rect kept = (cv::Rect({0, 0}, to.size()) + by) & cv::Rect({0, 0}, to.size());
    from(kept).copyTo(to(kept - by));
    return sheet;
}

// A place by how far it lies along a side and how far from it.
cv::Point at_side(const Page& page, int side, double along_mm, double deep_mm) {
    const int along = px(page, along_mm), deep = px(page, deep_mm);
    return side == 0   ? cv::Point(deep, along)
           : side == 1 ? cv::Point(page.width - deep, along)
           : side == 2 ? cv::Point(along, deep)
                       : cv::Point(along, page.height - deep);
}

IncompleteSheet torn(const Page& whole, Dice& dice) {
    auto sheet = whole_sheet(whole);
    const int side = dice.between(0, 3);
    const double deepest = dice.uniform(10, 45);
    const double length = (side < 2 ? whole.height : whole.width) / whole.dpi * mm_per_inch + 3;
    std::vector<cv::Point> edge{at_side(whole, side, 0, -2)};
    double deep = deepest * dice.uniform(0.2, 1);
    for (double along = 0; along <= length; along += 3) {
        deep = std::clamp(deep + dice.normal(1.6), 1.0, deepest);
        edge.push_back(at_side(whole, side, along, deep));
    }
    edge.push_back(at_side(whole, side, length, -2));
    cv::Mat page = over(sheet.page), gone = over(sheet.gone);
    cv::fillPoly(page, std::vector<std::vector<cv::Point>>{edge}, cv::Scalar::all(lid_grey));
    cv::fillPoly(gone, std::vector<std::vector<cv::Point>>{edge}, cv::Scalar::all(255));
    return sheet;
}

// What somebody wrote on the note.
void scribble(Page& page, cv::Point2f at, Dice& dice) {
    auto ink = samples::Ink::over(page);
    const double wide = ink.px(40), tall = ink.px(14);
    strokes::draw(samples::signature_strokes(0.05, dice), at.x - wide / 2, at.y - tall / 2, wide, tall,
                  ink.width, ink.height, ink.cover);
    samples::put_ink(page, ink, 60, 0.9);
}

IncompleteSheet noted(const Page& whole, Dice& dice) {
    auto sheet = whole_sheet(whole);
    const cv::Point2f centre(static_cast<float>(px(whole, dice.uniform(40, 170))),
                             static_cast<float>(px(whole, dice.uniform(60, 250))));
    const cv::Size2f size(static_cast<float>(px(whole, dice.uniform(45, 76))),
                          static_cast<float>(px(whole, dice.uniform(35, 76))));
    cv::Point2f corners[4];
    cv::RotatedRect(centre, size, static_cast<float>(dice.uniform(-9, 9))).points(corners);
    const std::vector<cv::Point> note(corners, corners + 4);
    cv::Mat page = over(sheet.page), gone = over(sheet.gone);
    cv::fillConvexPoly(page, note, cv::Scalar::all(dice.between(205, 246)), cv::LINE_AA);
    cv::fillConvexPoly(gone, note, cv::Scalar::all(255));
    if (dice.chance(0.5)) scribble(sheet.page, centre, dice);
    return sheet;
}

IncompleteSheet cropped(const Page& whole, Dice& dice) {
    auto sheet = whole_sheet(whole);
    cv::Rect kept(0, 0, whole.width, whole.height);
    const int sides = dice.between(1, 2);
    for (int i = 0; i < sides; ++i) {
        const cv::Rect lost = strip(whole, dice.between(0, 3), px(whole, dice.uniform(6, 40)));
        over(sheet.gone)(lost).setTo(255);
        if (lost.height == whole.height)
            kept &= cv::Rect(lost.x == 0 ? lost.width : 0, 0, whole.width - lost.width, whole.height);
        else
            kept &= cv::Rect(0, lost.y == 0 ? lost.height : 0, whole.width, whole.height - lost.height);
    }
    const cv::Mat part = over(sheet.page)(kept).clone();
    sheet.page.width = part.cols;
    sheet.page.height = part.rows;
    sheet.page.pixels.assign(part.begin<std::uint8_t>(), part.end<std::uint8_t>());
    return sheet;
}

}  // namespace

IncompleteSheet without_part(const Page& whole, std::string_view lack, Dice& dice) {
    if (lack == "beside") return beside(whole, dice);
    if (lack == "torn") return torn(whole, dice);
    if (lack == "note") return noted(whole, dice);
    if (lack == "cropped") return cropped(whole, dice);
    throw Error(ErrorCode::bad_input, "no sheet lacks a part in this way: " + std::string(lack));
}

double share_gone(const Page& gone, const BoxMm& box) {
    const cv::Mat mask(gone.height, gone.width, CV_8U, const_cast<std::uint8_t*>(gone.pixels.data()));
    const cv::Rect where = cv::Rect(cv::Point(px(gone, box.x), px(gone, box.y)),
                                    cv::Point(px(gone, box.right()), px(gone, box.bottom()))) &
                           cv::Rect({}, mask.size());
    if (where.empty()) return 1;
    return static_cast<double>(cv::countNonZero(mask(where))) / where.area();
}

}  // namespace sanad::bench
