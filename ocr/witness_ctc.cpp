#include "ocr/witness_ctc.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ocr/witness_model.h"

namespace sanad::ocr {
namespace {

constexpr double impossible = -std::numeric_limits<double>::infinity();

// The states that a row of signs goes through: a blank before, between and behind them.
struct Lattice {
    const std::vector<float>& logs;
    const std::vector<std::uint8_t>& signs;
    const std::vector<Span>* spans;

    std::size_t states() const { return 2 * signs.size() + 1; }
    std::size_t columns() const { return logs.size() / sign_count; }
    std::uint8_t sign(std::size_t state) const { return state % 2 == 0 ? sign::blank : signs[state / 2]; }
    bool may_skip_to(std::size_t state) const {  // past the blank between two different signs
        return state >= 2 && state % 2 == 1 && sign(state) != sign(state - 2);
    }
    double seen(std::size_t column, std::size_t state) const {
        if (spans != nullptr && state % 2 == 1) {
            const auto& span = (*spans)[state / 2];
            const auto at = static_cast<int>(column);
            if (at < span.from || at >= span.until) return 0;
        }
        return std::exp(static_cast<double>(logs[column * sign_count + sign(state)]));
    }
};

// One column forward: alpha becomes the next one, scaled to a sum of 1; what it was scaled by.
double step(const Lattice& lattice, std::size_t column, std::vector<double>& alpha) {
    double sum = 0;
    for (std::size_t s = alpha.size(); s-- > 0;) {
        double in = alpha[s];
        if (s >= 1) in += alpha[s - 1];
        if (lattice.may_skip_to(s)) in += alpha[s - 2];
        alpha[s] = in == 0 ? 0 : in * lattice.seen(column, s);
        sum += alpha[s];
    }
    if (sum > 0)
        for (auto& value : alpha) value /= sum;
    return sum;
}

std::vector<double> first(const Lattice& lattice) {
    std::vector<double> alpha(lattice.states(), 0.0);
    alpha[0] = lattice.seen(0, 0);
    if (alpha.size() > 1) alpha[1] = lattice.seen(0, 1);
    return alpha;
}

double at_end(const std::vector<double>& alpha) {
    return alpha.back() + (alpha.size() > 1 ? alpha[alpha.size() - 2] : 0);
}

}  // namespace

double log_chance(const std::vector<float>& logs, const std::vector<std::uint8_t>& signs) {
    const Lattice lattice{logs, signs, nullptr};
    if (lattice.columns() == 0) return signs.empty() ? 0 : impossible;
    auto alpha = first(lattice);
    double log = 0;
    for (std::size_t t = 1; t < lattice.columns(); ++t) {
        const double scale = step(lattice, t, alpha);
        if (scale <= 0) return impossible;
        log += std::log(scale);
    }
    const double end = at_end(alpha);
    return end > 0 ? log + std::log(end) : impossible;
}

double log_chance_within(const std::vector<float>& logs, const std::vector<std::uint8_t>& signs,
                         const std::vector<Span>& spans, std::vector<float>& share) {
    const Lattice lattice{logs, signs, &spans};
    const std::size_t columns = lattice.columns(), states = lattice.states();
    if (columns == 0) return impossible;
    std::vector<std::vector<double>> alphas{first(lattice)};
    double log = 0;
    for (std::size_t t = 1; t < columns; ++t) {
        alphas.push_back(alphas.back());
        const double scale = step(lattice, t, alphas.back());
        if (scale <= 0) return impossible;
        log += std::log(scale);
    }
    const double end = at_end(alphas.back());
    if (end <= 0) return impossible;
    share.assign(logs.size(), 0.0f);
    std::vector<double> beta(states, 0.0), next(states);
    beta[states - 1] = 1;
    if (states > 1) beta[states - 2] = 1;
    for (std::size_t t = columns; t-- > 0;) {
        double sum = 0;
        for (std::size_t s = 0; s < states; ++s) sum += alphas[t][s] * beta[s];
        for (std::size_t s = 0; s < states && sum > 0; ++s)
            share[t * sign_count + lattice.sign(s)] += static_cast<float>(alphas[t][s] * beta[s] / sum);
        double most = 0;
        for (std::size_t s = 0; s < states; ++s) next[s] = beta[s] * lattice.seen(t, s);
        for (std::size_t s = 0; s < states; ++s) {
            beta[s] = next[s] + (s + 1 < states ? next[s + 1] : 0);
            if (s + 2 < states && lattice.may_skip_to(s + 2)) beta[s] += next[s + 2];
            most = std::max(most, beta[s]);
        }
        if (most > 0)
            for (auto& value : beta) value /= most;
    }
    return log + std::log(end);
}

std::vector<SignRun> plainest_runs(const std::vector<float>& logs) {
    std::vector<SignRun> runs;
    std::uint8_t last = sign::blank;
    for (std::size_t at = 0; at + sign_count <= logs.size(); at += sign_count) {
        const auto begin = logs.begin() + static_cast<std::ptrdiff_t>(at);
        const auto best = static_cast<std::uint8_t>(std::max_element(begin, begin + sign_count) - begin);
        const auto column = static_cast<int>(at / sign_count);
        if (best != last && best != sign::blank) runs.push_back({best, column, column});
        if (best != sign::blank) runs.back().until = column + 1;
        last = best;
    }
    return runs;
}

std::vector<std::uint8_t> plainest(const std::vector<float>& logs) {
    std::vector<std::uint8_t> signs;
    for (const auto& run : plainest_runs(logs)) signs.push_back(run.sign);
    return signs;
}

}  // namespace sanad::ocr
