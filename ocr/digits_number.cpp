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
// The same of whether it is printed; and of what the page's other numbers say of that, for some forms are
// typed in part.
constexpr double most_print_evidence = 2.5, most_page_print = 2;
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

Sets under_both_sets(const std::vector<CellReading>& cells, double prior, double printed) {
    Sets sets;
    double log_odds = prior;
    for (const auto& cell : cells) {
        log_odds += std::clamp(cell.log_odds_arabic, -most_set_evidence, most_set_evidence);
        sets.arabic.table.push_back(chances(cell, true, printed));
        sets.western.table.push_back(chances(cell, false, printed));
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

// The cells that hold something, and how sure it is that the others do not: those without any ink, and those
// whose ink is taken for dirt. The second is a doubt of the digits themselves (the dot of a zero looks like
// it), so it counts for the order of numbers on their curve.
struct Span {
    std::vector<CellReading> cells;
    double rest_blank = 1, rest_dirt = 1;
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
            (cells[i].ink ? out.rest_dirt : out.rest_blank) *= cells[i].p_empty;
            out.hole = out.hole || (i > first && i < last);
        } else {
            out.crossed_out = out.crossed_out || cells[i].state == CellState::crossed_out;
            out.cells.push_back(cells[i]);
        }
    }
    return out;
}

// Nobody leaves out one digit of a number that has a fixed length: where nearly all cells hold a digit, a
// speck in another is all but surely the dot of a zero.
std::vector<CellReading> without_holes(std::vector<CellReading> cells, const RuleMachine* machine) {
    if (machine == nullptr || cells.size() != machine->length) return cells;
    constexpr double left_out = 0.005, most_holes = 0.35;
    const auto holes =
        std::count_if(cells.begin(), cells.end(), [](const auto& c) { return c.state == CellState::empty; });
    if (static_cast<double>(holes) > most_holes * static_cast<double>(cells.size())) return cells;
    for (auto& cell : cells) {
        if (!cell.ink || cell.state != CellState::empty) continue;
        const double sum = cell.p_empty * left_out + (1 - cell.p_empty);
        cell.p_not_a_digit /= sum;
        cell.p_empty *= left_out / sum;
        if (cell.p_empty <= 0.5)
            cell.state = cell.p_not_a_digit > 0.5 ? CellState::crossed_out : CellState::digit;
    }
    return cells;
}

// A number as far as the arithmetic goes.
struct Joint {
    Span span;
    bool legible = false;
    bool arabic_digits = false;
    double printed = 0;
    double whole = 0;                   // that the cells hold digits of one set
    std::vector<Candidate> candidates;  // best first
    bool changed_by_rule = false;       // the best is not what the ink says first
};

Joint join(const std::vector<CellReading>& cells, NumberRule rule, const PageEvidence& page) {
    Joint out;
    const RuleMachine* machine = machine_of(rule);
    out.span = written_span(without_holes(cells, machine));
    const Span& span = out.span;
    if (span.cells.empty()) return out;
    const bool whole_length = machine == nullptr || span.cells.size() == machine->length;
    const bool fits = whole_length && (machine == nullptr || span.cells.size() == cells.size());
    out.legible = fits && !span.hole && !span.crossed_out;
    out.printed =
        sigmoid(print_evidence(span.cells) + std::clamp(page.printed, -most_page_print, most_page_print));
    const Sets sets = under_both_sets(span.cells, page.arabic, out.printed);
    out.candidates = weigh(sets, whole_length ? machine : nullptr);
    out.arabic_digits = sets.arabic.probability > 0.5;
    out.whole = out.arabic_digits ? sets.arabic.whole : sets.western.whole;
    const auto by_ink = std::max_element(out.candidates.begin(), out.candidates.end(),
                                         [&](const auto& a, const auto& b) { return a.ink < b.ink; });
    out.changed_by_rule = by_ink->digits != out.candidates.front().digits;
    return out;
}

}  // namespace

std::array<double, 10> chances(const CellReading& cell, bool arabic, double printed) {
    const auto& of_print = arabic ? cell.printed.arabic : cell.printed.western;
    const auto& of_hand = arabic ? cell.written.arabic : cell.written.western;
    std::array<double, 10> out;
    for (std::size_t d = 0; d < 10; ++d) out[d] = printed * of_print[d] + (1 - printed) * of_hand[d];
    return out;
}

std::array<double, 10> chances(const CellReading& cell, bool arabic) {
    return chances(cell, arabic, sigmoid(cell.log_odds_printed));
}

double print_evidence(const std::vector<CellReading>& cells) {
    double log_odds = 0;
    for (const auto& cell : cells)
        if (cell.state == CellState::digit)
            log_odds += std::clamp(cell.log_odds_printed, -most_print_evidence, most_print_evidence);
    return log_odds;
}

RawNumber raw_number_of_cells(const std::vector<CellReading>& cells, NumberRule rule,
                              const PageEvidence& page) {
    const Joint joint = join(cells, rule, page);
    if (!joint.legible) return {};
    const Candidate& best = joint.candidates.front();
    return {best.digits, best.posterior * joint.whole * joint.span.rest_dirt, joint.printed,
            joint.changed_by_rule};
}

NumberReading read_number_of_cells(const std::vector<CellReading>& cells, NumberRule rule,
                                   const PageEvidence& page, const NumberCurves& curves) {
    NumberReading out;
    const Joint joint = join(cells, rule, page);
    if (joint.span.cells.empty()) {
        out.confidence = joint.span.rest_blank * joint.span.rest_dirt;
        return out;
    }
    out.arabic_digits = joint.arabic_digits;
    out.printed = joint.printed;
    for (std::size_t i = joint.legible ? 1 : 0;
         i < joint.candidates.size() && out.alternatives.size() < most_alternatives; ++i)
        out.alternatives.push_back(
            {joint.candidates[i].digits,
             joint.candidates[i].posterior * joint.whole * joint.span.rest_dirt * joint.span.rest_blank});
    out.state = joint.legible ? ReadState::read : ReadState::illegible;
    if (!joint.legible) return out;
    const Candidate& best = joint.candidates.front();
    out.value = best.digits;
    out.text = out.arabic_digits ? in_arabic_digits(best.digits) : best.digits;
    // Cells that hold no ink at all are no matter of the digits' curves.
    out.confidence = joint.span.rest_blank * calibrated(curves, rule, joint.printed, joint.changed_by_rule,
                                                        best.posterior * joint.whole * joint.span.rest_dirt);
    if (joint.changed_by_rule && out.confidence < certain)
        out.confidence = std::min(out.confidence, most_of_a_suggestion);
    return out;
}

}  // namespace sanad::ocr
