#include "bench/outcome.h"

#include <algorithm>

#include "core/arabic.h"
#include "templates/template.h"

namespace sanad::bench {
namespace {

double percent(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

bool is_number(const std::string& kind) {
    const auto known = templates::kind_of(kind);
    return known && templates::has_cells(*known);
}

}  // namespace

FieldOutcome judge(const Expected& expected, const Reading* reading) {
    FieldOutcome outcome;
    outcome.row = expected.value.empty() ? expected.kind + " empty" : expected.kind;
    if (is_number(expected.kind) && !expected.value.empty())
        outcome.row += " " + std::string(name_of(expected.written));
    const Reading absent;
    const auto& seen = reading == nullptr ? absent : *reading;
    outcome.accepted = seen.accepted;
    if (expected.value.empty()) {
        outcome.exact = seen.state == ReadState::empty;
        return outcome;
    }
    const bool read = seen.state == ReadState::read;
    if (expected.kind != "text") {
        outcome.exact = read && seen.value == expected.value;
        return outcome;
    }
    const auto truth = tidy(expected.value), text = read ? tidy(seen.value) : std::string();
    outcome.exact = read && fold_name(text) == fold_name(truth);
    outcome.letters = code_points(truth);
    outcome.errors = edit_distance(text, truth);
    return outcome;
}

void Sum::add(const FieldOutcome& one) {
    ++fields;
    exact += one.exact ? 1 : 0;
    accepted += one.accepted ? 1 : 0;
    wrong += one.silently_wrong() ? 1 : 0;
    letters += one.letters;
    errors += one.errors;
}
double Sum::exact_percent() const { return percent(exact, fields); }
double Sum::accepted_percent() const { return percent(accepted, fields); }
double Sum::wrong_percent() const { return percent(wrong, accepted); }
double Sum::error_rate_percent() const { return percent(errors, letters); }

Sum Measured::sum(const std::function<bool(const FieldOutcome&)>& of) const {
    Sum total;
    for (const auto& one : fields)
        if (of(one)) total.add(one);
    return total;
}

double Measured::registered_percent() const {
    return percent(static_cast<std::size_t>(std::count_if(pages.begin(), pages.end(),
                                                          [](const auto& page) { return page.registered; })),
                   pages.size());
}

double Measured::residual_percentile(double wanted) const {
    std::vector<double> residuals;
    for (const auto& page : pages)
        if (page.registered) residuals.push_back(page.residual_mm);
    if (residuals.empty()) return 0;
    std::sort(residuals.begin(), residuals.end());
    return residuals[static_cast<std::size_t>(wanted / 100 * static_cast<double>(residuals.size() - 1) +
                                              0.5)];
}

double Measured::mean_ms() const {
    double total = 0;
    for (const auto& page : pages) total += page.ms;
    return pages.empty() ? 0 : total / static_cast<double>(pages.size());
}

}  // namespace sanad::bench
