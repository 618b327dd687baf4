// How dark the digits of one number are beside each other. Included by ocr/*.cpp only.
#pragma once

#include <vector>

#include "ocr/digits.h"

namespace sanad::ocr {

// The darkness of the palest digit over the middle one's, 0..1: what shines through from the back of the
// sheet makes digits too, far paler than those that were written. 1 where there are fewer than two.
double palest_digit(const std::vector<CellImage>& images, const std::vector<CellReading>& readings);

}  // namespace sanad::ocr
