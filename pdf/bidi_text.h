// Included by pdf/*.cpp only.
//
// A paragraph with its embedding levels, after the marks that only steer them were taken out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pdf/canvas.h"

namespace sanad::pdf {

struct BidiText {
    std::u32string text;
    std::vector<std::uint8_t> levels;  // of every character
    std::vector<bool> break_before;    // a line may begin at this character
    std::uint8_t base_level = 0;
};

BidiText resolve_bidi(std::u32string_view paragraph, Direction direction);

}  // namespace sanad::pdf
