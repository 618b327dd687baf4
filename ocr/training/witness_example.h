// What a typed field looks like to the witness network, by the product's own cutting.
#pragma once

#include <optional>
#include <vector>

#include "core/geometry.h"
#include "core/page.h"
#include "ocr/training/witness_trainer.h"

namespace sanad::ocr::training {

// A character and where it was printed, millimetres of the sheet.
struct PrintedLetter {
    char32_t letter = 0;
    double left = 0, right = 0;
};

// Nothing where the field is not found as one line. `letters` in logical order.
std::optional<StripExample> example_of(const Page& sheet, double width_mm, double height_mm, const BoxMm& box,
                                       const std::vector<PrintedLetter>& letters, double skew_deg = 0);

}  // namespace sanad::ocr::training
