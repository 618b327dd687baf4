// Cells cut out of a page, and the ink left of them after cleaning.
#include <limits>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ocr/cell_cut.h"
#include "ocr/cell_ink.h"

using namespace sanad;
using namespace sanad::ocr;

namespace {

constexpr double scale = 12;  // px a mm

struct Sheet {
    int width = 300, height = 200;
    std::vector<std::uint8_t> pixels = std::vector<std::uint8_t>(300 * 200, 245);

    void fill(int x0, int y0, int x1, int y1, std::uint8_t value = 30) {
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x) pixels[static_cast<std::size_t>(y * width + x)] = value;
    }
    void frame(int x0, int y0, int x1, int y1, int thick = 3) {
        fill(x0, y0, x1, y0 + thick), fill(x0, y1 - thick, x1, y1);
        fill(x0, y0, x0 + thick, y1), fill(x1 - thick, y0, x1, y1);
    }
    // The mean over a square of that side.
    void soften(int side) {
        const auto from = pixels;
        for (int y = side; y < height - side; ++y)
            for (int x = side; x < width - side; ++x) {
                int sum = 0;
                for (int dy = 0; dy < side; ++dy)
                    for (int dx = 0; dx < side; ++dx)
                        sum +=
                            from[static_cast<std::size_t>((y + dy - side / 2) * width + x + dx - side / 2)];
                pixels[static_cast<std::size_t>(y * width + x)] =
                    static_cast<std::uint8_t>(sum / side / side);
            }
    }
    GreyView view() const { return {pixels, width, height, scale}; }
};

const BoxMm box{8, 5, 7, 8};  // px (96, 60) to (180, 156)

CellInk ink_of(const Sheet& sheet) { return cell_ink(cut_cell(sheet.view(), box)); }

}  // namespace

TEST_CASE("a cell is cut with a margin and knows where its border is", "[ocr]") {
    Sheet sheet;
    sheet.fill(96, 60, 97, 61, 7);
    const auto cell = cut_cell(sheet.view(), box);
    CHECK(cell.width == 108);
    CHECK(cell.height == 120);
    CHECK(cell.left == 12);
    CHECK(cell.bottom == 108);
    CHECK(cell.pixels[12 * 108 + 12] == 7);
}

TEST_CASE("a cell over the page's edge is white there", "[ocr]") {
    Sheet sheet;
    sheet.fill(0, 0, 300, 200, 9);
    const auto cell = cut_cell(sheet.view(), {-3, -3, 7, 8});
    CHECK(cell.pixels.front() == 255);
    CHECK(cell.pixels.back() == 9);
    const auto outside = cut_cell(sheet.view(), {500, 500, 7, 8});
    CHECK(std::all_of(outside.pixels.begin(), outside.pixels.end(), [](auto pixel) { return pixel == 255; }));
}

TEST_CASE("the printed border of an empty cell is not ink", "[ocr]") {
    for (const int shift : {0, -4, 5}) {
        Sheet sheet;
        sheet.frame(96 + shift, 60 - shift, 181 + shift, 157 - shift);
        sheet.frame(12 + shift, 60 - shift, 99 + shift, 157 - shift);  // neighbours
        sheet.frame(178 + shift, 60 - shift, 265 + shift, 157 - shift);
        INFO("shift " << shift);
        CHECK(ink_of(sheet).blank);
    }
}

TEST_CASE("a stroke that crosses the border stays whole", "[ocr]") {
    Sheet sheet;
    sheet.frame(96, 60, 181, 157);
    sheet.fill(130, 80, 137, 165);  // out through the bottom, 85 px high
    const auto ink = ink_of(sheet);
    REQUIRE_FALSE(ink.blank);
    CHECK(ink.height == Approx(85 / 96.0).margin(0.06));
    CHECK(ink.width < 0.15);
}

TEST_CASE("a neighbour's stroke that reaches in is not this cell's", "[ocr]") {
    Sheet sheet;
    sheet.fill(60, 100, 108, 106);
    CHECK(ink_of(sheet).blank);
    sheet.fill(130, 80, 137, 140);
    CHECK(ink_of(sheet).width < 0.15);
}

