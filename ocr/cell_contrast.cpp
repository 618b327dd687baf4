#include "ocr/cell_contrast.h"

#include <algorithm>

namespace sanad::ocr {
namespace {

constexpr int edge_share = 8;          // of the cell's width, to each side: its printed border
constexpr std::size_t darkest_px = 8;  // a dot has more of them at 300 dpi

// 0 white to 255 black, within the border.
int darkness(const CellImage& image) {
    const int edge = (image.right - image.left) / edge_share;
    std::vector<std::uint8_t> grey;
    for (int y = std::max(0, image.top + edge); y < std::min(image.height, image.bottom - edge); ++y)
        for (int x = std::max(0, image.left + edge); x < std::min(image.width, image.right - edge); ++x)
            grey.push_back(image.pixels[static_cast<std::size_t>(y * image.width + x)]);
    if (grey.size() <= darkest_px) return 0;
    const auto at = grey.begin() + static_cast<std::ptrdiff_t>(darkest_px);
    std::nth_element(grey.begin(), at, grey.end());
    return 255 - *at;
}

}  // namespace

double palest_digit(const std::vector<CellImage>& images, const std::vector<CellReading>& readings) {
    std::vector<int> all;
    for (std::size_t i = 0; i < images.size() && i < readings.size(); ++i)
        if (readings[i].state == CellState::digit) all.push_back(darkness(images[i]));
    if (all.size() < 2) return 1;
    std::sort(all.begin(), all.end());
    return all.front() / std::max(1.0, static_cast<double>(all[all.size() / 2]));
}

}  // namespace sanad::ocr
