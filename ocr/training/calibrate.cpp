#include "ocr/training/calibrate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/cell_ink.h"
#include "ocr/digits_posterior.h"
#include "ocr/training/cell_maker.h"

namespace sanad::ocr::training {
namespace {

struct Seen {
    Scores scores;
    CellInk ink;
    std::size_t network_class;
};

// Sizes by group, smoothed: a size never seen is unlikely, not impossible.
void fit_sizes(SizePrior& prior, const std::vector<Seen>& seen) {
    std::array<std::array<double, SizePrior::bins>, SizePrior::groups> count;
    for (auto& group : count) group.fill(0);
    for (const auto& one : seen)
        if (one.network_class != nothing)
            ++count[size_group(one.network_class)][size_bin(std::max(one.ink.height, one.ink.width))];
    // Scribbles are of pens; print has none.
    count[SizePrior::printed + SizePrior::scribble] = count[SizePrior::scribble];
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

// Of the classes that `of` takes in, for the cells whose class is one of them.
template <class Of>
double loss_at(const std::vector<Seen>& seen, double temperature, const Of& of) {
    double loss = 0;
    for (const auto& one : seen) {
        if (!of(one.network_class)) continue;
        double largest = -1e30, sum = 0;
        for (std::size_t c = 0; c < class_count; ++c)
            if (of(c)) largest = std::max(largest, one.scores[c] / temperature);
        for (std::size_t c = 0; c < class_count; ++c)
            if (of(c)) sum += std::exp(one.scores[c] / temperature - largest);
        loss -= one.scores[one.network_class] / temperature - largest - std::log(sum);
    }
    return loss;
}

template <class Of>
float best_temperature(const std::vector<Seen>& seen, const Of& of) {
    double best = 1, least = 1e30;
    for (double temperature = 0.4; temperature < 3; temperature *= 1.02)
        if (const double loss = loss_at(seen, temperature, of); loss < least)
            least = loss, best = temperature;
    return static_cast<float>(best);
}

}  // namespace

void calibrate(DigitModel& model, const FontDigits& unseen, std::uint64_t seed, int cells) {
    CellMaker maker(unseen, seed);
    std::vector<Seen> seen;
    for (int i = 0; i < cells; ++i) {
        const MadeCell made = maker.any();
        const CellInk ink = cell_ink(made.image);
        if (!ink.blank) seen.push_back({mean_scores(model, ink), ink, class_of(made)});
    }
    fit_sizes(model.sizes, seen);
    for (auto& one : seen) add_size(model.sizes, one.ink, one.scores);
    model.temperatures = {best_temperature(seen, [](std::size_t) { return true; }),
                          best_temperature(seen, is_written), best_temperature(seen, is_printed)};
}

}  // namespace sanad::ocr::training
