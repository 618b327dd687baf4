// The cells of one field, read together. Included by ocr/*.cpp only.
#pragma once

#include <vector>

#include "ocr/digits.h"
#include "ocr/digits_curve.h"

namespace sanad::ocr {

// P(value = d) in a cell of either set, where the field is printed with that probability.
std::array<double, 10> chances(const CellReading& cell, bool arabic, double printed);
// The same of a cell alone.
std::array<double, 10> chances(const CellReading& cell, bool arabic);

// Without curves the confidence is the joint posterior itself.
NumberReading read_number_of_cells(const std::vector<CellReading>& cells, NumberRule rule,
                                   const PageEvidence& page, const NumberCurves& curves = {});

// How printed one number's cells look: what `PageEvidence` of the page's other numbers is made of, log odds.
double print_evidence(const std::vector<CellReading>& cells);

// What the confidence is made of, for fitting the curves.
struct RawNumber {
    std::string value;     // empty where it is not legible
    double posterior = 0;  // of the cells that hold something, and that what lies in the others is dirt
    double printed = 0;
    bool changed_by_rule = false;
};
RawNumber raw_number_of_cells(const std::vector<CellReading>& cells, NumberRule rule,
                              const PageEvidence& page);

}  // namespace sanad::ocr
