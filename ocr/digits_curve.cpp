#include "ocr/digits_curve.h"

#include <algorithm>
#include <cmath>

namespace sanad::ocr {

double log_odds(double probability) {
    constexpr double most = 30;
    const double p = std::clamp(probability, 1e-13, 1 - 1e-13);
    return std::clamp(std::log(p / (1 - p)), -most, most);
}

double along(const Curve& curve, double at) {
    if (curve.empty()) return at;
    if (at <= curve.front().from) return curve.front().to + at - curve.front().from;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const CurvePoint &a = curve[i - 1], &b = curve[i];
        if (at >= b.from) continue;
        const double part = (at - a.from) / std::max(1e-9f, b.from - a.from);
        return a.to + part * (b.to - a.to);
    }
    return curve.back().to;
}

double calibrated(const NumberCurves& curves, NumberRule rule, double printed, bool changed_by_rule,
                  double posterior) {
    const auto& of_rule = curves.of[static_cast<std::size_t>(rule)];
    const auto probability = [&](std::size_t is_printed) {
        const double to = along(of_rule[is_printed][changed_by_rule ? 1 : 0], log_odds(posterior));
        return 1 / (1 + std::exp(-to));
    };
    return printed * probability(1) + (1 - printed) * probability(0);
}

}  // namespace sanad::ocr
