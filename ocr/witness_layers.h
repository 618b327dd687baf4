// What moves data between the layers of the witness network, forwards: shared by reading and training.
// Planes are stored row by row, place by place, the channels of a place side by side; T columns wide.
// Included by ocr/*.cpp and ocr/training/*.cpp only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "ocr/digits_gemm.h"
#include "ocr/witness_model.h"

namespace sanad::ocr::witness {

constexpr int rows_1 = strip_height / 2, rows_2 = rows_1 / 2, rows_3 = rows_2 / 2;
constexpr int column_channels = rows_3 * 32;  // of a column after the convolutions over windows
constexpr int reach = 2;  // columns of zeros kept on each side, for the windows of columns

// The 5 x 5 windows around every second pixel.
SANAD_INLINE void windows_5x5(const std::uint8_t* ink, int width, float* out) {
    for (int y = 0; y < strip_height; y += 2)
        for (int x = 0; x < width; x += 2)
            for (int dy = -2; dy <= 2; ++dy)
                for (int dx = -2; dx <= 2; ++dx) {
                    const int row = y + dy, column = x + dx;
                    const bool inside = row >= 0 && row < strip_height && column >= 0 && column < width;
                    *out++ = inside ? static_cast<float>(ink[row * width + column]) / 255.0f : 0.0f;
                }
}

SANAD_INLINE void windows_3x3(const float* in, int rows, int columns, int channels, float* out) {
    const auto bytes = static_cast<std::size_t>(channels) * sizeof(float);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx, out += channels) {
                    const int row = y + dy, column = x + dx;
                    if (row >= 0 && row < rows && column >= 0 && column < columns)
                        std::memcpy(out, in + (row * columns + column) * channels, bytes);
                    else
                        std::memset(out, 0, bytes);
                }
}

// The larger of two rows; `lower`, where given, says which it was.
SANAD_INLINE void halve_rows(const float* in, int rows, int columns, int channels, float* out,
                             std::uint8_t* lower) {
    const int line = columns * channels;
    for (int y = 0; y < rows; y += 2, in += 2 * line)
        for (int i = 0; i < line; ++i) {
            const bool second = in[line + i] > in[i];
            *out++ = second ? in[line + i] : in[i];
            if (lower != nullptr) *lower++ = second ? 1 : 0;
        }
}

// rows x columns x channels to columns x (rows x channels).
SANAD_INLINE void by_columns(const float* in, int rows, int columns, int channels, float* out) {
    for (int x = 0; x < columns; ++x)
        for (int y = 0; y < rows; ++y, out += channels)
            std::memcpy(out, in + (y * columns + x) * channels,
                        static_cast<std::size_t>(channels) * sizeof(float));
}

// out[places x outputs] = in * weights + bias; row i of `in` begins at i * step.
SANAD_INLINE void apply(const Layer& layer, const LayerShape& shape, const float* in, int step, int places,
                        bool rectify, float* out) {
    for (int p = 0; p < places; ++p) std::copy(layer.bias.begin(), layer.bias.end(), out + p * shape.outputs);
    gemm::add_product({in, step, 1}, layer.weights.data(), out, places, shape.outputs, shape.inputs);
    if (!rectify) return;
    for (int i = 0; i < places * shape.outputs; ++i) out[i] = std::max(out[i], 0.0f);
}

// What the forward pass leaves, for the backward pass. Reused from strip to strip.
struct Trace {
    std::vector<float> windows[3], out[3];  // of the convolutions over windows
    std::vector<std::uint8_t> lower[2];
    std::vector<float> halved;
    std::vector<float> columns[4];  // inputs of the layers over columns, `reach` zeros at both ends
    std::vector<float> scores;      // columns x sign_count
};

SANAD_INLINE void forward(const WitnessModel& model, const std::uint8_t* ink, int width, Trace& t) {
    const auto& s = witness_shapes;
    const auto& l = model.layers;
    const int T = width / 2;
    const auto grow = [](auto& buffer, int count) {
        if (buffer.size() < static_cast<std::size_t>(count)) buffer.resize(static_cast<std::size_t>(count));
    };
    grow(t.windows[0], rows_1 * T * 25), grow(t.out[0], rows_1 * T * 16);
    windows_5x5(ink, width, t.windows[0].data());
    apply(l[0], s[0], t.windows[0].data(), 25, rows_1 * T, true, t.out[0].data());
    grow(t.windows[1], rows_1 * T * 144), grow(t.out[1], rows_1 * T * 24);
    windows_3x3(t.out[0].data(), rows_1, T, 16, t.windows[1].data());
    apply(l[1], s[1], t.windows[1].data(), 144, rows_1 * T, true, t.out[1].data());
    grow(t.halved, rows_2 * T * 32), grow(t.lower[0], rows_2 * T * 24);
    halve_rows(t.out[1].data(), rows_1, T, 24, t.halved.data(), t.lower[0].data());
    grow(t.windows[2], rows_2 * T * 216), grow(t.out[2], rows_2 * T * 32);
    windows_3x3(t.halved.data(), rows_2, T, 24, t.windows[2].data());
    apply(l[2], s[2], t.windows[2].data(), 216, rows_2 * T, true, t.out[2].data());
    grow(t.lower[1], rows_3 * T * 32);
    halve_rows(t.out[2].data(), rows_2, T, 32, t.halved.data(), t.lower[1].data());
    const int channels[4] = {column_channels, 96, 96, 96};
    for (int i = 0; i < 4; ++i)
        t.columns[i].assign(static_cast<std::size_t>((T + 2 * reach) * channels[i]), 0.0f);
    by_columns(t.halved.data(), rows_3, T, 32, t.columns[0].data() + reach * column_channels);
    apply(l[3], s[3], t.columns[0].data(), column_channels, T, true, t.columns[1].data() + reach * 96);
    apply(l[4], s[4], t.columns[1].data(), 96, T, true, t.columns[2].data() + reach * 96);
    apply(l[5], s[5], t.columns[2].data() + 96, 96, T, true, t.columns[3].data() + reach * 96);
    grow(t.scores, T * static_cast<int>(sign_count));
    apply(l[6], s[6], t.columns[3].data() + reach * 96, 96, T, false, t.scores.data());
}

}  // namespace sanad::ocr::witness
