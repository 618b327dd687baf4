#include "ocr/field_sheet.h"

#include <cmath>
#include <numbers>

#include "ocr/clean.h"

namespace sanad::ocr {
namespace {

constexpr double a4_height_mm = 297;  // of the page that the field is thought to lie on

}  // namespace

TextCrop lines_of_sheet(const Page& sheet, double width_mm, double height_mm, const BoxMm& box,
                        double skew_deg) {
    templates::Template paper;
    paper.width_mm = width_mm;
    paper.height_mm = height_mm;
    templates::Field field;
    field.box = box;
    const double x = sheet.width / width_mm, y = sheet.height / height_mm;
    const double turn = skew_deg * std::numbers::pi / 180, c = std::cos(turn), n = std::sin(turn);
    const double mx = width_mm / 2, my = height_mm / 2;
    const cv::Matx33d turned(c, -n, mx - c * mx + n * my, n, c, my - n * mx - c * my, 0, 0, 1);
    const Placement placement(cv::Matx33d(x, 0, -0.5, 0, y, -0.5, 0, 0, 1) * turned);
    const auto long_side = static_cast<int>(std::lround(a4_height_mm * y));
    return cut_text(flatten(clean(sheet, long_side), placement, paper, {}), field);
}

}  // namespace sanad::ocr
