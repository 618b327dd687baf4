#include "samples/text_field.h"

#include <algorithm>

#include "samples/ink.h"
#include "samples/page_simulator.h"

namespace sanad::samples {
namespace {

constexpr double dpi = 300, margin_mm = 3, inset_mm = 1.5, height_mm = 15, base_line_mm = 8.6;

}  // namespace

TypedField typed_field(const Typeface& face, std::string_view text, const Typing& how) {
    TypedField field;
    field.text = text;
    field.places = face.places(text, how.size_pt);
    field.height_mm = height_mm;
    field.width_mm = face.width_mm(text, how.size_pt) + 2 * (margin_mm + inset_mm);
    field.box = {inset_mm, inset_mm, field.width_mm - 2 * inset_mm, height_mm - 2 * inset_mm};
    field.right_mm = field.width_mm - margin_mm - inset_mm;
    Page sheet;
    sheet.number = 1;
    sheet.dpi = dpi;
    sheet.width = static_cast<int>(field.width_mm * dpi / mm_per_inch + 0.5);
    sheet.height = static_cast<int>(height_mm * dpi / mm_per_inch + 0.5);
    sheet.pixels.assign(static_cast<std::size_t>(sheet.width) * static_cast<std::size_t>(sheet.height), 255);
    auto ink = Ink::over(sheet);
    face.draw(ink, {field.right_mm, base_line_mm}, text, how.size_pt);
    put_ink(sheet, ink, how.grey, 0.97);
    field.page = how.steps.empty() ? sheet : simulate(sheet, parse_steps(how.steps), how.seed);
    return field;
}

}  // namespace sanad::samples
