#include "ocr/training/teach.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ocr/digits_posterior.h"
#include "ocr/training/trainer.h"

namespace sanad::ocr::training {
namespace {

constexpr std::size_t half_batch = 16;
constexpr double rate = 0.0008;
// How often each confirmed cell is shown, and how many steps that may come to.
constexpr std::size_t rounds = 20, least_steps = 300, most_steps = 6000;

// A person says which digit it is, not which form: the form that the network takes it for, of those the digit
// has.
std::size_t likeliest_class(const Scores& scores, int digit, bool arabic, OneDip one_dip) {
    const auto value = static_cast<std::size_t>(digit);
    std::vector<std::size_t> forms{arabic ? value : western_from + value};
    if (arabic && value == (one_dip == OneDip::three ? 3u : 2u)) forms.push_back(one_dip_class);
    const std::size_t written = forms.size();
    for (std::size_t i = 0; i < written; ++i)
        if (forms[i] != 2) forms.push_back(printed_from + forms[i]);
    return *std::max_element(forms.begin(), forms.end(),
                             [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
}

std::vector<Example> of_confirmed(const DigitModel& model, const std::vector<ConfirmedCell>& confirmed) {
    std::vector<Example> out;
    for (const auto& cell : confirmed) {
        if (cell.ink.blank) continue;
        const Scores scores = mean_scores(model, cell.ink, 1);
        out.push_back({cell.ink.square, static_cast<std::uint8_t>(likeliest_class(
                                            scores, cell.digit, cell.arabic, model.one_dip))});
    }
    return out;
}

std::vector<Example> made(CellMaker& maker, std::size_t count) {
    std::vector<Example> out;
    while (out.size() < count) {
        const MadeCell cell = maker.any();
        const CellInk ink = cell_ink(cell.image);
        if (!ink.blank) out.push_back({ink.square, static_cast<std::uint8_t>(class_of(cell))});
    }
    return out;
}

// Of `examples` the first `own` are the confirmed cells; half of each step is of them.
Network teach_network(const Network& from, const std::vector<Example>& examples, std::size_t own,
                      std::size_t steps, std::uint64_t seed) {
    Trainer trainer(from, seed);
    strokes::Random random(seed + 1);
    for (std::size_t step = 0; step < steps; ++step) {
        std::array<std::size_t, 2 * half_batch> chosen;
        for (std::size_t i = 0; i < half_batch; ++i) {
            chosen[i] = strokes::pick(random, own);
            chosen[half_batch + i] = own + strokes::pick(random, examples.size() - own);
        }
        const double along = static_cast<double>(step) / static_cast<double>(steps);
        const double warm = std::min(1.0, (along + 0.01) * 20);
        trainer.step(examples, chosen.data(), static_cast<int>(chosen.size()),
                     rate * warm * 0.5 * (1 + std::cos(std::numbers::pi * along)));
    }
    return trainer.network();
}

}  // namespace

DigitModel teach(const DigitModel& from, const std::vector<ConfirmedCell>& confirmed, CellMaker& maker,
                 std::uint64_t seed) {
    std::vector<Example> examples = of_confirmed(from, confirmed);
    const std::size_t own = examples.size();
    if (own == 0) return from;
    const std::size_t steps = std::clamp(own * rounds / half_batch, least_steps, most_steps);
    // Made cells are shown four times each.
    for (auto& example : made(maker, steps * half_batch / 4)) examples.push_back(example);
    DigitModel taught = from;
    for (std::size_t n = 0; n < taught.networks.size(); ++n)
        taught.networks[n] = teach_network(from.networks[n], examples, own, steps, seed + 2 * n);
    return taught;
}

}  // namespace sanad::ocr::training
