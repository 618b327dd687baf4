#include "samples/text_field.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "samples/ink.h"
#include "samples/page_simulator.h"

namespace sanad::samples {
namespace {

constexpr double dpi = 300, margin_mm = 3, inset_mm = 1.5, height_mm = 15, base_line_mm = 8.6;

// What belongs to the paper happens before it lies on the glass.
std::vector<Step>::iterator before_scan(std::vector<Step>& steps) {
    return std::find_if(steps.begin(), steps.end(), [](const Step& step) {
        return step.name != "print" && step.name != "grain" && step.name != "fade";
    });
}

}  // namespace

TypedField typed_field(const Typeface& face, std::string_view text, const Typing& how) {
    TypedField field;
    field.text = text;
    field.places = face.places(text, how.size_pt);
    field.width_mm = face.width_mm(text, how.size_pt) + 2 * (margin_mm + inset_mm);
    field.skew_deg = how.skew_deg;
    // So much that no corner of the field leaves the picture, which keeps its size.
    const double rise = field.width_mm / 2 * std::sin(std::abs(how.skew_deg) * std::numbers::pi / 180);
    field.height_mm = height_mm + 2 * rise;
    field.box = {inset_mm, inset_mm + rise, field.width_mm - 2 * inset_mm, height_mm - 2 * inset_mm};
    field.right_mm = field.width_mm - margin_mm - inset_mm;
    Page sheet;
    sheet.number = 1;
    sheet.dpi = dpi;
    sheet.width = static_cast<int>(field.width_mm * dpi / mm_per_inch + 0.5);
    sheet.height = static_cast<int>(field.height_mm * dpi / mm_per_inch + 0.5);
    sheet.pixels.assign(static_cast<std::size_t>(sheet.width) * static_cast<std::size_t>(sheet.height), 255);
    auto ink = Ink::over(sheet);
    face.draw(ink, {field.right_mm, base_line_mm + rise}, text, how.size_pt);
    put_ink(sheet, ink, how.grey, 0.97);
    auto steps = parse_steps(how.steps);
    if (how.skew_deg != 0) steps.insert(before_scan(steps), {"skew", how.skew_deg});
    field.page = steps.empty() ? sheet : simulate(sheet, steps, how.seed);
    return field;
}

}  // namespace sanad::samples
