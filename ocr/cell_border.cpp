#include "ocr/cell_border.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace sanad::ocr {
namespace {

// A border line may lie this far from where it is expected, and be this thick, in parts of the cell's side.
constexpr double search = 0.11;
constexpr double thickest = 0.13;
// Part of the line's length that must be dark. Scans of thin grey lines have gaps.
constexpr double least_cover = 0.7;

struct Found {
    std::vector<int> at;  // position across the line for each place along it
    int thickness = 1;
};

// Length of the dark run through (along, across); lines run along y, so "across" is x.
int run(const cv::Mat& ink, int along, int across, int& first) {
    const auto* row = ink.ptr<std::uint8_t>(along);
    int low = across, high = across;
    while (low > 0 && row[low - 1] != 0) --low;
    while (high + 1 < ink.cols && row[high + 1] != 0) ++high;
    first = low;
    return high - low + 1;
}

int nearest_dark(const cv::Mat& ink, int along, int across, int reach) {
    const auto* row = ink.ptr<std::uint8_t>(along);
    for (int d = 0; d <= reach; ++d)
        for (const int x : {across - d, across + d})
            if (x >= 0 && x < ink.cols && row[x] != 0) return x;
    return -1;
}

// A nearly upright line within `reach` of x = expected, between rows `from` and `to`. Tries a few leanings.
std::optional<Found> find_line(const cv::Mat& ink, int expected, int reach, int from, int to, int limit) {
    const int length = to - from;
    if (length < 8) return std::nullopt;
    int best = 0, best_x = 0, best_lean = 0;
    for (int lean = -3; lean <= 3; ++lean)  // pixels over the whole length
        for (int x = expected - reach; x <= expected + reach; ++x) {
            int dark = 0;
            for (int y = from; y < to; ++y) {
                const int at = x + lean * (2 * (y - from) - length) / (2 * length);
                if (at >= 0 && at < ink.cols && ink.at<std::uint8_t>(y, at) != 0) ++dark;
            }
            if (dark > best) best = dark, best_x = x, best_lean = lean;
        }
    if (best < least_cover * length) return std::nullopt;
    Found found;
    std::vector<int> runs;
    for (int y = 0; y < ink.rows; ++y) {
        const int at = best_x + best_lean * (2 * (y - from) - length) / (2 * length);
        found.at.push_back(at);
        int first = 0;
        const int dark = nearest_dark(ink, y, at, 1);
        if (dark >= 0 && y >= from && y < to) runs.push_back(run(ink, y, dark, first));
    }
    std::nth_element(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(runs.size() / 2), runs.end());
    found.thickness = runs[runs.size() / 2];
    // Something that wide is no border: a blot, or a shaded cell.
    if (found.thickness > limit) return std::nullopt;
    return found;
}

void erase(cv::Mat& ink, const Found& line) {
    const int widest = line.thickness + 2;
    for (int y = 0; y < ink.rows; ++y) {
        const int at = line.at[static_cast<std::size_t>(y)];
        // Twice: a ragged line is two runs here and there.
        for (int pass = 0; pass < 2; ++pass) {
            const int dark = nearest_dark(ink, y, at, 1 + line.thickness / 2);
            if (dark < 0) break;
            int first = 0;
            const int length = run(ink, y, dark, first);
            if (length > widest) break;  // a stroke crosses here
            for (int x = first; x < first + length; ++x) ink.at<std::uint8_t>(y, x) = 0;
        }
    }
}

}  // namespace

cv::Rect erase_border(cv::Mat& ink, const cv::Rect& cell) {
    const int reach_x = std::max(2, static_cast<int>(search * cell.width));
    const int reach_y = std::max(2, static_cast<int>(search * cell.height));
    const int top = std::clamp(cell.y, 0, ink.rows), bottom = std::clamp(cell.y + cell.height, 0, ink.rows);
    const int left = std::clamp(cell.x, 0, ink.cols), right = std::clamp(cell.x + cell.width, 0, ink.cols);
    const int limit = std::max(4, static_cast<int>(thickest * std::max(cell.width, cell.height)));

    const auto middle = [](const Found& line) { return line.at[line.at.size() / 2]; };
    // Twice: neighbouring cells that stand apart have a line each.
    int x0 = cell.x, x1 = cell.x + cell.width, y0 = cell.y, y1 = cell.y + cell.height;
    for (int pass = 0; pass < 2; ++pass) {
        const auto a = find_line(ink, cell.x, reach_x, top, bottom, limit);
        if (a) erase(ink, *a), x0 = std::max(x0, middle(*a));
        const auto b = find_line(ink, cell.x + cell.width, reach_x, top, bottom, limit);
        if (b) erase(ink, *b), x1 = std::min(x1, middle(*b));
        cv::Mat turned = ink.t();
        const auto c = find_line(turned, cell.y, reach_y, left, right, limit);
        if (c) erase(turned, *c), y0 = std::max(y0, middle(*c));
        const auto d = find_line(turned, cell.y + cell.height, reach_y, left, right, limit);
        if (d) erase(turned, *d), y1 = std::min(y1, middle(*d));
        if (!a && !b && !c && !d) break;
        ink = turned.t();
    }
    return x1 - x0 > cell.width / 2 && y1 - y0 > cell.height / 2 ? cv::Rect(x0, y0, x1 - x0, y1 - y0) : cell;
}

}  // namespace sanad::ocr
