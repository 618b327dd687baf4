// Commas that the recogniser has no sign for. Included by ocr/*.cpp only.
#pragma once

#include <string>
#include <string_view>

namespace sanad::ocr {

// The Arabic models can't write ، and put », that closes nothing, or a Latin comma in its place. Both become
// ، after an Arabic letter, without the space before it; a » that closes a « stays.
std::string with_arabic_commas(std::string_view line);

}  // namespace sanad::ocr
