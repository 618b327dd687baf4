// What takes a part of a text away, or adds one, before anybody reads it. Included by ocr/*.cpp only.
//
// The models and the witness judge the ink that was cut out. Where something lies over the field, or ink of a
// dot's size went with the paper's lines, what is left is a text too, and may be read very surely.
#pragma once

#include "ocr/text_crop.h"
#include "ocr/zones.h"
#include "templates/template.h"

namespace sanad::ocr {

// Nothing but the text itself is in the field, and all of it: no stamp or ring near it, no ink that runs out
// of the field, no piece lost with a printed line, and fine enough a scan for dots.
bool stands_clear(const FlatPage& page, const templates::Field& field, const TextCrop& crop);

}  // namespace sanad::ocr
