// What a page goes through between printer and file.
#include <algorithm>
#include <limits>
#include <set>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "samples/page_simulator.h"

using namespace sanad;
using namespace sanad::samples;

namespace {

Page white(int width, int height, double dpi) {
    Page page;
    page.width = width;
    page.height = height;
    page.dpi = dpi;
    page.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 255);
    return page;
}

std::uint8_t& at(Page& page, int x, int y) {
    return page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) +
                       static_cast<std::size_t>(x)];
}

// A white page at 50 dpi with a black square of 9 px whose middle is given.
Page dotted(int x, int y) {
    Page page = white(400, 560, 50);
    for (int dy = -4; dy <= 4; ++dy)
        for (int dx = -4; dx <= 4; ++dx) at(page, x + dx, y + dy) = 0;
    return page;
}

struct Place {
    double x = 0, y = 0;
};

Place black_place(const Page& page) {
    double x = 0, y = 0, count = 0;
    for (int row = 0; row < page.height; ++row)
        for (int column = 0; column < page.width; ++column) {
            Page& writable = const_cast<Page&>(page);
            if (at(writable, column, row) > 100) continue;
            x += column, y += row, ++count;
        }
    REQUIRE(count > 0);
    return {x / count, y / count};
}

Page after(const Page& page, const char* steps, std::uint64_t seed = 1) {
    return simulate(page, parse_steps(steps), seed);
}

}  // namespace

TEST_CASE("the same seed gives the same page, another seed another one", "[samples]") {
    const Page page = dotted(100, 100);
    const char* steps = "grain 8; fold 1; skew 2; shade 30; noise 6; jpeg 70";
    CHECK((after(page, steps, 7).pixels == after(page, steps, 7).pixels));
    CHECK((after(page, steps, 7).pixels != after(page, steps, 8).pixels));
}

TEST_CASE("a step's chance does not depend on the steps before it", "[samples]") {
    const Page page = dotted(100, 100);
    CHECK((after(page, "fade 0; noise 6").pixels == after(page, "noise 6").pixels));
    CHECK((after(page, "noise 6; noise 6").pixels != after(after(page, "noise 6"), "noise 6").pixels));
}

TEST_CASE("a page without steps stays as it is", "[samples]") {
    const Page page = dotted(100, 100);
    CHECK((after(page, "").pixels == page.pixels));
}

TEST_CASE("positive skew turns the content clockwise", "[samples]") {
    const auto place = black_place(after(dotted(200, 60), "skew 5"));
    CHECK(place.x == Approx(200 + 220 * 0.0872).margin(2));
    CHECK(place.y == Approx(60).margin(2));
}

TEST_CASE("a quarter turn brings the top to the right", "[samples]") {
    const Page turned = after(dotted(60, 40), "turn 1");
    CHECK(turned.width == 560);
    CHECK(turned.height == 400);
    const auto place = black_place(turned);
    CHECK(place.x == Approx(559 - 40).margin(1));
    CHECK(place.y == Approx(60).margin(1));
}

TEST_CASE("a scan has the resolution asked for, and a bed more of the lid", "[samples]") {
    const Page scanned = after(dotted(100, 100), "scan 100");
    CHECK(scanned.dpi == 100);
    CHECK(scanned.width == 800);
    CHECK(black_place(scanned).x == Approx(200).margin(2));
    CHECK(after(dotted(100, 100), "bed 25.4").width == 500);
}

TEST_CASE("a fax has two greys, and sixteen levels are sixteen", "[samples]") {
    const auto greys = [](const Page& page) {
        return std::set<std::uint8_t>(page.pixels.begin(), page.pixels.end()).size();
    };
    CHECK(greys(after(dotted(100, 100), "noise 30; bitonal 128")) == 2);
    CHECK(greys(after(dotted(100, 100), "noise 30; levels 16")) <= 16);
}

TEST_CASE("noise has the strength asked for", "[samples]") {
    Page grey = white(300, 300, 100);
    std::fill(grey.pixels.begin(), grey.pixels.end(), std::uint8_t{128});
    double sum = 0;
    for (const auto pixel : after(grey, "noise 10").pixels) sum += (pixel - 128.0) * (pixel - 128.0);
    CHECK(std::sqrt(sum / static_cast<double>(grey.pixels.size())) == Approx(10).margin(0.3));
}

TEST_CASE("covered registration marks are gone from their corners", "[samples]") {
    Page page = white(827, 1169, 100);
    for (const int x : {39, 788})
        for (const int y : {39, 1130})
            for (int i = -9; i <= 9; ++i)
                for (int k = -9; k <= 9; ++k) at(page, x + i, y + k) = 0;
    const auto black = [](const Page& of) { return std::count(of.pixels.begin(), of.pixels.end(), 0); };
    const auto one = black(page) / 4;
    CHECK(black(after(page, "unmark 1")) == 3 * one);
    CHECK(black(after(page, "unmark 4")) == 0);
}

TEST_CASE("every step does something to a printed page at its most", "[samples]") {
    Page page = dotted(200, 300);
    for (int x = 50; x < 350; ++x)
        for (int y = 150; y < 155; ++y) at(page, x, y) = 128;
    for (const auto& kind : step_kinds()) {
        CAPTURE(kind.name);
        const Page changed = simulate(page, {{std::string(kind.name), kind.most}}, 3);
        CHECK(changed.pixels.size() ==
              static_cast<std::size_t>(changed.width) * static_cast<std::size_t>(changed.height));
        // 255 levels are all but all of them; JPEG of the best quality may change nothing.
        if (kind.name != "levels" && kind.name != "jpeg") CHECK((changed.pixels != page.pixels));
    }
}

TEST_CASE("steps are written as they are read", "[samples]") {
    const std::string text = "grain 6; skew -0.8; scan 200; noise 2.5";
    CHECK(written(parse_steps(text)) == text);
    CHECK(written(parse_steps("  grain   6 ;; skew -0.8;")) == "grain 6; skew -0.8");
}

TEST_CASE("steps that are no steps are refused", "[samples][hostile]") {
    const std::string text =
        GENERATE(as<std::string>{}, "smudge 3", "skew", "skew x", "skew 3x", "skew 1000", "noise -1",
                 "noise nan", "noise inf", "levels 0", "levels 1", "jpeg 0", "3", "skew 1 2");
    CAPTURE(text);
    CHECK_THROWS_AS(parse_steps(text), Error);
}

TEST_CASE("a page that is none is refused", "[samples][hostile]") {
    CHECK_THROWS_AS(simulate(Page{}, {}, 1), Error);
    CHECK_THROWS_AS(simulate(white(10, 10, 0), {}, 1), Error);
    Page short_of_pixels = white(10, 10, 100);
    short_of_pixels.pixels.pop_back();
    CHECK_THROWS_AS(simulate(short_of_pixels, {}, 1), Error);
    Page unclear = white(10, 10, std::numeric_limits<double>::quiet_NaN());
    CHECK_THROWS_AS(simulate(unclear, {}, 1), Error);
}

TEST_CASE("the smallest page survives every step", "[samples][hostile]") {
    for (const auto& kind : step_kinds())
        for (const double amount : {kind.least, kind.most}) {
            CAPTURE(kind.name, amount);
            CHECK_FALSE(simulate(white(1, 1, 72), {{std::string(kind.name), amount}}, 5).pixels.empty());
        }
}
