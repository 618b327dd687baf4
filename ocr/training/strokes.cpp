#include "ocr/training/strokes.h"

#include <algorithm>
#include <cmath>

#include "ocr/training/chance.h"
#include "ocr/training/skeletons.h"

namespace sanad::strokes {
namespace {

struct Path {
    bool smooth = false;
    std::vector<Point> points;
};

// The paths are our own data: what is malformed in them shows at once in the tests.
std::vector<Path> parse(std::string_view text) {
    std::vector<Path> paths;
    std::size_t at = 0;
    const auto number = [&] {
        double value = 0;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            value = value * 10 + (text[at++] - '0');
        return value;
    };
    while (at < text.size()) {
        const char here = text[at];
        if (here == 's' || here == 'l') paths.push_back({here == 's', {}});
        if (here < '0' || here > '9') {
            ++at;
            continue;
        }
        const double x = number();
        ++at;  // the comma
        const double y = number();
        paths.back().points.push_back({x / 100, y / 100, 1});
    }
    return paths;
}

Point between(const Point& a, const Point& b, double t) {
    return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.width + (b.width - a.width) * t};
}

double catmull_rom(double a, double b, double c, double d, double t) {
    return 0.5 *
           (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
}

// A polyline fine enough to bend.
Stroke flatten(const Path& path) {
    Stroke line;
    const auto& p = path.points;
    constexpr int steps = 10;
    for (std::size_t i = 0; i + 1 < p.size(); ++i) {
        const Point& before = p[i == 0 ? 0 : i - 1];
        const Point& after = p[std::min(i + 2, p.size() - 1)];
        for (int s = 0; s < steps; ++s) {
            const double t = static_cast<double>(s) / steps;
            Point point = between(p[i], p[i + 1], t);
            if (path.smooth) {
                point.x = catmull_rom(before.x, p[i].x, p[i + 1].x, after.x, t);
                point.y = catmull_rom(before.y, p[i].y, p[i + 1].y, after.y, t);
            }
            line.push_back(point);
        }
    }
    if (!p.empty()) line.push_back(p.back());
    return line;
}

const Form& choose(const std::vector<const Form*>& forms, Hand& hand, std::uint64_t habit_key) {
    double total = 0;
    for (const auto* form : forms) total += form->weight;
    Random own(hand.forms ^ (habit_key * 0x9e3779b97f4a7c15ull));
    Random& source = chance(hand.random, hand.constancy) ? own : hand.random;
    double left = uniform(source, 0, total);
    for (const auto* form : forms) {
        left -= form->weight;
        if (left < 0) return *form;
    }
    return *forms.back();
}

// Slow waves over the plane, another for each digit written.
struct Warp {
    double ax, ay, fx, fy, px, py;

    explicit Warp(Random& random)
        : ax(normal(random, 0.03)),
          ay(normal(random, 0.03)),
          fx(uniform(random, 2, 6)),
          fy(uniform(random, 2, 6)),
          px(uniform(random, 0, 6.3)),
          py(uniform(random, 0, 6.3)) {}

    void bend(Point& point) const {
        const Point old = point;
        point.x += ax * std::sin(fx * old.y + px);
        point.y += ay * std::sin(fy * old.x + py);
    }
};

// A hand's way with one path: displaced points, then the curve, then warp and tremor.
Stroke write(Path path, Hand& hand, const Warp& warp, double fat) {
    const std::vector<Point> meant = path.points;
    for (std::size_t i = 0; i < meant.size(); ++i) {
        // A corner is one point given twice: both copies go to the same place.
        if (i > 0 && meant[i].x == meant[i - 1].x && meant[i].y == meant[i - 1].y) {
            path.points[i] = path.points[i - 1];
            continue;
        }
        path.points[i].x += normal(hand.random, hand.unsteady);
        path.points[i].y += normal(hand.random, hand.unsteady);
    }
    Stroke line = flatten(path);
    // A dot is pressed: no pen leaves one much finer than this.
    constexpr double finest_dot = 0.036;
    const double pen = std::max(hand.pen * fat, fat > 1.05 ? finest_dot : 0);
    const double swell = normal(hand.random, 0.12);
    double shake_x = 0, shake_y = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        shake_x = 0.8 * shake_x + normal(hand.random, hand.tremor);
        shake_y = 0.8 * shake_y + normal(hand.random, hand.tremor);
        warp.bend(line[i]);
        line[i].x += shake_x;
        line[i].y += shake_y;
        const double along =
            line.size() < 2 ? 0 : static_cast<double>(i) / static_cast<double>(line.size() - 1);
        line[i].width = pen * std::max(0.4, 1 + swell * (2 * along - 1) + normal(hand.random, 0.04));
    }
    return line;
}

void place(std::vector<Stroke>& strokes, Hand& hand, double height, double turn) {
    double low_x = 1e9, high_x = -1e9, low_y = 1e9, high_y = -1e9;
    for (const auto& stroke : strokes)
        for (const auto& point : stroke) {
            low_x = std::min(low_x, point.x), high_x = std::max(high_x, point.x);
            low_y = std::min(low_y, point.y), high_y = std::max(high_y, point.y);
        }
    const double slant = hand.slant + normal(hand.random, 0.05);
    const double stretch = hand.stretch * std::exp(normal(hand.random, 0.08));
    const double to_x = 0.5 + normal(hand.random, hand.drift), to_y = 0.5 + normal(hand.random, hand.drift);
    const double c = std::cos(turn), s = std::sin(turn);
    for (auto& stroke : strokes)
        for (auto& point : stroke) {
            const double y = point.y - (low_y + high_y) / 2;
            const double x = (point.x - (low_x + high_x) / 2) * stretch - slant * y;
            point.x = to_x + height * (c * x - s * y);
            point.y = to_y + height * (s * x + c * y);
        }
}

std::vector<Stroke> write_form(const Form& form, Hand& hand) {
    std::vector<Stroke> strokes;
    const Warp warp(hand.random);
    for (const auto& path : parse(form.path)) {
        strokes.push_back(write(path, hand, warp, form.fat));
        if (chance(hand.random, 0.03))
            strokes.push_back(write(path, hand, warp, form.fat));  // gone over again
    }
    const double height = uniform(hand.random, form.smallest, form.largest) * hand.size;
    const double turn =
        hand.turn + normal(hand.random, 0.06) + uniform(hand.random, -form.free_turn, form.free_turn);
    place(strokes, hand, height, turn);
    return strokes;
}

}  // namespace

