#include <algorithm>
#include <array>
#include <vector>

#include "core/arabic.h"
#include "core/letters.h"

namespace sanad {
namespace {

using Tokens = std::vector<std::u32string>;

// A longer name is no name; what is beyond is left out, so that hostile input costs no more than a name.
constexpr std::size_t max_bytes = 2000;
constexpr std::size_t max_tokens = 12;
constexpr std::size_t max_letters = 24;

// What a difference costs. Nobody's figures: chosen so that the pairs in tests/core_name_similarity_test.cpp,
// each with the reason why it is or is not one person, fall on the right side of 0.8.
constexpr double end_weight = 1.0;       // the first name against the first, the family against the family
constexpr double middle_weight = 0.6;    // any other pair
constexpr double end_gap = 0.8;          // a first or family name that the other does not have
constexpr double middle_gap = 0.3;       // half of a pair of middle names that differ
constexpr double missing_middle = 0.12;  // a father or grandfather that only one of them gives
constexpr double out_of_order = 0.9;     // the same names in another order

struct Side {
    const Tokens& tokens;
    bool is_end(std::size_t i) const { return i == 0 || i + 1 == tokens.size(); }
    double gap(std::size_t i) const { return is_end(i) ? end_gap : middle_gap; }
};

// 0 for equal, 1 for two names that have nothing in common. A slip in a short name weighs more.
double token_distance(const std::u32string& a, const std::u32string& b) {
    if (a == b) return 0;
    const auto longest = static_cast<double>(std::max(a.size(), b.size()));
    return std::min(1.0, static_cast<double>(distance(a, b, true)) / longest * 1.7);
}

using Distances = std::array<std::array<double, max_tokens>, max_tokens>;

Distances distances_of(const Tokens& a, const Tokens& b) {
    Distances table{};
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < b.size(); ++j) table[i][j] = token_distance(a[i], b[j]);
    return table;
}

// The cheapest alignment in order.
double aligned_cost(const Side& a, const Side& b, const Distances& table) {
    const std::size_t n = a.tokens.size(), m = b.tokens.size();
    std::array<std::array<double, max_tokens + 1>, max_tokens + 1> cost{};
    for (std::size_t i = 1; i <= n; ++i) cost[i][0] = cost[i - 1][0] + a.gap(i - 1);
    for (std::size_t j = 1; j <= m; ++j) cost[0][j] = cost[0][j - 1] + b.gap(j - 1);
    for (std::size_t i = 1; i <= n; ++i) {
        for (std::size_t j = 1; j <= m; ++j) {
            const bool ends = (i == 1 && j == 1) || (i == n && j == m);
            const double weight = ends ? end_weight : middle_weight;
            cost[i][j] = std::min({cost[i - 1][j - 1] + weight * table[i - 1][j - 1],
                                   cost[i - 1][j] + a.gap(i - 1), cost[i][j - 1] + b.gap(j - 1)});
        }
    }
    return cost[n][m];
}

double in_order(const Tokens& a, const Tokens& b, const Distances& table) {
    const std::size_t fewer = std::min(a.size(), b.size()), more = std::max(a.size(), b.size());
    const double whole =
        fewer == 1 ? end_weight : 2 * end_weight + middle_weight * static_cast<double>(fewer - 2);
    // The longer name has gaps whatever is done: those are names that were left out, not names that differ.
    const double left_out = (middle_gap - missing_middle) * static_cast<double>(more - fewer);
    return std::max(0.0, 1 - std::max(0.0, aligned_cost({a}, {b}, table) - left_out) / whole);
}

// The family written first, father and grandfather changed round: every name finds its like, in whatever
// order.
double in_any_order(const Tokens& a, const Tokens& b, const Distances& table) {
    if (a.size() != b.size() || a.size() < 2) return 0;
    std::array<bool, max_tokens> taken{};
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t best = max_tokens;
        for (std::size_t j = 0; j < b.size(); ++j)
            if (!taken[j] && (best == max_tokens || table[i][j] < table[i][best])) best = j;
        taken[best] = true;
        sum += table[i][best];
    }
    return out_of_order * std::max(0.0, 1 - sum / static_cast<double>(a.size()) * 2);
}

Tokens bounded_tokens(std::string_view name) {
    Tokens tokens = name_token_letters(name.substr(0, max_bytes));
    if (tokens.size() > max_tokens) tokens.resize(max_tokens);
    for (auto& token : tokens)
        if (token.size() > max_letters) token.resize(max_letters);
    return tokens;
}

}  // namespace

double name_similarity(std::string_view a, std::string_view b) {
    Tokens first = bounded_tokens(a), second = bounded_tokens(b);
    if (first.empty() || second.empty()) return 0;
    if (first == second) return 1;
    if (second < first)
        first.swap(second);  // one order, so that the result is the same whichever comes first
    const Distances table = distances_of(first, second);
    return std::max(in_order(first, second, table), in_any_order(first, second, table));
}

}  // namespace sanad
