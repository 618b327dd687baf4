#include "ocr/training/number_reliability.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/core.h>

namespace sanad::ocr::training {
namespace {

constexpr std::array<std::string_view, number_rules> rule_names = {"no rule", "national id", "IBAN", "phone",
                                                                   "date"};
constexpr std::array<double, 6> levels = {0, 0.9, 0.99, 0.999, 0.9995, 0.9998};
constexpr std::array<double, 3> allowed_shares = {0.001, 0.0005, 0.00025};

double confidence(const Curve& curve, const Outcome& one) {
    return 1 / (1 + std::exp(-along(curve, one.log_odds)));
}

void print_curve(const Curve& curve, const std::vector<Outcome>& outcomes) {
    for (const double from : levels) {
        double count = 0, wrong = 0;
        for (const auto& one : outcomes) {
            if (confidence(curve, one) < from) continue;
            ++count, wrong += one.right ? 0 : 1;
        }
        fmt::print("{:>7.1f} %{:>6.2f} %", 100 * count / static_cast<double>(outcomes.size()),
                   100 * wrong / std::max(1.0, count));
    }
    for (const double allowed : allowed_shares) {
        const auto least = least_confidence(curve, outcomes, allowed);
        fmt::print("{:>9.4f}{:>6.1f} %{:>4}", least.confidence, 100 * least.accepted, least.wrong);
    }
    fmt::print("\n");
}

}  // namespace

LeastConfidence least_confidence(const Curve& curve, std::vector<Outcome> outcomes, double allowed) {
    std::sort(outcomes.begin(), outcomes.end(),
              [](const auto& a, const auto& b) { return a.log_odds > b.log_odds; });
    LeastConfidence least;
    double wrong = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        wrong += outcomes[i].right ? 0 : 1;
        const auto count = static_cast<double>(i + 1);
        const bool tie = i + 1 < outcomes.size() && outcomes[i + 1].log_odds == outcomes[i].log_odds;
        if (tie || (wrong + 1) / count > allowed) continue;
        least = {confidence(curve, outcomes[i]), count / static_cast<double>(outcomes.size()),
                 static_cast<int>(wrong)};
    }
    return least;
}

void print_reliability(const DigitModel& model, const NumberOutcomes& seen) {
    fmt::print("{:<14}{:<10}{:<9}{:>9}", "numbers", "", "", "count");
    for (const double from : levels) fmt::print("{:>17}", fmt::format(">= {}", from));
    for (const double allowed : allowed_shares) fmt::print("{:>21}", fmt::format("wrong <= {}", allowed));
    fmt::print("\n");
    for (std::size_t r = 0; r < number_rules; ++r)
        for (std::size_t printed = 0; printed < 2; ++printed)
            for (std::size_t changed = 0; changed < 2; ++changed) {
                const auto& outcomes = seen[r][printed][changed];
                if (outcomes.empty()) continue;
                fmt::print("{:<14}{:<10}{:<9}{:>9}", rule_names[r], printed ? "printed" : "written",
                           changed ? "changed" : "", outcomes.size());
                print_curve(model.curves.of[r][printed][changed], outcomes);
            }
}

}  // namespace sanad::ocr::training
