// Included by pdf/*.cpp only.
//
// Spelling of PDF objects (ISO 32000-1, 7.3) and of a whole new file (7.5). Everything is text: a value is
// the string that stands for it in the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/time.h"
#include "pdf/embedded_objects.h"

namespace sanad::pdf {

std::string number(double value);                // at most three decimals, never in exponent form
std::string name(std::string_view key);          // "/full_name", special bytes as #xx
std::string text_string(std::string_view utf8);  // ASCII literal where it can be, else UTF-16BE in hex
std::string hex_string(std::string_view bytes);  // "<00ff>"
std::string date_string(Moment moment);          // "(D:20261122090000Z)"
std::string reference(int object);               // "12 0 R"

// Adds /Filter /FlateDecode and /Length. `entries` is the inside of the dictionary.
std::string flate_stream(std::string_view entries, std::string_view data);
std::string plain_stream(std::string_view entries, std::string_view data);
std::string deflated(std::string_view data);
std::string deflated_stream(std::string_view entries, std::string_view already_deflated);

// UTF-8 to code points and back; malformed bytes become U+FFFD.
std::u32string code_points_of(std::string_view utf8);
std::string utf8_of(std::u32string_view text);
std::string utf16be_of(std::u32string_view text);

// A new file with a cross-reference table. /ID is taken from the hash of the content.
std::string write_file_bytes(const ObjectSet& objects, int catalog, int info);

}  // namespace sanad::pdf