TEST_CASE("a dot is ink and a grain of dust is not", "[ocr]") {
    Sheet dot, dust, between;
    dot.fill(136, 104, 143, 111);  // 0.6 mm
    CHECK_FALSE(ink_of(dot).blank);
    CHECK(ink_of(dot).height < 0.12);
    dust.fill(136, 104, 137, 105, 120);
    CHECK(ink_of(dust).blank);
    between.fill(136, 104, 138, 106, 20);
    const auto ink = ink_of(between);
    CHECK((!ink.blank || ink.dust));  // never silently nothing
}

TEST_CASE("a bold digit that fills its cell is not taken for grain of the paper", "[ocr]") {
    for (const int soft : {1, 5, 9}) {
        Sheet zero;
        zero.fill(103, 64, 174, 152), zero.fill(124, 84, 153, 132, 245);
        zero.soften(soft);
        INFO("soft " << soft);
        CHECK_FALSE(ink_of(zero).blank);
    }
}

TEST_CASE("what may be a digit along the border leaves its cell in doubt", "[ocr]") {
    Sheet one, seven;
    one.frame(96, 60, 181, 157), seven.frame(96, 60, 181, 157);
    one.fill(109, 63, 113, 154);  // a stroke as tall as the cell, near its edge
    seven.fill(176, 60, 184, 140), seven.fill(140, 58, 184, 66);  // a corner on the corner of the border
    seven.fill(168, 66, 177, 132);
    CHECK((!ink_of(one).blank || ink_of(one).dust));
    CHECK((!ink_of(seven).blank || ink_of(seven).dust));
}

TEST_CASE("shading, grey paper and faint ink are evened out", "[ocr]") {
    Sheet sheet;
    for (int y = 0; y < sheet.height; ++y)
        for (int x = 0; x < sheet.width; ++x)
            sheet.pixels[static_cast<std::size_t>(y * sheet.width + x)] =
                static_cast<std::uint8_t>(150 + x / 4);
    CHECK(ink_of(sheet).blank);
    for (int y = 80; y < 140; ++y)
        for (int x = 130; x < 137; ++x) {
            auto& pixel = sheet.pixels[static_cast<std::size_t>(y * sheet.width + x)];
            pixel = static_cast<std::uint8_t>(pixel - 60);
        }
    const auto ink = ink_of(sheet);
    REQUIRE_FALSE(ink.blank);
    CHECK(ink.height == Approx(60 / 96.0).margin(0.06));
}

TEST_CASE("cells, pages and scales that make no sense are refused", "[ocr][hostile]") {
    const Sheet sheet;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const BoxMm bad : {BoxMm{0, 0, 0, 8}, BoxMm{0, 0, 7, -8}, BoxMm{0, 0, 1e9, 8}, BoxMm{nan, 0, 7, 8},
                            BoxMm{0, 1e300, 7, 8}, BoxMm{0, 0, nan, 8}})
        CHECK_THROWS_AS(cut_cell(sheet.view(), bad), Error);
    GreyView view = sheet.view();
    view.px_per_mm = nan;
    CHECK_THROWS_AS(cut_cell(view, box), Error);
    view = sheet.view();
    view.height = 100000;
    CHECK_THROWS_AS(cut_cell(view, box), Error);
}

TEST_CASE("an image of a cell that lies about itself is refused or read as blank", "[ocr][hostile]") {
    CellImage cell;
    CHECK_THROWS_AS(cell_ink(cell), Error);
    cell.width = cell.height = 50;
    CHECK_THROWS_AS(cell_ink(cell), Error);
    cell.pixels.assign(2500, 0);
    CHECK(cell_ink(cell).blank);  // black all over is no digit
    cell.left = -100000, cell.top = 100000, cell.right = 100000, cell.bottom = 200000;
    CHECK_NOTHROW(cell_ink(cell));
    cell = {1, 1, {128}, 0, 0, 1, 1};
    CHECK_NOTHROW(cell_ink(cell));
    cell = {4096, 1, std::vector<std::uint8_t>(4096, 200), 0, 0, 4096, 1};
    CHECK_NOTHROW(cell_ink(cell));
    cell.width = 5000;
    cell.pixels.resize(5000);
    CHECK_THROWS_AS(cell_ink(cell), Error);
}
