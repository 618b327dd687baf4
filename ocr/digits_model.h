// The digit model as a value, and as a file (ocr/models/FORMAT.md). Included by ocr/*.cpp only.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/digits_classes.h"
#include "ocr/digits_curve.h"

namespace sanad::ocr {

// Weights are kept inputs x outputs, row by row; a convolution's inputs run over the window's rows, its
// columns, then the channels.
struct LayerShape {
    int inputs;
    int outputs;
};

constexpr std::array<LayerShape, 6> layer_shapes = {
    {{25, 16}, {144, 32}, {288, 48}, {432, 64}, {1024, 96}, {96, 48}}};

struct Layer {
    std::vector<float> weights;
    std::vector<float> bias;
};

// How large the ink of a zero, a five, the other digits of either set and of what is no digit is in its cell,
// written and printed: log densities over equal bins of (longer side of the ink) / (height of the cell), the
// last bin open.
struct SizePrior {
    static constexpr std::size_t bins = 20;
    static constexpr double bin_width = 0.05;
    enum Group : std::size_t { zero, five, rest, western, scribble, printed };  // printed + group
    static constexpr std::size_t groups = 2 * printed;
    std::array<std::array<float, bins>, groups> log_density = {};
};

// The network's scores are divided by these before they become probabilities: `whole` where it is asked
// whether the ink is written, printed or no digit, the others where it is asked which digit.
struct Temperatures {
    float whole = 1;
    float written = 1;
    float printed = 1;
};

using Network = std::array<Layer, layer_shapes.size()>;

constexpr std::size_t most_networks = 4;

// What several networks say together: the mean of their probabilities, in which one of them alone is enough
// for a doubt (decision 141), or, in models of file format 3 and before, of their scores.
enum class Together { probabilities, scores };

struct DigitModel {
    std::string name;
    Temperatures temperatures;
    // At least one, at most `most_networks`: of one shape, trained apart on cells of their own. What they err
    // in they seldom err in together, so that their mean is better and knows better when it doesn't know
    // (Lakshminarayanan and others 2017).
    std::vector<Network> networks;
    Together together = Together::probabilities;
    SizePrior sizes;
    NumberCurves curves;
    OneDip one_dip = OneDip::two;  // the habit of the hands that it knows
};

// Nothing unless the bytes are a whole model of this shape whose hash fits. Never throws.
std::optional<DigitModel> parse_model(std::string_view bytes);
std::string model_bytes(const DigitModel& model);

}  // namespace sanad::ocr
