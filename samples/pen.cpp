#include "samples/pen.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sanad::samples {
namespace {

using strokes::Stroke;

// A smooth line through the points (Catmull-Rom), each moved a little.
Stroke smooth(std::vector<strokes::Point> points, double unsteady, Dice& dice) {
    for (auto& point : points) {
        point.x += dice.normal(unsteady);
        point.y += dice.normal(unsteady);
    }
    Stroke line;
    const auto at = [&](std::size_t i, std::ptrdiff_t by) {
        const auto k = static_cast<std::ptrdiff_t>(i) + by;
        return points[static_cast<std::size_t>(
            std::clamp<std::ptrdiff_t>(k, 0, static_cast<std::ptrdiff_t>(points.size()) - 1))];
    };
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
        for (int step = 0; step < 12; ++step) {
            const double t = step / 12.0;
            const auto a = at(i, -1), b = at(i, 0), c = at(i, 1), d = at(i, 2);
            const auto mix = [t](double p, double q, double r, double s) {
                return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t +
                              (3 * q - p - 3 * r + s) * t * t * t);
            };
            line.push_back(
                {mix(a.x, b.x, c.x, d.x), mix(a.y, b.y, c.y, d.y), mix(a.width, b.width, c.width, d.width)});
        }
    line.push_back(points.back());
    return line;
}

std::vector<Stroke> tick(double pen, Dice& dice) {
    return {
        smooth({{0.08, 0.5, pen * 0.8}, {0.38, 0.88, pen * 1.2}, {0.7, 0.3, pen}, {1.15, -0.3, pen * 0.7}},
               0.05, dice)};
}

std::vector<Stroke> cross(double pen, Dice& dice) {
    return {smooth({{0.08, 0.1, pen}, {0.5, 0.48, pen}, {0.95, 0.93, pen * 0.8}}, 0.05, dice),
            smooth({{0.93, 0.08, pen}, {0.5, 0.52, pen}, {0.06, 0.95, pen * 0.8}}, 0.05, dice)};
}

std::vector<Stroke> filled(double pen, Dice& dice) {
    std::vector<strokes::Point> points;
    const int lines = static_cast<int>(std::ceil(1.1 / pen));
    for (int i = 0; i <= lines; ++i) {
        const double y = static_cast<double>(i) / lines;
        points.push_back({i % 2 == 0 ? 0.05 : 0.95, y, pen * 1.4});
    }
    return {smooth(points, 0.03, dice)};
}

std::vector<Stroke> circled(double pen, Dice& dice) {
    std::vector<strokes::Point> points;
    const double from = dice.uniform(0, 6), radius = dice.uniform(0.95, 1.15);
    for (int i = 0; i <= 9; ++i) {
        const double angle = from + i * 0.75;
        points.push_back({0.5 + radius * std::cos(angle), 0.5 + radius * 0.85 * std::sin(angle), pen});
    }
    return {smooth(points, 0.04, dice)};
}

}  // namespace

std::vector<Stroke> tick_strokes(TickShape shape, double pen, Dice& dice) {
    switch (shape) {
        case TickShape::tick:
            return tick(pen, dice);
        case TickShape::cross:
            return cross(pen, dice);
        case TickShape::filled:
            return filled(pen, dice);
        case TickShape::circled:
            return circled(pen, dice);
    }
    return {};
}

std::vector<Stroke> signature_strokes(double pen, Dice& dice) {
    std::vector<strokes::Point> name;
    const int teeth = dice.between(7, 12);
    const double right = dice.uniform(0.72, 0.85), left = dice.uniform(0.28, 0.4);
    for (int i = 0; i <= teeth; ++i) {
        const double along = static_cast<double>(i) / teeth;
        const double tall = dice.chance(0.25) ? 0.42 : 0.16;  // now and then an alif or a lam
        const double y =
            0.52 + (i % 2 == 0 ? dice.uniform(0, 0.14) : -dice.uniform(0.4, 1) * tall) + 0.08 * along;
        name.push_back({right + (left - right) * along, y, pen * dice.uniform(0.8, 1.15)});
    }
    // The last letter swings below the line and back to the right.
    const double low = dice.uniform(0.8, 0.95);
    name.push_back({left - 0.1, 0.42, pen});
    name.push_back({left - 0.14, 0.7, pen});
    name.push_back({left + 0.05, low, pen * 0.9});
    name.push_back({dice.uniform(0.55, 0.7), low - 0.1, pen * 0.8});
    name.push_back({dice.uniform(0.8, 0.95), dice.uniform(0.55, 0.7), pen * 0.55});
    std::vector<Stroke> signature{smooth(name, 0.012, dice)};
    for (int dots = dice.between(1, 3); dots > 0; --dots) {
        const double x = dice.uniform(left, right), y = dice.uniform(0.12, 0.25);
        signature.push_back({{x, y, pen * 1.5}, {x + 0.006, y + 0.03, pen * 1.4}});
    }
    return signature;
}

}  // namespace sanad::samples
