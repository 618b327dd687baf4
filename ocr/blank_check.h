// Whether a foreign paper can be known again by the picture of its blank.
#pragma once

#include <vector>

#include "core/check.h"
#include "templates/template.h"

namespace sanad::ocr {

// One passed check where nothing is wrong; none for a paper that is not foreign. Never throws for a bad
// picture: that is a finding.
std::vector<Check> check_blank(const templates::Template& paper);

}  // namespace sanad::ocr
