// Writes a page as scanners do: grey, with its resolution in the file.
#pragma once

#include <string>

#include "core/page.h"

namespace sanad::samples {

// By the ending: .png, .jpg (quality 1..100) or .tif (JPEG inside, as office scanners do). Throws
// Error(unsupported) for another one.
std::string encoded(const Page& page, const std::string& file_name, int quality = 80);

}  // namespace sanad::samples
