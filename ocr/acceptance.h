// Which readings need no person. The one place where `accepted` is set from pixels. Included by ocr/*.cpp
// only.
#pragma once

#include "core/reading.h"
#include "templates/template.h"

namespace sanad::ocr {

// The confidence from which a reading of this kind is accepted, for an allowed share of silent errors; above
// 1 where no confidence is enough. An empty field is accepted from `least_confidence_of_empty`.
// `printed`: a number that no hand wrote.
double least_confidence(templates::Kind kind, bool printed, double silent_error);
double least_confidence_of_empty(double silent_error);

void settle_acceptance(templates::Kind kind, double silent_error, Reading& reading, bool printed = false);

}  // namespace sanad::ocr
