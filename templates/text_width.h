// How wide a label will be, without a font: the layout must not depend on what draws it. A little too wide
// rather than too narrow; the drawing side measures, and shrinks no text below 8 pt. Included by
// templates/*.cpp only.
#pragma once

#include <string_view>

namespace sanad::templates {

double text_width_mm(std::string_view utf8, double size_pt);

}  // namespace sanad::templates
