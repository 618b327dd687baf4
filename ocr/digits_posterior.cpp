#include "ocr/digits_posterior.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sanad::ocr {
namespace {

// Training shows far more scribbles, crossed-out digits and specks than people and scanners leave in forms:
// how much of their share in training.
constexpr float scribbles_in_forms = 0.1f, specks_in_forms = 0.3f;

// Softmax over the classes that `of` takes in, written over `out`; returns the log of the sum, undivided.
template <class Of>
double share_out(const Scores& scores, double temperature, Posterior& out, const Of& of) {
    double largest = -1e30, sum = 0;
    for (std::size_t c = 0; c < class_count; ++c)
        if (of(c)) largest = std::max(largest, scores[c] / temperature);
    for (std::size_t c = 0; c < class_count; ++c)
        if (of(c)) sum += out[c] = std::exp(scores[c] / temperature - largest);
    for (std::size_t c = 0; c < class_count; ++c)
        if (of(c)) out[c] /= sum;
    return largest + std::log(sum);
}

}  // namespace

Posterior softmax(const Scores& scores, const Temperatures& temperatures) {
    Posterior out = {};
    const double whole = temperatures.whole;
    const auto no_written_digit = [](std::size_t c) { return c == no_digit || c == nothing; };
    const std::array<double, 3> groups = {share_out(scores, whole, out, is_written),
                                          share_out(scores, whole, out, is_printed),
                                          share_out(scores, whole, out, no_written_digit)};
    share_out(scores, temperatures.written, out, is_written);
    share_out(scores, temperatures.printed, out, is_printed);
    const double largest = *std::max_element(groups.begin(), groups.end());
    double sum = 0;
    for (const double group : groups) sum += std::exp(group - largest);
    for (std::size_t c = 0; c < class_count; ++c) {
        const double group = is_written(c) ? groups[0] : is_printed(c) ? groups[1] : groups[2];
        out[c] *= std::exp(group - largest) / sum;
    }
    return out;
}

namespace {

// The logarithm of the mean of their softmaxes.
Scores log_mean_probability(const std::vector<Scores>& of_networks) {
    constexpr double least = 1e-12;
    std::array<double, class_count> mean = {};
    for (const auto& scores : of_networks) {
        const double largest = *std::max_element(scores.begin(), scores.begin() + class_count);
        std::array<double, class_count> p;
        double sum = 0;
        for (std::size_t c = 0; c < class_count; ++c) sum += p[c] = std::exp(scores[c] - largest);
        for (std::size_t c = 0; c < class_count; ++c)
            mean[c] += p[c] / sum / static_cast<double>(of_networks.size());
    }
    Scores out = {};
    for (std::size_t c = 0; c < class_count; ++c) out[c] = static_cast<float>(std::log(mean[c] + least));
    return out;
}

}  // namespace

Scores mean_scores(const DigitModel& model, const CellInk& ink, int views) {
    const std::size_t networks = model.networks.size();
    const int count = static_cast<int>(networks), each = (views + count - 1) / count;
    std::vector<Scores> of_networks(networks, Scores{});
    for (int v = 0; v < each; ++v) {
        const InkSquare square = view(ink, v);
        for (std::size_t n = 0; n < networks; ++n) {
            const Scores scores = network_scores(model.networks[n], square);
            for (std::size_t c = 0; c < class_count; ++c)
                of_networks[n][c] += scores[c] / static_cast<float>(each);
        }
    }
    if (model.together == Together::probabilities) return log_mean_probability(of_networks);
    Scores mean = {};
    for (const auto& scores : of_networks)
        for (std::size_t c = 0; c < class_count; ++c) mean[c] += scores[c] / static_cast<float>(count);
    return mean;
}

void add_size(const SizePrior& sizes, const CellInk& ink, Scores& scores) {
    if (ink.height <= 0) return;
    const std::size_t bin = size_bin(std::max(ink.height, ink.width));
    // Specks stay as the network has them: it sees how small they are.
    float best = -1e9f;
    for (const auto& group : sizes.log_density) best = std::max(best, group[bin]);
    for (std::size_t c = 0; c < class_count; ++c)
        if (c != nothing) scores[c] += sizes.log_density[size_group(c)][bin] - best;
}

Posterior posterior(const DigitModel& model, const CellInk& ink, int views) {
    Scores scores = mean_scores(model, ink, views);
    add_size(model.sizes, ink, scores);
    scores[no_digit] += std::log(scribbles_in_forms);
    scores[nothing] += std::log(specks_in_forms);
    return softmax(scores, model.temperatures);
}

namespace {

constexpr double tiny = 1e-12;

struct SetShares {
    double arabic = 0, western = 0;
};

// The ten digits of either set out of one group of classes; returns how much of it each set has.
SetShares tables_of(const Posterior& of_classes, std::size_t from, bool one_dip_is_three, DigitChances& out) {
    SetShares sum;
    for (std::size_t d = 0; d < 10; ++d) {
        out.arabic[d] = of_classes[from + d];
        out.western[d] = of_classes[from + western_from + d];
    }
    out.arabic[one_dip_is_three ? 3 : 2] += of_classes[from + one_dip_class];
    for (std::size_t d = 0; d < 10; ++d) sum.arabic += out.arabic[d], sum.western += out.western[d];
    for (std::size_t d = 0; d < 10; ++d) {
        out.arabic[d] = (out.arabic[d] + tiny) / (sum.arabic + 10 * tiny);
        out.western[d] = (out.western[d] + tiny) / (sum.western + 10 * tiny);
    }
    return sum;
}

}  // namespace

CellReading to_cell_reading(const Posterior& of_classes, bool one_dip_is_three) {
    CellReading out;
    const SetShares written = tables_of(of_classes, 0, one_dip_is_three, out.written);
    // No font has a three with one dip.
    const SetShares printed = tables_of(of_classes, printed_from, false, out.printed);
    out.log_odds_arabic =
        std::log((written.arabic + printed.arabic + tiny) / (written.western + printed.western + tiny));
    out.log_odds_printed =
        std::log((printed.arabic + printed.western + tiny) / (written.arabic + written.western + tiny));
    out.ink = true;
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
    for (auto* tables : {&out.written, &out.printed}) tables->arabic.fill(0.1), tables->western.fill(0.1);
    out.p_empty = doubtful ? 0.9 : 0.9999;
    return out;
}

}  // namespace sanad::ocr
