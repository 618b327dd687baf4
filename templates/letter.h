// A letter as a paper: it has no blank, no boxes and no pages, but fields with labels, kinds and rules like
// any other, so that it is checked, confirmed and filed in the same way.
#pragma once

#include "templates/template.h"

namespace sanad::templates {

const Template& letter();  // id "letter", version 1

}  // namespace sanad::templates
