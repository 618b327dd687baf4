// What moves data between the layers of the digit network, forwards: shared by reading and training. Included
// by ocr/*.cpp only. Planes are stored place by place, the channels of a place side by side.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "ocr/digits_gemm.h"
#include "ocr/digits_network.h"

namespace sanad::ocr {

// The 5 x 5 windows around every second pixel: 256 rows of 25.
SANAD_INLINE void first_windows(const InkSquare& ink, float* out) {
    for (int y = 0; y < ink_side; y += 2)
        for (int x = 0; x < ink_side; x += 2)
            for (int dy = -2; dy <= 2; ++dy)
                for (int dx = -2; dx <= 2; ++dx) {
                    const int row = y + dy, column = x + dx;
                    const bool inside = row >= 0 && row < ink_side && column >= 0 && column < ink_side;
                    const auto at = static_cast<std::size_t>(row * ink_side + column);
                    *out++ = inside ? static_cast<float>(ink[at]) / 255.0f : 0.0f;
                }
}

// The 3 x 3 windows around every place of a square plane, zeros outside.
SANAD_INLINE void windows_3x3(const float* in, int side, int channels, float* out) {
    const auto bytes = static_cast<std::size_t>(channels) * sizeof(float);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx, out += channels) {
                    const int row = y + dy, column = x + dx;
                    if (row >= 0 && row < side && column >= 0 && column < side)
                        std::memcpy(out, in + (row * side + column) * channels, bytes);
                    else
                        std::memset(out, 0, bytes);
                }
}

// The largest of each 2 x 2 places; `from`, where given, says which of the four it was.
SANAD_INLINE void halve(const float* in, int side, int channels, float* out, std::uint8_t* from) {
    for (int y = 0; y < side; y += 2)
        for (int x = 0; x < side; x += 2)
            for (int c = 0; c < channels; ++c) {
                const float* corner = in + (y * side + x) * channels + c;
                const float four[4] = {corner[0], corner[channels], corner[side * channels],
                                       corner[(side + 1) * channels]};
                int best = 0;
                for (int i = 1; i < 4; ++i)
                    if (four[i] > four[best]) best = i;
                *out++ = four[best];
                if (from != nullptr) *from++ = static_cast<std::uint8_t>(best);
            }
}

}  // namespace sanad::ocr
