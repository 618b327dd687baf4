#include "ocr/cell_cut.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace sanad::ocr {
namespace {

constexpr double largest_cell_mm = 100;

// The comparisons are written so that NaN fails them.
void demand_sense(const GreyView& page, const BoxMm& cell) {
    const bool pixels =
        page.width > 0 && page.height > 0 &&
        page.pixels.size() == static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height);
    const bool scale = page.px_per_mm > 0.5 && page.px_per_mm < 100 && std::abs(page.x_mm) < 1e5 &&
                       std::abs(page.y_mm) < 1e5;
    const bool box = cell.w > 0 && cell.w <= largest_cell_mm && cell.h > 0 && cell.h <= largest_cell_mm &&
                     std::abs(cell.x) < 1e5 && std::abs(cell.y) < 1e5;
    if (!pixels || !scale || !box) throw Error(ErrorCode::bad_input, "cut_cell: page or cell makes no sense");
}

}  // namespace

CellImage cut_cell(const GreyView& page, const BoxMm& cell) {
    demand_sense(page, cell);
    const auto px = [&](double mm) { return static_cast<int>(std::lround(mm * page.px_per_mm)); };
    const int x0 = px(cell.x - page.x_mm - cell_margin_mm), y0 = px(cell.y - page.y_mm - cell_margin_mm);
    CellImage out;
    out.width = px(cell.w + 2 * cell_margin_mm);
    out.height = px(cell.h + 2 * cell_margin_mm);
    out.left = px(cell.x - page.x_mm) - x0;
    out.top = px(cell.y - page.y_mm) - y0;
    out.right = std::min(out.width, out.left + px(cell.w));
    out.bottom = std::min(out.height, out.top + px(cell.h));
    out.pixels.assign(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height), 255);
    const int from = std::max(x0, 0), to = std::min(x0 + out.width, page.width);
    for (int y = std::max(y0, 0); from < to && y < std::min(y0 + out.height, page.height); ++y) {
        const auto row =
            page.pixels.subspan(static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width));
        std::copy(row.begin() + from, row.begin() + to,
                  out.pixels.begin() + static_cast<std::ptrdiff_t>(y - y0) * out.width + (from - x0));
    }
    return out;
}

std::vector<CellImage> cut_cells(const GreyView& page, const std::vector<BoxMm>& cells) {
    std::vector<CellImage> out;
    out.reserve(cells.size());
    for (const auto& cell : cells) out.push_back(cut_cell(page, cell));
    return out;
}

}  // namespace sanad::ocr
