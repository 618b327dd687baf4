// Cells of number fields as they cross the border between processes: their geometry as JSON, their pixels in
// one run of bytes behind it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "ocr/number_cells.h"

namespace sanad::app {

Json wire_cut_numbers(const std::vector<ocr::CutNumber>& numbers, std::string& pixels);

// Throws Error(external) for what no worker of ours sends: sizes that do not fit the pixels.
std::vector<ocr::CutNumber> cut_numbers_from_wire(const Json& value, std::string_view pixels);

}  // namespace sanad::app
