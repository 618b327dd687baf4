// Drawn, turned into pixels, and measured: a millimetre is a millimetre and the origin is the top left.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/pdf_made.h"

using namespace sanad;
using namespace sanad::pdf;
using namespace sanad::test;

namespace {

constexpr double dpi = 254;  // ten pixels a millimetre

Page drawn(const std::function<void(Canvas&)>& draw) {
    auto writer = new_writer();
    draw(writer.page(writer.add_page(100, 60)));
    return rasterise(writer.finish(), 1, dpi);
}

int grey(const Page& page, double x_mm, double y_mm) {
    const auto x = static_cast<std::size_t>(x_mm * 10), y = static_cast<std::size_t>(y_mm * 10);
    return page.pixels.at(y * static_cast<std::size_t>(page.width) + x);
}

}  // namespace

TEST_CASE("a page has the size that was asked for", "[pdf]") {
    const Page page = drawn([](Canvas&) {});
    CHECK(page.width == Approx(1000).margin(1));
    CHECK(page.height == Approx(600).margin(1));
    CHECK(page.dpi == dpi);
    CHECK(page.pixels.size() == static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height));
    CHECK(page.source_sha256.size() == 64);
}

TEST_CASE("shapes lie where they were put", "[pdf]") {
    const Page page = drawn([](Canvas& canvas) {
        canvas.fill({10, 10, 20, 5}, {});
        canvas.rect({50, 10, 20, 10}, {1, {}});
        canvas.line({10, 40}, {90, 40}, {1, {0.5, 0.5, 0.5}});
    });
    CHECK(grey(page, 20, 12) == 0);
    CHECK(grey(page, 20, 9.7) == 255);
    CHECK(grey(page, 20, 15.3) == 255);
    CHECK(grey(page, 9.7, 12) == 255);
    CHECK(grey(page, 30.3, 12) == 255);
    CHECK(grey(page, 50, 15) == 0);
    CHECK(grey(page, 60, 15) == 255);
    CHECK(grey(page, 60, 20) == 0);
    CHECK(grey(page, 50, 40) == Approx(128).margin(3));
}

TEST_CASE("a drawn signature has round ends, and a touch of the pen is a dot", "[pdf]") {
    const Page page = drawn([](Canvas& canvas) {
        canvas.polyline({{20, 20}, {40, 20}, {40, 40}}, {4, {}});
        canvas.polyline({{80, 30}}, {4, {}});
        canvas.polyline({}, {4, {}});
    });
    CHECK(grey(page, 30, 20) == 0);
    CHECK(grey(page, 18.4, 20) == 0);  // the round cap
    CHECK(grey(page, 18.2, 18.2) == 255);
    CHECK(grey(page, 41.3, 18.7) == 0);  // the round join
    CHECK(grey(page, 41.9, 18.1) == 255);
    CHECK(grey(page, 80, 31.5) == 0);
    CHECK(grey(page, 81.8, 31.8) == 255);
}

TEST_CASE("pictures keep their pixels, their colours and their opacity", "[pdf]") {
    const Page page = drawn([](Canvas& canvas) {
        canvas.picture({10, 10, 20, 20}, 2, 2, std::string("\x00\xff\x80\xff", 4));
        canvas.picture({40, 10, 10, 10}, 1, 1, std::string("\xff\xff\xff", 3));
        canvas.fill({60, 10, 20, 20}, {});
        canvas.picture({60, 10, 20, 20}, 2, 1, std::string("\xff\xff\xff\x00\xff\xff\xff\xff", 8));
    });
    CHECK(grey(page, 12, 12) == 0);
    CHECK(grey(page, 28, 12) == 255);
    CHECK(grey(page, 12, 28) == Approx(128).margin(2));
    CHECK(grey(page, 62, 20) == 0);
    CHECK(grey(page, 78, 20) == 255);
}

TEST_CASE("a picture whose bytes do not fit its size is refused", "[pdf][hostile]") {
    Canvas canvas(open_fonts(), 10, 10);
    CHECK_THROWS_AS(canvas.picture({0, 0, 1, 1}, 2, 2, "abc"), Error);
    CHECK_THROWS_AS(canvas.picture({0, 0, 1, 1}, 0, 0, ""), Error);
    CHECK_THROWS_AS(canvas.picture({0, 0, 1, 1}, -1, -1, "a"), Error);
    CHECK_THROWS_AS(canvas.picture({0, 0, 1, 1}, 1, 1, "abcde"), Error);
    CHECK_THROWS_AS(canvas.picture({0, 0, 1, 1}, 2'000'000'000, 2'000'000'000, "abcde"), Error);
}

TEST_CASE("a QR code has its three finders and its quiet corner", "[pdf]") {
    // Version 2 at this length: 25 modules, so one is 1 mm.
    const Page page = drawn([](Canvas& canvas) {
        canvas.qr({10, 10, 25, 25}, "SANAD1 support-request 1 1");
    });
    for (const auto& [x, y] : std::vector<std::pair<double, double>>{{10, 10}, {28, 10}, {10, 28}}) {
        CHECK(grey(page, x + 0.5, y + 0.5) == 0);
        CHECK(grey(page, x + 1.5, y + 1.5) == 255);
        CHECK(grey(page, x + 3.5, y + 3.5) == 0);
        CHECK(grey(page, x + 6.5, y + 6.5) == 0);
    }
    CHECK(grey(page, 9.5, 9.5) == 255);
}

TEST_CASE("a QR code that cannot hold its text is refused", "[pdf][hostile]") {
    Canvas canvas(open_fonts(), 50, 50);
    CHECK_THROWS_AS(canvas.qr({0, 0, 20, 20}, std::string(5000, 'x')), Error);
    CHECK_THROWS_AS(canvas.qr({0, 0, 20, 20}, ""), Error);
}

TEST_CASE("a coordinate that is not a number is refused", "[pdf][hostile]") {
    Canvas canvas(open_fonts(), 50, 50);
    CHECK_THROWS_AS(canvas.line({0, 0}, {std::numeric_limits<double>::quiet_NaN(), 1}), Error);
    CHECK_THROWS_AS(canvas.rect({0, 0, std::numeric_limits<double>::infinity(), 1}), Error);
}
