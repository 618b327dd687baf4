// Distributions of our own: those of the standard library differ between implementations, and what is made
// must follow from its seed alone. Included by ocr/training/*.cpp only.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>

namespace sanad::strokes {

using Random = std::mt19937_64;

inline double uniform(Random& random, double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1.0p-53;
}

inline double normal(Random& random, double spread) {
    const double radius = std::sqrt(-2 * std::log(1 - uniform(random, 0, 1)));
    return spread * radius * std::cos(2 * std::numbers::pi * uniform(random, 0, 1));
}

inline bool chance(Random& random, double probability) { return uniform(random, 0, 1) < probability; }

// 0 .. count - 1; count > 0.
inline std::size_t pick(Random& random, std::size_t count) {
    return std::min(count - 1, static_cast<std::size_t>(uniform(random, 0, 1) * static_cast<double>(count)));
}

}  // namespace sanad::strokes