Hand::Hand(std::uint64_t seed, Habit its_habit) : random(seed), habit(its_habit) {
    forms = random();
    constancy = uniform(random, 0.6, 1);
    slant = normal(random, 0.14);
    turn = normal(random, 0.07);
    size = uniform(random, 0.75, 1.15);
    stretch = std::exp(normal(random, 0.16));
    pen = chance(random, 0.12) ? uniform(random, 0.085, 0.13) : uniform(random, 0.02, 0.085);
    unsteady = uniform(random, 0.01, 0.05);
    tremor = std::abs(normal(random, 0.004));
    drift = uniform(random, 0.03, 0.1);
}

std::vector<Stroke> digit_strokes(char32_t digit, Hand& hand, std::string_view* drawn) {
    const char32_t shape =
        digit == U'٣' && hand.habit == Habit::egyptian && chance(hand.random, 0.7) ? U'٢' : digit;
    const bool egyptian = hand.habit == Habit::egyptian;
    std::vector<const Form*> forms;
    for (const auto& form : digit_forms()) {
        if (form.digit != shape) continue;
        // In Egypt the one dip is a three and never a two.
        if (egyptian && shape == U'٢' && (form.name == "one-dip") != (digit == U'٣')) continue;
        forms.push_back(&form);
    }
    if (forms.empty()) return {};
    const Form& form = choose(forms, hand, digit);
    if (drawn != nullptr) *drawn = form.name;
    return write_form(form, hand);
}

