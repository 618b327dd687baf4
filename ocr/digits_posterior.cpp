#include "ocr/digits_posterior.h"

#include <cmath>

namespace sanad::ocr {
namespace {

// Training shows far more scribbles and crossed-out digits than people leave in forms.
constexpr double scribbles_in_forms = 0.25;  // of their share in training

// Softmax of the mean log probability of the views, divided by the temperature.
Posterior softmax(const std::array<double, class_count>& scores) {
    const double largest = *std::max_element(scores.begin(), scores.end());
    Posterior out;
    double sum = 0;
    for (std::size_t c = 0; c < class_count; ++c) sum += out[c] = std::exp(scores[c] - largest);
    for (auto& value : out) value /= sum;
    return out;
}

}  // namespace

Posterior posterior(const DigitModel& model, const CellInk& ink, int views) {
    std::array<double, class_count> total = {};
    for (int v = 0; v < views; ++v) {
        const Scores scores = network_scores(model, view(ink, v));
        for (std::size_t c = 0; c < class_count; ++c)
            total[c] += static_cast<double>(scores[c]) / (static_cast<double>(model.temperature) * views);
    }
    if (ink.height > 0) {
        const std::size_t bin = size_bin(std::max(ink.height, ink.width));
        // Specks stay as the network has them: it sees how small they are.
        double best = -1e9;
        for (const auto& group : model.sizes.log_density) best = std::max<double>(best, group[bin]);
        for (std::size_t c = 0; c < nothing; ++c)
            total[c] += model.sizes.log_density[size_group(c)][bin] - best;
    }
    total[no_digit] += std::log(scribbles_in_forms);
    return softmax(total);
}

CellReading to_cell_reading(const Posterior& of_classes, bool one_dip_is_three) {
    CellReading out;
    double arabic = 0, western = 0;
    for (std::size_t d = 0; d < 10; ++d) {
        out.arabic[d] = of_classes[d];
        out.western[d] = of_classes[western_from + d];
    }
    out.arabic[one_dip_is_three ? 3 : 2] += of_classes[one_dip_class];
    for (std::size_t d = 0; d < 10; ++d) arabic += out.arabic[d], western += out.western[d];
    constexpr double tiny = 1e-12;
    for (std::size_t d = 0; d < 10; ++d) {
        out.arabic[d] = (out.arabic[d] + tiny) / (arabic + 10 * tiny);
        out.western[d] = (out.western[d] + tiny) / (western + 10 * tiny);
    }
    out.log_odds_arabic = std::log((arabic + tiny) / (western + tiny));
    out.p_empty = of_classes[nothing];
    out.p_not_a_digit = of_classes[no_digit];
    if (out.p_empty > 0.5)
        out.state = CellState::empty;
    else
        out.state = out.p_not_a_digit > 0.5 ? CellState::crossed_out : CellState::digit;
    return out;
}

CellReading blank_cell(bool doubtful) {
    CellReading out;
    out.state = CellState::empty;
    out.arabic.fill(0.1);
    out.western.fill(0.1);
    out.p_empty = doubtful ? 0.9 : 0.9999;
    return out;
}

}  // namespace sanad::ocr
