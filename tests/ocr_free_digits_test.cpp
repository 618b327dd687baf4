// Digits that stand free, drawn from fonts that did not train.
#ifdef SANAD_DIGIT_TRAINING
#include <random>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ocr/free_digits.h"
#include "ocr/training/font_digits.h"
#include "ocr/training/strokes.h"

using namespace sanad;
using namespace sanad::ocr;
using namespace sanad::ocr::training;

namespace {

const DigitReader& reader() {
    static const DigitReader one(SANAD_SOURCE_DIR "/ocr/models/digits.model");
    return one;
}

const FontDigits& fonts() {
    static const FontDigits unseen("/usr/share/fonts", true);
    return unseen;
}

struct Line {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;
    GreyPicture view() const { return {pixels, width, height}; }
};

// "12/11/2026" in a font of that number, digits `em` px, black on white with a little grain.
Line line_of(const std::string& text, Script script, std::size_t font, double em, std::uint64_t seed) {
    Line out;
    out.height = static_cast<int>(em * 1.6);
    const double step = 0.62 * em;
    out.width = static_cast<int>(step * (static_cast<double>(text.size()) + 2));
    std::vector<std::uint8_t> ink(static_cast<std::size_t>(out.width * out.height), 0);
    double x = 1.5 * step;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            fonts().draw_digit(script, font, c - '0', {.em = em, .x = x, .y = out.height / 2.0}, out.width,
                               out.height, ink);
        if (c == '/')
            strokes::draw({{{0.65, 0.1, 0.05}, {0.35, 0.9, 0.05}}}, x - em / 2, out.height / 2.0 - em / 2, em,
                          em, out.width, out.height, ink);
        if (c == '-')
            strokes::draw({{{0.35, 0.5, 0.06}, {0.65, 0.5, 0.06}}}, x - em / 2, out.height / 2.0 - em / 2, em,
                          em, out.width, out.height, ink);
        x += step;
    }
    std::mt19937_64 random(seed);
    for (const auto coverage : ink)
        out.pixels.push_back(static_cast<std::uint8_t>(
            std::clamp(250 - coverage * 220 / 255 + static_cast<int>(random() % 11) - 5, 0, 255)));
    return out;
}

struct Count {
    int right = 0, all = 0, sure_wrong = 0;
};

Count read_all(Script script, const std::vector<std::string>& texts) {
    Count count;
    for (std::size_t font = 0; font < fonts().count(script); ++font)
        for (const auto& text : texts) {
            const auto read =
                read_free_digits(line_of(text, script, font, 44, font + text.size()).view(), reader());
            ++count.all;
            const bool right = read && read->value == text;
            count.right += right ? 1 : 0;
            if (!right)
                UNSCOPED_INFO(fonts().name(script, font)
                              << ": " << text << " read as " << (read ? read->value : "nothing"));
            count.sure_wrong += read && !right && read->confidence > 0.99 ? 1 : 0;
        }
    return count;
}

}  // namespace

TEST_CASE("dates, references and numbers that stand free are read in either digit set", "[ocr]") {
    if (fonts().count(Script::arabic) < 5) {
        WARN("skipped: fewer than five of the held-out Arabic fonts are installed");
        return;
    }
    const std::vector<std::string> texts{"12/11/2026", "1448/06/02", "47-2026", "42010",
                                         "4500",       "0512345678", "93"};
    const Count arabic = read_all(Script::arabic, texts), western = read_all(Script::western, texts);
    CHECK(arabic.right >= arabic.all * 95 / 100);
    CHECK(western.right >= western.all * 95 / 100);
    CHECK(arabic.sure_wrong == 0);
    CHECK(western.sure_wrong == 0);
}

TEST_CASE("free digits come with their place, and in the set that was written", "[ocr]") {
    const auto line = line_of("4500", Script::arabic, 0, 44, 5);
    const auto found = read_free_digits(line.view(), reader());
    REQUIRE(found);
    CHECK(found->value == "4500");
    CHECK(found->text == "٤٥٠٠");
    CHECK(found->arabic_digits);
    CHECK(found->left > 10);
    CHECK(found->left + found->width < line.width - 10);
    CHECK(found->height > 15);
}

TEST_CASE("letters and scribbles are no sure digits", "[ocr]") {
    int sure = 0;
    for (std::uint64_t seed = 1; seed < 40; ++seed) {
        Line line = line_of("    ", Script::western, 0, 60, seed);
        strokes::Hand hand(seed);
        std::vector<std::uint8_t> ink(line.pixels.size(), 0);
        for (int i = 0; i < 3; ++i)
            strokes::draw(strokes::scribble_strokes(hand), 10 + 60 * i, 10, 60, 70, line.width, line.height,
                          ink);
        for (std::size_t i = 0; i < ink.size(); ++i)
            line.pixels[i] = static_cast<std::uint8_t>(std::min<int>(line.pixels[i], 255 - ink[i]));
        const auto read = read_free_digits(line.view(), reader());
        if (read && read->confidence > 0.9) ++sure;
    }
    CHECK(sure <= 1);
}

TEST_CASE("a picture without ink, full of ink or full of dots has no free digits", "[ocr][hostile]") {
    std::mt19937_64 random(3);
    const auto read = [&](int width, int height, auto pixel) {
        Line line{width, height, {}};
        for (int i = 0; i < width * height; ++i) line.pixels.push_back(static_cast<std::uint8_t>(pixel()));
        const auto found = read_free_digits(line.view(), reader());
        return found && found->confidence > 0.5;
    };
    CHECK_FALSE(read(300, 60, [] { return 255; }));
    CHECK_FALSE(read(300, 60, [] { return 0; }));
    CHECK_FALSE(read(1, 1, [] { return 0; }));
    CHECK_FALSE(read(4096, 400, [&] { return random() % 7 == 0 ? 0 : 255; }));
    CHECK_FALSE(read(500, 80, [&] { return random() % 2 * 255; }));
    const std::vector<std::uint8_t> few(10, 255);
    CHECK_THROWS_AS(read_free_digits({few, 20, 20}, reader()), Error);
    CHECK_THROWS_AS(read_free_digits({few, 5000, 1}, reader()), Error);
}
#endif
