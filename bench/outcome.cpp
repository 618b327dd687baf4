#include "bench/outcome.h"

#include <algorithm>
#include <cmath>

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

std::string row_of(const Expected& expected) {
    if (expected.hidden) return "hidden";
    if (expected.refused) return expected.kind + " twice";
    if (expected.value.empty()) return expected.kind + " empty";
    return is_number(expected.kind) ? expected.kind + " " + std::string(name_of(expected.written))
                                    : expected.kind;
}

}  // namespace

FieldOutcome judge(const Expected& expected, const Reading* reading) {
    FieldOutcome outcome;
    outcome.kind = expected.kind;
    outcome.key = expected.key;
    outcome.written = expected.written;
    outcome.empty = expected.value.empty() && !expected.refused;
    outcome.hidden = expected.hidden;
    outcome.refused = expected.refused;
    outcome.row = row_of(expected);
    const Reading absent;
    const auto& seen = reading == nullptr ? absent : *reading;
    outcome.accepted = seen.accepted;
    outcome.state = reading == nullptr ? ReadState::absent : seen.state;
    outcome.confidence = seen.confidence;
    const bool read = seen.state == ReadState::read;
    const bool same = expected.value.empty() ? seen.state == ReadState::empty
                      : expected.kind == "text"
                          ? read && fold_name(tidy(seen.value)) == fold_name(tidy(expected.value))
                          : read && seen.value == expected.value;
    outcome.exact = expected.refused  ? seen.state == ReadState::illegible
                    : expected.hidden ? same || !seen.accepted
                                      : same;
    if (expected.kind == "text" && outcome.plain()) {
        const auto truth = tidy(expected.value);
        outcome.letters = code_points(truth);
        outcome.errors = edit_distance(read ? tidy(seen.value) : std::string(), truth);
    }
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

double Sum::wrong_at_most_percent() const {
    if (accepted == 0) return 100;
    constexpr double z = 1.96;
    const double n = static_cast<double>(accepted), p = static_cast<double>(wrong) / n;
    const double middle = p + z * z / (2 * n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return 100 * (middle + half) / (1 + z * z / n);
}

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

double Measured::within_percent(double mm) const {
    return percent(static_cast<std::size_t>(std::count_if(
                       pages.begin(), pages.end(),
                       [&](const auto& page) { return page.registered && page.residual_mm <= mm; })),
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
