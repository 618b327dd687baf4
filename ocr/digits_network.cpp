#include "ocr/digits_network.h"

#include <algorithm>
#include <cstring>

#include "ocr/digits_gemm.h"
#include "ocr/digits_windows.h"

namespace sanad::ocr {
namespace {

constexpr int first_side = ink_side / 2;

SANAD_INLINE void apply(const Layer& layer, const LayerShape& shape, const float* in, float* out, int places,
                        bool rectify) {
    for (int p = 0; p < places; ++p) std::copy(layer.bias.begin(), layer.bias.end(), out + p * shape.outputs);
    gemm::add_product({in, shape.inputs, 1}, layer.weights.data(), out, places, shape.outputs, shape.inputs);
    if (!rectify) return;
    for (int i = 0; i < places * shape.outputs; ++i) out[i] = std::max(out[i], 0.0f);
}

SANAD_INLINE void forward(const Network& layers, const InkSquare& ink, Scores& scores) {
    thread_local std::array<float, 256 * 144> windows;
    thread_local std::array<float, 256 * 32> wide;
    thread_local std::array<float, 64 * 48> narrow;
    const auto& s = layer_shapes;

    first_windows(ink, windows.data());
    apply(layers[0], s[0], windows.data(), wide.data(), 256, true);
    windows_3x3(wide.data(), first_side, 16, windows.data());
    apply(layers[1], s[1], windows.data(), wide.data(), 256, true);
    halve(wide.data(), first_side, 32, narrow.data(), nullptr);
    windows_3x3(narrow.data(), 8, 32, windows.data());
    apply(layers[2], s[2], windows.data(), wide.data(), 64, true);
    halve(wide.data(), 8, 48, narrow.data(), nullptr);
    windows_3x3(narrow.data(), 4, 48, windows.data());
    apply(layers[3], s[3], windows.data(), wide.data(), 16, true);
    apply(layers[4], s[4], wide.data(), narrow.data(), 1, true);
    apply(layers[5], s[5], narrow.data(), wide.data(), 1, false);
    std::copy_n(wide.begin(), scores.size(), scores.begin());
}

__attribute__((target("avx2,fma"))) void forward_avx2(const Network& network, const InkSquare& ink,
                                                      Scores& scores) {
    forward(network, ink, scores);
}

void forward_any(const Network& network, const InkSquare& ink, Scores& scores) {
    forward(network, ink, scores);
}

}  // namespace

Scores network_scores(const Network& network, const InkSquare& ink) {
    static const bool fast = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    Scores scores;
    if (fast)
        forward_avx2(network, ink, scores);
    else
        forward_any(network, ink, scores);
    return scores;
}

}  // namespace sanad::ocr
