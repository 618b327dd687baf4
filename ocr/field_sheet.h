// A sheet that is nothing but one text field: cut as the fields of papers are. For measuring and training.
// Included by ocr/*.cpp and ocr/training/*.cpp only.
#pragma once

#include "core/page.h"
#include "ocr/text_crop.h"

namespace sanad::ocr {

// The whole of `sheet` is width_mm x height_mm, turned clockwise about its middle by skew_deg; `box` is the
// field, of one line.
TextCrop lines_of_sheet(const Page& sheet, double width_mm, double height_mm, const BoxMm& box,
                        double skew_deg = 0);

}  // namespace sanad::ocr
