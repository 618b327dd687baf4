#include "ocr/digits_number.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "ocr/digits_strings.h"

namespace sanad::ocr {
namespace {

// How often people write a number that breaks its rule: so often that what the ink says clearly is never
// overruled.
constexpr double breaks_rule = 0.05;
// A rule weighs at most this much against the ink, however few strings keep it.
constexpr double most_weight = 500;
// How often a field's cells are not all of one digit set.
constexpr double mixed_set = 0.002;
// One cell says at most this much about the set (log odds): its score may be wrong as a whole.
constexpr double most_set_evidence = 6;
// A value that is not what the ink says first is a suggestion, unless it is all but certain.
constexpr double certain = 0.999, most_of_a_suggestion = 0.9;
constexpr std::size_t most_alternatives = 5, candidates = 7;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// The same cells under one of the two digit sets.
struct SetReading {
    double probability = 0;  // of the set
    DigitTable table;
    double whole = 1;  // that every cell holds a digit of this set
};

// That the cell holds a digit of the set, rather than one of the other, or no digit at all.
double holds_digit(const CellReading& cell, bool arabic) {
    const double digits = std::max(0.0, 1 - cell.p_empty - cell.p_not_a_digit);
    const double of_arabic = digits * sigmoid(cell.log_odds_arabic);
    const double own = (arabic ? of_arabic : digits - of_arabic) * (1 - mixed_set);
    const double other = (arabic ? digits - of_arabic : of_arabic) * mixed_set;
    return own / std::max(1e-12, own + other + cell.p_empty + cell.p_not_a_digit);
}

struct Candidate {
    std::string digits;
    double ink = 0;        // by the ink alone
    double posterior = 0;  // with the rule
};

struct Sets {
    SetReading arabic, western;
    double ink(const std::string& digits) const {
        return arabic.probability * std::exp(log_probability(arabic.table, digits)) +
               western.probability * std::exp(log_probability(western.table, digits));
    }
};

Sets under_both_sets(const std::vector<CellReading>& cells, double prior) {
    Sets sets;
    double log_odds = prior;
    for (const auto& cell : cells) {
        log_odds += std::clamp(cell.log_odds_arabic, -most_set_evidence, most_set_evidence);
        sets.arabic.table.push_back(cell.arabic);
        sets.western.table.push_back(cell.western);
        sets.arabic.whole *= holds_digit(cell, true);
        sets.western.whole *= holds_digit(cell, false);
    }
    sets.arabic.probability = sigmoid(log_odds);
    sets.western.probability = 1 - sets.arabic.probability;
    return sets;
}

// Every string that may matter, with its exact probability: the sums run over all strings, not over the
// candidates.
std::vector<Candidate> weigh(const Sets& sets, const RuleMachine* rule) {
    std::set<std::string> strings;
    for (const auto* set : {&sets.arabic, &sets.western}) {
        for (const auto& string : best_strings(set->table, nullptr, candidates))
            strings.insert(string.digits);
        if (rule == nullptr) continue;
        for (const auto& string : best_strings(set->table, rule, candidates)) strings.insert(string.digits);
    }
    const double weight =
        rule == nullptr ? 0 : std::min(most_weight, (1 - breaks_rule) / (rule->share * breaks_rule));
    double all = 1;
    if (rule != nullptr)
        for (const auto* set : {&sets.arabic, &sets.western})
            all += weight * set->probability * probability_of(set->table, *rule);
    std::vector<Candidate> out;
    for (const auto& digits : strings) {
        const double ink = sets.ink(digits);
        const double factor = rule != nullptr && keeps(*rule, digits) ? 1 + weight : 1;
        out.push_back({digits, ink, std::min(1.0, ink * factor / all)});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.posterior > b.posterior; });
    return out;
}

std::string in_arabic_digits(const std::string& digits) {
    std::string text;
    for (const char digit : digits) text += {'\xD9', static_cast<char>('\xA0' + (digit - '0'))};
    return text;
}

// The cells that hold something, and how sure it is that the others do not.
struct Span {
    std::vector<CellReading> cells;
    double rest_blank = 1;
    bool hole = false;
    bool crossed_out = false;
};

Span written_span(const std::vector<CellReading>& cells) {
    Span out;
    std::size_t first = cells.size(), last = 0;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (cells[i].state != CellState::empty) first = std::min(first, i), last = i;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].state == CellState::empty) {
            out.rest_blank *= cells[i].p_empty;
            out.hole = out.hole || (i > first && i < last);
        } else {
            out.crossed_out = out.crossed_out || cells[i].state == CellState::crossed_out;
            out.cells.push_back(cells[i]);
        }
    }
    return out;
}

}  // namespace

NumberReading read_number_of_cells(const std::vector<CellReading>& cells, NumberRule rule,
                                   double prior_log_odds_arabic) {
    NumberReading out;
    const Span span = written_span(cells);
    if (span.cells.empty()) {
        out.confidence = span.rest_blank;
        return out;
    }
    const RuleMachine* machine = machine_of(rule);
    const bool whole_length = machine == nullptr || span.cells.size() == machine->length;
    const bool fits = whole_length && (machine == nullptr || span.cells.size() == cells.size());
    const Sets sets = under_both_sets(span.cells, prior_log_odds_arabic);
    const auto weighed = weigh(sets, whole_length ? machine : nullptr);
    out.arabic_digits = sets.arabic.probability > 0.5;
    const double sure = span.rest_blank * (out.arabic_digits ? sets.arabic.whole : sets.western.whole);
    const bool legible = fits && !span.hole && !span.crossed_out;
    for (std::size_t i = legible ? 1 : 0; i < weighed.size() && out.alternatives.size() < most_alternatives;
         ++i)
        out.alternatives.push_back({weighed[i].digits, weighed[i].posterior * sure});
    if (!legible) {
        out.state = ReadState::illegible;
        return out;
    }
    const Candidate& best = weighed.front();
    const auto by_ink = std::max_element(weighed.begin(), weighed.end(),
                                         [&](const auto& a, const auto& b) { return a.ink < b.ink; });
    out.state = ReadState::read;
    out.value = best.digits;
    out.text = out.arabic_digits ? in_arabic_digits(best.digits) : best.digits;
    out.confidence = best.posterior * sure;
    if (by_ink->digits != best.digits && out.confidence < certain)
        out.confidence = std::min(out.confidence, most_of_a_suggestion);
    return out;
}

}  // namespace sanad::ocr
