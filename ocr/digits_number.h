// The cells of one field, read together. Included by ocr/*.cpp only.
#pragma once

#include <vector>

#include "ocr/digits.h"

namespace sanad::ocr {

NumberReading read_number_of_cells(const std::vector<CellReading>& cells, NumberRule rule,
                                   double prior_log_odds_arabic);

}  // namespace sanad::ocr
