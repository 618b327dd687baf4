// The coding of a plain text before it is sealed: as it is, or one zstd frame. FORMAT.md, section 3.
// Included by storage/*.cpp only.
#pragma once

#include <string>
#include <string_view>

namespace sanad::storage {

// Compressed where that makes it smaller.
std::string coded(std::string_view plain);

// The coding of `before` and then what `rest` is the coding of, without compressing it again: for a text
// whose beginning is known last. `before` is short.
std::string coded_behind(std::string_view before, std::string_view rest);

// Throws Error(unsupported) for a coding that a later version may have brought.
std::string decoded(std::string&& coding);

}  // namespace sanad::storage
