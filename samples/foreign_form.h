// A form that another body printed: a dispensary's referral, in Arabic, with ruled lines, round boxes, no
// registration marks and no code. What an association has when it is to read a paper that is not its own.
#pragma once

#include <string>

#include "core/page.h"

namespace sanad::samples {

Page foreign_blank(double dpi);  // A4

// The paper.toml that goes with it, and the name of the picture that it asks for.
std::string foreign_paper();
inline constexpr const char* foreign_blank_file = "blank.png";

}  // namespace sanad::samples
