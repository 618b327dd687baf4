#include "ocr/training/augment.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sanad::ocr::training {
namespace {

// Columns left..right and rows top..bottom, both included; right < left where there is no ink.
struct Extent {
    int left = ink_side, right = -1, top = ink_side, bottom = -1;
};

Extent extent(const InkSquare& square) {
    Extent out;
    for (int y = 0; y < ink_side; ++y)
        for (int x = 0; x < ink_side; ++x)
            if (square[static_cast<std::size_t>(y * ink_side + x)] > 100) {
                out.left = std::min(out.left, x), out.right = std::max(out.right, x);
                out.top = std::min(out.top, y), out.bottom = y;
            }
    return out;
}

// Of the columns from `left` to before `right`, at least one, and rows alike.
double mean_of(const InkSquare& square, Extent part) {
    part.right = std::max(part.right, part.left + 1), part.bottom = std::max(part.bottom, part.top + 1);
    double sum = 0;
    for (int y = part.top; y < part.bottom; ++y)
        for (int x = part.left; x < part.right; ++x)
            sum += square[static_cast<std::size_t>(y * ink_side + x)];
    return sum / ((part.right - part.left) * (part.bottom - part.top));
}

// With the longer side at 26 of the 32, in the middle, as cleaning leaves it.
InkSquare enlarged(const float* small, int columns, int rows) {
    constexpr int longest = 26;
    const double factor = static_cast<double>(longest) / std::max(columns, rows);
    const int wide = std::max(1, static_cast<int>(std::lround(columns * factor))),
              high = std::max(1, static_cast<int>(std::lround(rows * factor)));
    const int left = (ink_side - wide) / 2, top = (ink_side - high) / 2;
    InkSquare out = {};
    for (int y = 0; y < high; ++y)
        for (int x = 0; x < wide; ++x) {
            const double u = std::clamp((x + 0.5) / factor - 0.5, 0.0, columns - 1.0);
            const double v = std::clamp((y + 0.5) / factor - 0.5, 0.0, rows - 1.0);
            const int x0 = std::min(static_cast<int>(u), columns - 2),
                      y0 = std::min(static_cast<int>(v), rows - 2);
            const double px = u - x0, py = v - y0;
            const float* p = small + y0 * columns + x0;
            const double value =
                (1 - py) * ((1 - px) * p[0] + px * p[1]) + py * ((1 - px) * p[columns] + px * p[columns + 1]);
            out[static_cast<std::size_t>((top + y) * ink_side + left + x)] =
                static_cast<std::uint8_t>(value > 110 ? 255 : value);
        }
    return out;
}

// A factor between 1 and what would make the ink as wide as it is high.
float widening(const InkSquare& square, strokes::Random& random) {
    const Extent ink = extent(square);
    if (ink.right < ink.left) return 1;
    const double most = static_cast<double>(ink.bottom - ink.top + 1) / (ink.right - ink.left + 1);
    return most <= 1 ? 1 : static_cast<float>(strokes::uniform(random, 1, most));
}

// The ink as a small black and white picture that was enlarged again, often stretched to fill it, with frayed
// edges: cells cut out and scaled by other programs, and faxes.
InkSquare coarsened(const InkSquare& square, strokes::Random& random) {
    const Extent ink = extent(square);
    if (ink.right < ink.left) return square;
    const int wide = ink.right - ink.left + 1, high = ink.bottom - ink.top + 1;
    const int side = static_cast<int>(strokes::uniform(random, 15, 28));
    const bool stretched = strokes::chance(random, 0.6);
    const int longer = std::max(wide, high);
    const int columns = stretched ? side : std::max(2, side * wide / longer);
    const int rows = stretched ? side : std::max(2, side * high / longer);
    const double level = strokes::uniform(random, 70, 170);
    const double fray = strokes::chance(random, 0.5) ? strokes::uniform(random, 0, 60) : 0;
    std::array<float, 28 * 28> small = {};
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            const double mean =
                mean_of(square, {ink.left + x * wide / columns, ink.left + (x + 1) * wide / columns,
                                 ink.top + y * high / rows, ink.top + (y + 1) * high / rows});
            const bool black = mean + strokes::normal(random, fray) > level;
            small[static_cast<std::size_t>(y * columns + x)] = black ? 255 : 0;
        }
    return enlarged(small.data(), columns, rows);
}

