#include "app/wire_cells.h"

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace sanad::app {
namespace {

constexpr int largest_side = 4096;

ocr::CellImage cell_from(const Json& value, std::string_view& pixels) {
    const auto sizes = value.get<std::vector<int>>();
    const auto wrong = [] { return Error(ErrorCode::external, "a worker's cells do not fit their pixels"); };
    if (sizes.size() != 6) throw wrong();
    ocr::CellImage cell{.width = sizes[0],
                        .height = sizes[1],
                        .pixels = {},
                        .left = sizes[2],
                        .top = sizes[3],
                        .right = sizes[4],
                        .bottom = sizes[5]};
    const bool sensible =
        cell.width > 0 && cell.height > 0 && cell.width <= largest_side && cell.height <= largest_side;
    const auto size =
        sensible ? static_cast<std::size_t>(cell.width) * static_cast<std::size_t>(cell.height) : 0;
    if (!sensible || size > pixels.size()) throw wrong();
    cell.pixels.assign(pixels.begin(), pixels.begin() + static_cast<std::ptrdiff_t>(size));
    pixels.remove_prefix(size);
    return cell;
}

}  // namespace

Json wire_cut_numbers(const std::vector<ocr::CutNumber>& numbers, std::string& pixels) {
    Json list = Json::array();
    for (const auto& number : numbers) {
        Json cells = Json::array();
        for (const auto& cell : number.cells) {
            cells.push_back({cell.width, cell.height, cell.left, cell.top, cell.right, cell.bottom});
            pixels.append(cell.pixels.begin(), cell.pixels.end());
        }
        list.push_back({{"form", number.form},
                        {"version", number.version},
                        {"key", number.key},
                        {"cells", std::move(cells)}});
    }
    return list;
}

std::vector<ocr::CutNumber> cut_numbers_from_wire(const Json& value, std::string_view pixels) {
    std::vector<ocr::CutNumber> numbers;
    for (const auto& one : value) {
        ocr::CutNumber number{one.value("form", ""), one.value("version", 0), one.value("key", ""), {}};
        for (const auto& cell : one.at("cells")) number.cells.push_back(cell_from(cell, pixels));
        numbers.push_back(std::move(number));
    }
    return numbers;
}

}  // namespace sanad::app
