// Digits of one number far paler than the others: the back of the sheet, shining through.
#include <catch2/catch.hpp>

#include "ocr/cell_contrast.h"

using namespace sanad::ocr;

namespace {

// A stroke of this grey in a cell with a dark border.
CellImage cell_with(std::uint8_t grey, int width = 4, int height = 30) {
    CellImage cell{60, 60, std::vector<std::uint8_t>(60 * 60, 255), 5, 5, 55, 55};
    const auto fill = [&](int x0, int y0, int x1, int y1, std::uint8_t value) {
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x) cell.pixels[static_cast<std::size_t>(y * 60 + x)] = value;
    };
    fill(5, 5, 55, 8, 20), fill(5, 52, 55, 55, 20), fill(5, 5, 8, 55, 20), fill(52, 5, 55, 55, 20);
    fill(28, 15, 28 + width, 15 + height, grey);
    return cell;
}

std::vector<CellReading> digits(std::size_t count) {
    std::vector<CellReading> readings(count);
    for (auto& one : readings) one.state = CellState::digit;
    return readings;
}

}  // namespace

TEST_CASE("digits of one pen are about as dark as each other", "[ocr]") {
    CHECK(palest_digit({cell_with(40), cell_with(60), cell_with(90)}, digits(3)) > 0.7);
    CHECK(palest_digit({cell_with(150), cell_with(150), cell_with(150)}, digits(3)) > 0.95);  // a pale pen
    CHECK(palest_digit({cell_with(40), cell_with(50, 4, 4)}, digits(2)) > 0.9);               // ٠ is a dot
}

TEST_CASE("what shines through beside dark digits is seen by its paleness, whatever the border",
          "[ocr][hostile]") {
    CHECK(palest_digit({cell_with(220), cell_with(40), cell_with(50), cell_with(45)}, digits(4)) < 0.3);
    CHECK(palest_digit({cell_with(215), cell_with(220), cell_with(50), cell_with(45), cell_with(40)},
                       digits(5)) < 0.3);
}

TEST_CASE("empty cells, one digit, and cells of no size have nothing to be compared with", "[ocr][hostile]") {
    auto readings = digits(2);
    readings[0].state = CellState::empty;
    CHECK(palest_digit({cell_with(220), cell_with(40)}, readings) == 1);
    CHECK(palest_digit({}, {}) == 1);
    CHECK(palest_digit({CellImage{}, CellImage{}}, digits(2)) == 0);
}