// How far every place of the square is pushed: pushes drawn at few places, and in between what lies between
// them (elastic distortion; Simard, Steinkraus and Platt 2003). A hand's unevenness, which no turning or
// leaning of the whole gives.
class Unevenness {
public:
    Unevenness() = default;  // none
    Unevenness(double spread, strokes::Random& random) {
        for (auto& push : pushes_) push = static_cast<float>(strokes::normal(random, spread));
    }
    // Which way: 0 is to the right, 1 is down.
    float at(int x, int y, int way) const {
        const int column = x / apart, row = y / apart;
        const float px = static_cast<float>(x % apart) / apart, py = static_cast<float>(y % apart) / apart;
        const float* p = pushes_.data() + (way * across + row) * across + column;
        return (1 - py) * ((1 - px) * p[0] + px * p[1]) + py * ((1 - px) * p[across] + px * p[across + 1]);
    }

private:
    static constexpr int apart = 8, across = ink_side / apart + 1;
    std::array<float, static_cast<std::size_t>(2 * across * across)> pushes_ = {};
};

}  // namespace

InkSquare jittered(const InkSquare& square, strokes::Random& random, bool uneven) {
    if (strokes::chance(random, 0.15)) return square;
    if (strokes::chance(random, 0.1)) return coarsened(square, random);
    const auto number = [&](double spread) { return static_cast<float>(strokes::normal(random, spread)); };
    const float turn = number(0.08), lean = number(0.08);
    // Now and then as wide as it is high, as forms and scans that lost their proportions show digits.
    const float widen = strokes::chance(random, 0.07) ? 1 / widening(square, random) : 1;
    const float size_x = std::exp(number(0.09)) * widen, size_y = std::exp(number(0.05));
    const float xx = std::cos(turn) * size_x, xy = -std::sin(turn) + lean, yx = std::sin(turn),
                yy = std::cos(turn) * size_y;
    constexpr float middle = (ink_side - 1) / 2.0f;
    const float dx = number(0.8), dy = number(0.8);
    Unevenness push;
    // In pixels of 32: up to a twenty-fifth of the square.
    if (uneven)
        push = Unevenness(strokes::chance(random, 0.6) ? strokes::uniform(random, 0.2, 1.3) : 0, random);
    InkSquare out;
    for (int y = 0; y < ink_side; ++y)
        for (int x = 0; x < ink_side; ++x) {
            const float u = static_cast<float>(x) - middle, v = static_cast<float>(y) - middle;
            const float fx = xx * u + xy * v + middle + dx + push.at(x, y, 0);
            const float fy = yx * u + yy * v + middle + dy + push.at(x, y, 1);
            const int x0 = static_cast<int>(std::floor(fx)), y0 = static_cast<int>(std::floor(fy));
            float value = 0;
            if (x0 >= 0 && y0 >= 0 && x0 + 1 < ink_side && y0 + 1 < ink_side) {
                const float px = fx - static_cast<float>(x0), py = fy - static_cast<float>(y0);
                const auto* p = square.data() + y0 * ink_side + x0;
                value = (1 - py) * ((1 - px) * p[0] + px * p[1]) +
                        py * ((1 - px) * p[ink_side] + px * p[ink_side + 1]);
            }
            out[static_cast<std::size_t>(y * ink_side + x)] = static_cast<std::uint8_t>(value + 0.5f);
        }
    return out;
}

}  // namespace sanad::ocr::training
