// Chance that follows from a seed alone: the distributions of the standard library differ between
// implementations, and the samples must come out the same wherever they are made.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace sanad::samples {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}

    std::uint64_t number() { return random_(); }
    double uniform(double low, double high) {
        return low + (high - low) * static_cast<double>(random_() >> 11) * 0x1.0p-53;
    }
    double normal(double spread) {
        const double radius = std::sqrt(-2 * std::log(1 - uniform(0, 1)));
        return spread * radius * std::cos(2 * std::numbers::pi * uniform(0, 1));
    }
    bool chance(double probability) { return uniform(0, 1) < probability; }
    // 0 .. count - 1; count > 0.
    std::size_t pick(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
    int between(int low, int high) {
        return low + static_cast<int>(pick(static_cast<std::size_t>(high - low + 1)));
    }

    template <class T>
    const T& one_of(const std::vector<T>& list) {
        return list[pick(list.size())];
    }

private:
    std::mt19937_64 random_;
};

}  // namespace sanad::samples
