// Made cells read with the shipped model: fonts and hands that it was not trained on.
#ifdef SANAD_DIGIT_TRAINING
#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

#include "core/identifiers.h"
#include "ocr/digits.h"
#include "ocr/digits_classes.h"
#include "ocr/digits_number.h"
#include "ocr/training/cell_maker.h"

using namespace sanad;
using namespace sanad::ocr;
using namespace sanad::ocr::training;

namespace {

const DigitReader& reader() {
    static const DigitReader one(SANAD_SOURCE_DIR "/ocr/models/digits.model");
    return one;
}

const FontDigits& unseen_fonts() {
    static const FontDigits fonts("/usr/share/fonts", true);
    return fonts;
}

double share_right(Script script, Quality quality, int count, std::uint64_t seed) {
    CellMaker maker(unseen_fonts(), seed);
    int right = 0;
    for (int i = 0; i < count; ++i) {
        const auto digit = static_cast<std::size_t>(i % 10);
        std::size_t label = digit;
        if (script == Script::western) label = western_from + digit;
        if (script == Script::arabic && digit == 2) label = one_dip_class;
        const auto cell = reader().cells({maker.make(label, Origin::font, quality).image}).front();
        const auto p = chances(cell, script == Script::arabic);
        const auto best = std::max_element(p.begin(), p.end()) - p.begin();
        right += cell.state == CellState::digit && static_cast<std::size_t>(best) == digit ? 1 : 0;
    }
    return static_cast<double>(right) / count;
}

// One person's number in cells, by pen or in one font.
NumberReading read_number(const std::string& digits, bool arabic, Origin origin, std::uint64_t seed,
                          NumberRule rule) {
    CellMaker maker(unseen_fonts(), seed);
    std::vector<CellImage> cells;
    for (const char character : digits) {
        const auto digit = static_cast<std::size_t>(character - '0');
        const std::size_t label =
            arabic ? (digit == 2 && origin == Origin::font ? one_dip_class : digit) : western_from + digit;
        cells.push_back(maker.make(label, origin, Quality::clean).image);
    }
    return reader().number(reader().cells(cells), rule);
}

}  // namespace

TEST_CASE("printed digits in fonts that did not train are read", "[ocr]") {
    if (unseen_fonts().count(Script::arabic) < 5) {
        WARN("skipped: fewer than five of the held-out Arabic fonts are installed");
        return;
    }
    CHECK(share_right(Script::arabic, Quality::clean, 200, 21) >= 0.98);
    CHECK(share_right(Script::western, Quality::clean, 200, 22) >= 0.98);
    CHECK(share_right(Script::arabic, Quality::ordinary, 200, 23) >= 0.96);
    CHECK(share_right(Script::western, Quality::ordinary, 200, 24) >= 0.96);
}

TEST_CASE("whole numbers are read in their set, and what is accepted is right", "[ocr]") {
    const std::string id = "2034567891";
    std::string valid = id;
    valid.back() = '0';
    while (!national_id_valid(valid)) ++valid.back();
    int right = 0, set_right = 0, count = 0;
    for (const bool arabic : {true, false})
        for (const auto origin : {Origin::font, Origin::pen})
            for (std::uint64_t seed = 100; seed < 108; ++seed) {
                const auto reading = read_number(valid, arabic, origin, seed, NumberRule::national_id);
                ++count;
                right += reading.value == valid ? 1 : 0;
                set_right += reading.arabic_digits == arabic ? 1 : 0;
                INFO("seed " << seed << ", read " << reading.value);
                if (reading.confidence >= 0.999) CHECK(reading.value == valid);
            }
    CHECK(right >= count * 85 / 100);
    CHECK(set_right == count);
}

TEST_CASE("a field in both sets is not accepted", "[ocr]") {
    CellMaker maker(unseen_fonts(), 31);
    std::vector<CellImage> cells;
    for (const std::size_t label : {4u, 3u, 7u, 8u})
        cells.push_back(maker.make(label, Origin::font, Quality::clean).image);
    for (const std::size_t digit : {4u, 3u, 5u, 8u})
        cells.push_back(maker.make(western_from + digit, Origin::font, Quality::clean).image);
    CHECK(reader().number(reader().cells(cells), NumberRule::none).confidence < 0.5);
}

TEST_CASE("scribbles and crossed-out digits are seldom taken for a digit with confidence", "[ocr]") {
    CellMaker maker(unseen_fonts(), 41);
    int sure = 0;
    constexpr int count = 150;
    for (int i = 0; i < count; ++i) {
        const auto cell =
            reader().cells({maker.make(no_digit, Origin::pen, Quality::ordinary).image}).front();
        const auto arabic = chances(cell, true), western = chances(cell, false);
        const double best = std::max(*std::max_element(arabic.begin(), arabic.end()),
                                     *std::max_element(western.begin(), western.end()));
        if (cell.state == CellState::digit && best * (1 - cell.p_not_a_digit - cell.p_empty) > 0.99) ++sure;
    }
    CHECK(sure <= count * 4 / 100);
}

TEST_CASE("dust is not taken for the dot of a zero with confidence, nor a dot for dust", "[ocr]") {
    CellMaker maker(unseen_fonts(), 51);
    int dust_as_zero = 0, zero_as_empty = 0;
    constexpr int count = 200;
    for (int i = 0; i < count; ++i) {
        const auto dust = reader().cells({maker.make(nothing, Origin::pen, Quality::ordinary).image}).front();
        dust_as_zero += dust.state == CellState::digit && dust.p_empty + dust.p_not_a_digit < 0.01 ? 1 : 0;
        const auto zero = reader().cells({maker.make(0, Origin::pen, Quality::ordinary).image}).front();
        zero_as_empty += zero.state == CellState::empty && zero.p_empty > 0.99 ? 1 : 0;
    }
    CHECK(dust_as_zero <= count * 3 / 100);
    CHECK(zero_as_empty <= count * 6 / 100);
}

TEST_CASE("any picture of the right size gives probabilities", "[ocr][hostile]") {
    std::mt19937_64 random(61);
    for (int round = 0; round < 60; ++round) {
        CellImage image;
        image.width = static_cast<int>(random() % 120 + 1);
        image.height = static_cast<int>(random() % 120 + 1);
        image.right = image.width, image.bottom = image.height;
        for (int i = 0; i < image.width * image.height; ++i)
            image.pixels.push_back(static_cast<std::uint8_t>(random() % (round % 5 == 0 ? 2 : 256)));
        const auto cell = reader().cells({image}).front();
        for (const auto* set :
             {&cell.written.arabic, &cell.written.western, &cell.printed.arabic, &cell.printed.western}) {
            double sum = 0;
            for (const double p : *set) sum += p;
            CHECK(sum == Approx(1));
        }
        CHECK(cell.p_empty + cell.p_not_a_digit <= 1.0001);
    }
}
#endif
