// The pictures of a check box or radio button that brings none of its own.
// Included by pdf/*.cpp only.
#pragma once

#include "pdf/canvas.h"
#include "pdf/widget_look.h"

namespace sanad::pdf {

// Border, ground and, where it is on, the mark that the form names (/MK /CA).
void draw_button(Canvas& on, const WidgetLook& look, bool is_radio, bool is_on);

}  // namespace sanad::pdf
