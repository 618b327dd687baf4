#include "ocr/edge_contrast.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace sanad::ocr {

double edge_contrast(const cv::Mat& grey) {
    constexpr int paper = 200;
    constexpr double share = 0.2;
    std::array<std::size_t, 256> steep{};
    std::size_t ink = 0;
    for (int y = 1; y + 1 < grey.rows; ++y) {
        const auto* above = grey.ptr<std::uint8_t>(y - 1);
        const auto* here = grey.ptr<std::uint8_t>(y);
        const auto* below = grey.ptr<std::uint8_t>(y + 1);
        for (int x = 1; x + 1 < grey.cols; ++x) {
            ink += here[x] < paper ? 1 : 0;
            const double across = here[x + 1] - here[x - 1], down = below[x] - above[x];
            ++steep[static_cast<std::size_t>(std::min(255.0, std::hypot(across, down) / 2))];
        }
    }
    if (ink == 0) return 0;
    auto left = static_cast<double>(ink) * share;
    std::size_t level = steep.size() - 1;
    while (level > 0 && (left -= static_cast<double>(steep[level])) > 0) --level;
    return static_cast<double>(level);
}

}  // namespace sanad::ocr