std::vector<Stroke> scribble_strokes(Hand& hand) {
    auto& random = hand.random;
    if (chance(random, 0.5)) {
        std::vector<const Form*> forms;
        for (const auto& form : other_forms()) forms.push_back(&form);
        return write_form(choose(forms, hand, random()), hand);
    }
    Path path{chance(random, 0.7), {}};
    const int points = static_cast<int>(uniform(random, 9, 30));
    const bool hatched = chance(random, 0.5);
    for (int i = 0; i < points; ++i) {
        const double along = static_cast<double>(i) / points;
        const double x = hatched ? along + normal(random, 0.05) : uniform(random, 0, 1);
        const double y = hatched ? (i % 2 == 0 ? uniform(random, 0, 0.25) : uniform(random, 0.75, 1))
                                 : uniform(random, 0, 1);
        path.points.push_back({x, y, 1});
    }
    std::vector<Stroke> strokes{write(path, hand, Warp(random), 1)};
    place(strokes, hand, uniform(random, 0.3, 0.8), uniform(random, -1.6, 1.6));
    return strokes;
}

std::vector<Stroke> crossing_out_strokes(Hand& hand) {
    auto& random = hand.random;
    Path path{false, {}};
    std::vector<Stroke> strokes;
    const Warp warp(random);
    const int lines = static_cast<int>(uniform(random, 1, 4.99));
    const bool joined = chance(random, 0.4);
    const double lean = uniform(random, -0.7, 0.7);
    for (int i = 0; i < lines; ++i) {
        const double y = (i + 0.5) / lines + normal(random, 0.05);
        path.points.push_back({normal(random, 0.04), y + lean / 2, 1});
        path.points.push_back({1 + normal(random, 0.04), y - lean / 2, 1});
        if (joined && i + 1 < lines) continue;
        strokes.push_back(write(path, hand, warp, 1));
        path.points.clear();
    }
    if (lines == 2 && chance(random, 0.6)) {  // a cross
        strokes.clear();
        strokes.push_back(write({false, {{0, 0, 1}, {1, 1, 1}}}, hand, warp, 1));
        strokes.push_back(write({false, {{1, 0, 1}, {0, 1, 1}}}, hand, warp, 1));
    }
    place(strokes, hand, uniform(random, 0.6, 0.9), hand.turn);
    return strokes;
}

void draw(const std::vector<Stroke>& strokes, double left, double top, double width, double height,
          int image_width, int image_height, std::vector<std::uint8_t>& image) {
    for (const auto& stroke : strokes)
        for (std::size_t i = 0; i + 1 < stroke.size(); ++i) {
            const double ax = left + stroke[i].x * width, ay = top + stroke[i].y * height;
            const double bx = left + stroke[i + 1].x * width, by = top + stroke[i + 1].y * height;
            const double radius = std::max(0.35, (stroke[i].width + stroke[i + 1].width) * height / 4);
            const double dx = bx - ax, dy = by - ay, length2 = std::max(1e-9, dx * dx + dy * dy);
            const int x0 = static_cast<int>(std::max(0.0, std::floor(std::min(ax, bx) - radius - 1)));
            const int y0 = static_cast<int>(std::max(0.0, std::floor(std::min(ay, by) - radius - 1)));
            const int x1 =
                static_cast<int>(std::min(image_width - 1.0, std::ceil(std::max(ax, bx) + radius + 1)));
            const int y1 =
                static_cast<int>(std::min(image_height - 1.0, std::ceil(std::max(ay, by) + radius + 1)));
            for (int y = y0; y <= y1; ++y)
                for (int x = x0; x <= x1; ++x) {
                    const double t = std::clamp(((x - ax) * dx + (y - ay) * dy) / length2, 0.0, 1.0);
                    const double far = std::hypot(x - ax - t * dx, y - ay - t * dy);
                    const auto ink =
                        static_cast<std::uint8_t>(255 * std::clamp(radius + 0.5 - far, 0.0, 1.0));
                    auto& pixel = image[static_cast<std::size_t>(y) * static_cast<std::size_t>(image_width) +
                                        static_cast<std::size_t>(x)];
                    pixel = std::max(pixel, ink);
                }
        }
}

}  // namespace sanad::strokes
