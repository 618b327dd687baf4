#include "ocr/digits_strings.h"

#include <algorithm>
#include <cmath>

namespace sanad::ocr {
namespace {

int stay(int state, std::size_t, int) { return state; }
bool always(int) { return true; }
const RuleMachine anything{0, 1, stay, always, 1};

// One way to have come into a state.
struct Way {
    double log_p = 0;
    int from_state = 0;
    std::size_t from_way = 0;
    int digit = 0;
};

using Ways = std::vector<std::vector<Way>>;  // by state, best first

double log_of(double p) { return std::log(std::max(p, 1e-15)); }

bool better(const Way& a, const Way& b) { return a.log_p > b.log_p; }

// Keeps the `count` best, best first; of equals the one that came first.
void keep(std::vector<Way>& best, const Way& way, std::size_t count) {
    if (best.size() == count && !better(way, best.back())) return;
    best.insert(std::upper_bound(best.begin(), best.end(), way, better), way);
    if (best.size() > count) best.pop_back();
}

Ways advance(const Ways& before, const RuleMachine& rule, std::size_t position,
             const std::array<double, 10>& p, std::size_t count) {
    Ways after(static_cast<std::size_t>(rule.states));
    for (int state = 0; state < rule.states; ++state) {
        const auto& ways = before[static_cast<std::size_t>(state)];
        if (ways.empty()) continue;
        for (int digit = 0; digit < 10; ++digit) {
            const int next = rule.step(state, position, digit);
            if (next == no_state) continue;
            const double cost = log_of(p[static_cast<std::size_t>(digit)]);
            auto& into = after[static_cast<std::size_t>(next)];
            for (std::size_t w = 0; w < ways.size(); ++w)
                keep(into, {ways[w].log_p + cost, state, w, digit}, count);
        }
    }
    return after;
}

}  // namespace

std::vector<ScoredString> best_strings(const DigitTable& table, const RuleMachine* rule, std::size_t count) {
    const RuleMachine& machine = rule == nullptr ? anything : *rule;
    std::vector<Ways> layers{Ways(static_cast<std::size_t>(machine.states))};
    layers[0][0].push_back({});
    for (std::size_t i = 0; i < table.size(); ++i)
        layers.push_back(advance(layers.back(), machine, i, table[i], count));

    std::vector<Way> ends;
    for (int state = 0; state < machine.states; ++state) {
        if (!machine.accepts(state)) continue;
        const auto& ways = layers.back()[static_cast<std::size_t>(state)];
        for (std::size_t w = 0; w < ways.size(); ++w) ends.push_back({ways[w].log_p, state, w, 0});
    }
    std::stable_sort(ends.begin(), ends.end(), better);
    if (ends.size() > count) ends.resize(count);

    std::vector<ScoredString> out;
    for (const auto& end : ends) {
        ScoredString string{std::string(table.size(), '0'), end.log_p};
        int state = end.from_state;
        std::size_t way = end.from_way;
        for (std::size_t i = table.size(); i-- > 0;) {
            const Way& step = layers[i + 1][static_cast<std::size_t>(state)][way];
            string.digits[i] = static_cast<char>('0' + step.digit);
            state = step.from_state;
            way = step.from_way;
        }
        out.push_back(std::move(string));
    }
    return out;
}

double probability_of(const DigitTable& table, const RuleMachine& rule) {
    std::vector<double> now(static_cast<std::size_t>(rule.states), 0.0);
    now[0] = 1;
    for (std::size_t i = 0; i < table.size(); ++i) {
        std::vector<double> next(now.size(), 0.0);
        for (int state = 0; state < rule.states; ++state)
            for (int digit = 0; digit < 10 && now[static_cast<std::size_t>(state)] > 0; ++digit)
                if (const int to = rule.step(state, i, digit); to != no_state)
                    next[static_cast<std::size_t>(to)] +=
                        now[static_cast<std::size_t>(state)] * table[i][static_cast<std::size_t>(digit)];
        now = std::move(next);
    }
    double sum = 0;
    for (int state = 0; state < rule.states; ++state)
        if (rule.accepts(state)) sum += now[static_cast<std::size_t>(state)];
    return sum;
}

bool keeps(const RuleMachine& rule, const std::string& digits) {
    if (digits.size() != rule.length) return false;
    int state = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        state = rule.step(state, i, digits[i] - '0');
        if (state == no_state) return false;
    }
    return rule.accepts(state);
}

double log_probability(const DigitTable& table, const std::string& digits) {
    double sum = 0;
    for (std::size_t i = 0; i < table.size(); ++i)
        sum += log_of(table[i][static_cast<std::size_t>(digits[i] - '0')]);
    return sum;
}

}  // namespace sanad::ocr
