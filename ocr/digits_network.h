// The forward pass of the digit network. Included by ocr/*.cpp only.
#pragma once

#include <array>
#include <cstdint>

#include "ocr/digits_model.h"

namespace sanad::ocr {

// Ink on the network's square: 0 paper, 255 ink, row by row.
using InkSquare = std::array<std::uint8_t, ink_side * ink_side>;

using Scores = std::array<float, class_count>;

// The scores before the softmax, not divided by the temperature. No state: any number of threads may call it.
Scores network_scores(const Network& network, const InkSquare& ink);

}  // namespace sanad::ocr
