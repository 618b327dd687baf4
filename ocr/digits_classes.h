// What a cell can hold, and the classes that the digit network tells apart. Included by ocr/*.cpp only.
#pragma once

#include <cstddef>

namespace sanad::ocr {

// 0..9: ٠..٩, ٢ as the hook and ٣ with two dips only. 10..19: the Western digits.
constexpr std::size_t western_from = 10;
constexpr std::size_t one_dip_class = 20;  // the printed ٢, and in Egyptian handwriting ٣
constexpr std::size_t no_digit = 21;       // crossed out, a scribble, a letter, two digits in one cell
constexpr std::size_t nothing = 22;        // specks, remains of the border

// The network tells print from handwriting too: a printed digit has a class of its own, this much further on.
// There is no printed hook.
constexpr std::size_t printed_from = 23;
constexpr std::size_t class_count = printed_from + one_dip_class + 1;

// Ink is shown to the network on this square.
constexpr int ink_side = 32;

}  // namespace sanad::ocr
