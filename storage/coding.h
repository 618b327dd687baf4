// The coding of a plain text before it is sealed: as it is, or one zstd frame. FORMAT.md, section 3.
// Included by storage/*.cpp only.
#pragma once

#include <string>
#include <string_view>

namespace sanad::storage {

constexpr std::string_view coded_as_it_is{"\0", 1};  // what stands before such a text

// Empty where it does not become smaller, or does not look so.
std::string packed_where_smaller(std::string_view plain);
std::string coded(std::string_view plain);  // that, or as it is

// The coding of `before` and then what `rest` is the coding of, without compressing it again: for a text
// whose beginning is known last. `before` is short.
std::string coded_behind(std::string_view before, std::string_view rest);

// Throws Error(unsupported) for a coding that a later version may have brought.
std::string decoded(std::string&& coding);

}  // namespace sanad::storage
