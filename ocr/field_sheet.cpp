#include "ocr/field_sheet.h"

#include "ocr/clean.h"

namespace sanad::ocr {

TextCrop lines_of_sheet(const Page& sheet, double width_mm, double height_mm, const BoxMm& box) {
    templates::Template paper;
    paper.width_mm = width_mm;
    paper.height_mm = height_mm;
    templates::Field field;
    field.box = box;
    const double x = sheet.width / width_mm, y = sheet.height / height_mm;
    const Placement placement(cv::Matx33d(x, 0, -0.5, 0, y, -0.5, 0, 0, 1));
    return cut_text(flatten(clean(sheet), placement, paper, {}), field);
}

}  // namespace sanad::ocr
