// A hand-drawn signature as the command line is given it: pen strokes as JSON, or a picture.
#pragma once

#include <string>

#include "signing/sign.h"

namespace sanad::app {

// JSON: [[[x,y],…],…], or signature_pad's [{"points":[{"x":…,"y":…},…]},…]; any unit, y downwards. Throws
// Error(bad_input) naming the file where it is neither that nor a PNG.
void add_drawn_signature(const std::string& path, signing::SignOptions& into);

}  // namespace sanad::app
