// What a file is, by its first bytes.
#pragma once

#include <string>
#include <string_view>

namespace sanad::app {

// "image/png", "image/jpeg", "image/tiff", "application/pdf"; "application/octet-stream" for anything else.
std::string media_type(std::string_view bytes);

}  // namespace sanad::app
