#include "ocr/witness_rivals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "ocr/witness_ctc.h"
#include "ocr/witness_model.h"

namespace sanad::ocr {
namespace {

constexpr float least_glimpse = -9;  // log probability that makes a sign worth asking about

using Row = std::vector<double>;

// Every path through the columns, forwards and backwards, scaled column by column by what the whole row's own
// paths sum up to: then any product of a beginning, what a rival has in between and an end is the rival's
// share of the row's chance.
struct Paths {
    std::size_t columns = 0, states = 0;
    std::vector<std::uint8_t> signs;
    std::vector<Row> seen;    // column x sign, over the column's scale
    std::vector<Row> ahead;   // alpha: column x state
    std::vector<Row> behind;  // beta with the column's own seeing: what comes from here on, column x state
    std::vector<std::size_t> first, last;  // columns in which a blank's state, or the sign before it, is met
    double start = 1;                      // what every path begins with, in the same scale
    double log_chance = 0;

    std::uint8_t sign(std::size_t state) const { return state % 2 == 0 ? sign::blank : signs[state / 2]; }
    bool skips_to(std::size_t state) const {
        return state >= 2 && state % 2 == 1 && sign(state) != sign(state - 2);
    }
};

bool go_forward(Paths& p) {
    for (std::size_t t = 0; t < p.columns; ++t) {
        Row now(p.states, 0.0);
        double sum = 0;
        for (std::size_t s = 0; s < p.states; ++s) {
            double in = t == 0 ? (s < 2 ? 1 : 0) : p.ahead[t - 1][s];
            if (t > 0 && s >= 1) in += p.ahead[t - 1][s - 1];
            if (t > 0 && p.skips_to(s)) in += p.ahead[t - 1][s - 2];
            now[s] = in * p.seen[t][p.sign(s)];
            sum += now[s];
        }
        if (!(sum > 1e-300)) return false;
        for (auto& value : now) value /= sum;
        for (auto& value : p.seen[t]) value /= sum;
        p.log_chance += std::log(sum);
        p.ahead.push_back(std::move(now));
    }
    const double end = p.ahead.back().back() + (p.states > 1 ? p.ahead.back()[p.states - 2] : 0);
    if (!(end > 1e-300)) return false;
    p.log_chance += std::log(end);
    p.start = 1 / end;
    for (auto& row : p.ahead)
        for (auto& value : row) value /= end;
    return true;
}

void go_backward(Paths& p) {
    p.behind.assign(p.columns, Row(p.states, 0.0));
    for (std::size_t t = p.columns; t-- > 0;)
        for (std::size_t s = 0; s < p.states; ++s) {
            double out = 0;
            if (t + 1 == p.columns) {
                out = s + 2 >= p.states ? 1 : 0;
            } else {
                out = p.behind[t + 1][s];
                if (s + 1 < p.states) out += p.behind[t + 1][s + 1];
                if (s + 2 < p.states && p.skips_to(s + 2)) out += p.behind[t + 1][s + 2];
            }
            p.behind[t][s] = out * p.seen[t][p.sign(s)];
        }
}

void find_reach(Paths& p) {
    constexpr double hardly = 1e-9;
    p.first.assign(p.states, p.columns), p.last.assign(p.states, 0);
    p.first[0] = 0;
    for (std::size_t t = 0; t < p.columns; ++t)
        for (std::size_t s = 0; s < p.states; s += 2)
            if (p.ahead[t][s] + (s > 0 ? p.ahead[t][s - 1] : 0) > hardly) {
                p.first[s] = std::min(p.first[s], t);
                p.last[s] = t;
            }
}

// The share of a rival that has `sign` behind the blank of state `left` or the sign before that, and before
// the blank of state `right` or the sign behind that.
double share_with(const Paths& p, std::size_t left, std::size_t right, std::uint8_t sign) {
    const bool from_sign = left >= 1 && p.sign(left - 1) != sign;
    const bool to_sign = right + 1 < p.states && p.sign(right + 1) != sign;
    constexpr double hardly = 1e-9;  // paths so rare add nothing
    double inside = 0, share = 0;
    for (std::size_t t = p.first[left]; t < p.columns; ++t) {
        if (t > p.last[left] + 1 && inside < hardly) break;
        double in = inside;
        if (t == 0)
            in += left == 0 ? p.start : 0;
        else
            in += p.ahead[t - 1][left] + (from_sign ? p.ahead[t - 1][left - 1] : 0);
        inside = in * p.seen[t][sign];
        if (t + 1 < p.columns)
            share += inside * (p.behind[t + 1][right] + (to_sign ? p.behind[t + 1][right + 1] : 0));
        else if (right + 1 == p.states)
            share += inside;
    }
    return share;
}

// Without sign k.
double share_without(const Paths& p, std::size_t k) {
    const std::size_t left = 2 * k, next = 2 * k + 3;  // the blank before it, the sign behind it
    if (next >= p.states) return p.ahead.back()[left] + (left >= 1 ? p.ahead.back()[left - 1] : 0);
    const bool from_sign = left >= 1 && p.sign(left - 1) != p.sign(next);
    double share = left == 0 ? p.start * p.behind[0][next] : 0;
    for (std::size_t t = 0; t + 1 < p.columns; ++t)
        share += (p.ahead[t][left] + (from_sign ? p.ahead[t][left - 1] : 0)) * p.behind[t + 1][next];
    return share;
}

void count(Rivals& rivals, const Weight& weight, Rival one) {
    constexpr double hardly = 1e-9;  // no weight makes it count
    if (!(one.odds > hardly)) return;
    one.odds *= weight(one);
    rivals.odds += one.odds;
    if (one.odds > rivals.strongest.odds) rivals.strongest = one;
}

}  // namespace

Rivals rivals_of(const std::vector<float>& logs, const std::vector<std::uint8_t>& signs,
                 const Weight& weight) {
    constexpr double never = std::numeric_limits<double>::infinity();
    Paths p;
    p.columns = logs.size() / sign_count;
    p.states = 2 * signs.size() + 1;
    p.signs = signs;
    Rivals rivals{-never, never, {}};
    if (p.columns == 0 || signs.empty()) return rivals;
    for (std::size_t t = 0; t < p.columns; ++t) {
        Row row(sign_count);
        for (std::size_t i = 0; i < sign_count; ++i)
            row[i] = std::exp(static_cast<double>(logs[t * sign_count + i]));
        p.seen.push_back(std::move(row));
    }
    if (!go_forward(p)) return rivals;
    go_backward(p);
    find_reach(p);
    rivals = {p.log_chance, 0, {}};
    std::array<bool, sign_count> glimpsed{};
    for (std::size_t i = 0; i < sign_count; ++i)
        for (std::size_t t = 0; t < p.columns; ++t)
            glimpsed[i] = glimpsed[i] || logs[t * sign_count + i] > least_glimpse;
    for (std::size_t k = 0; k <= signs.size(); ++k)
        for (std::uint8_t sign = 1; sign < sign_count; ++sign) {
            if (!glimpsed[sign]) continue;
            count(rivals, weight, {Rival::Kind::extra, k, sign, share_with(p, 2 * k, 2 * k, sign)});
            if (k < signs.size() && sign != signs[k])
                count(rivals, weight, {Rival::Kind::another, k, sign, share_with(p, 2 * k, 2 * k + 2, sign)});
        }
    for (std::size_t k = 0; k < signs.size(); ++k)
        count(rivals, weight, {Rival::Kind::missing, k, signs[k], share_without(p, k)});
    return rivals;
}

}  // namespace sanad::ocr
