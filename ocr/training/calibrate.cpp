#include "ocr/training/calibrate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/cell_ink.h"
#include "ocr/digits_posterior.h"
#include "ocr/training/cell_maker.h"

namespace sanad::ocr::training {
namespace {

constexpr int cells = 12000;

struct Seen {
    Scores scores;
    std::size_t label;
};

// Sizes by group, smoothed: a size never seen is unlikely, not impossible.
void fit_sizes(SizePrior& prior, const std::vector<std::pair<double, std::size_t>>& sizes) {
    std::array<std::array<double, SizePrior::bins>, SizePrior::groups> count;
    for (auto& group : count) group.fill(0);
    for (const auto& [size, label] : sizes) {
        if (label == nothing) continue;
        ++count[size_group(label)][size_bin(size)];
    }
    for (std::size_t g = 0; g < SizePrior::groups; ++g) {
        double total = 0;
        std::array<double, SizePrior::bins> smooth = {};
        for (std::size_t b = 0; b < SizePrior::bins; ++b) {
            const double before = count[g][b == 0 ? b : b - 1],
                         after = count[g][std::min(b + 1, SizePrior::bins - 1)];
            smooth[b] = 0.25 * before + 0.5 * count[g][b] + 0.25 * after;
            total += smooth[b];
        }
        for (std::size_t b = 0; b < SizePrior::bins; ++b)
            prior.log_density[g][b] =
                static_cast<float>(std::log((smooth[b] + 0.004 * total + 1) / (total + 1)));
    }
}

double loss_at(const std::vector<Seen>& seen, double temperature) {
    double loss = 0;
    for (const auto& one : seen) {
        double largest = -1e30, sum = 0;
        for (const float score : one.scores) largest = std::max(largest, score / temperature);
        for (const float score : one.scores) sum += std::exp(score / temperature - largest);
        loss -= one.scores[one.label] / temperature - largest - std::log(sum);
    }
    return loss / static_cast<double>(seen.size());
}

}  // namespace

void calibrate(DigitModel& model, const FontDigits& unseen, std::uint64_t seed) {
    CellMaker maker(unseen, seed);
    std::vector<Seen> seen;
    std::vector<std::pair<double, std::size_t>> sizes;
    for (int i = 0; i < cells; ++i) {
        const MadeCell made = maker.any();
        const CellInk ink = cell_ink(made.image);
        if (ink.blank) continue;
        seen.push_back({network_scores(model, ink.square), made.label});
        if (made.origin == Origin::pen) sizes.emplace_back(std::max(ink.height, ink.width), made.label);
    }
    fit_sizes(model.sizes, sizes);
    double best = 1, least = 1e30;
    for (double temperature = 0.5; temperature < 3; temperature *= 1.02)
        if (const double loss = loss_at(seen, temperature); loss < least) least = loss, best = temperature;
    model.temperature = static_cast<float>(best);
}

}  // namespace sanad::ocr::training
