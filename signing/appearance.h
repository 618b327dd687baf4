// What is seen of a signature in its field on the page: the drawn signature, and who, as what, when, under
// which authority. Included by signing/*.cpp only.
#pragma once

#include "pdf/canvas.h"
#include "signing/sign.h"

namespace sanad::signing {

// Fills a canvas of the field's size in millimetres. `name` is what is printed.
void draw_appearance(pdf::Canvas& canvas, const SignOptions& options, const std::string& name);

}  // namespace sanad::signing
