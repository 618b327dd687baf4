// A number's value as its cells on the paper hold it.
#pragma once

#include <string>

#include "core/reading.h"
#include "templates/template.h"

namespace sanad::app {

// The digits 0-9 as they stand in the field's cells, without a printed prefix, a date as it was written:
// "value" and "written" of the reading are looked at. Empty for what can't be laid out over cells (a decimal
// point has none).
std::string digits_in_cells(const templates::Field& field, const Reading& reading);

}  // namespace sanad::app
