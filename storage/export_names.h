// File names that are safe wherever a bundle is carried. FORMAT.md, section 11.
// Included by storage/*.cpp only.
#pragma once

#include <string>
#include <string_view>

namespace sanad::storage {

// A name without folders, without control, bidirectional or invisible characters and without what another
// system takes for more than a letter; at most 100 bytes, the ending kept. Never empty.
std::string safe_name(std::string_view name);

// Whether a name that was read is such a one (with what an export puts before it: at most 255 bytes).
bool is_safe_name(std::string_view name);

}  // namespace sanad::storage
