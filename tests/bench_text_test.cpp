// Floors of reading single fields of text, on few; sanad-measure-text measures many. Nothing was fitted to
// the seed.
#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

#include "bench/lines.h"
#include "bench/text_counts.h"
#include "bench/text_fields.h"
#include "core/arabic.h"
#include "core/files.h"
#include "ocr/line_reader.h"
#include "test_data.h"

using namespace sanad;
using namespace sanad::bench;

namespace {

constexpr std::uint64_t own_seed = 20'270'401;
constexpr double accepted_from = 0.995;

ocr::FieldReader& reader() {
    static ocr::FieldReader one(SANAD_BINARY_DIR "/share/sanad/tessdata",
                                SANAD_SOURCE_DIR "/ocr/models/witness.model",
                                SANAD_SOURCE_DIR "/ocr/models/digits.model");
    return one;
}

ocr::FieldReading read(const samples::TypedField& field) {
    return reader().read(field.page, field.width_mm, field.height_mm, field.box, nullptr, field.skew_deg);
}

Page side_by_side(const Page& left, const Page& right) {
    Page both;
    both.width = left.width + right.width, both.height = std::max(left.height, right.height);
    both.pixels.assign(static_cast<std::size_t>(both.width * both.height), 255);
    const auto put = [&](const Page& page, int x0) {
        for (int y = 0; y < page.height; ++y)
            std::copy_n(page.pixels.begin() + y * page.width, page.width,
                        both.pixels.begin() + y * both.width + x0);
    };
    put(left, 0), put(right, left.width);
    return both;
}

// A line as it is cut from a scan at 300 dpi.
Page typed_words(const std::string& text) {
    constexpr double px_per_mm = 300 / 25.4;
    const auto field = samples::typed_field(samples::Typeface({"NotoNaskhArabic-Regular.ttf"}), text,
                                            {11, 25, "print 0.3; scan 300; blur 0.05; noise 2", 5});
    const auto px = [](double mm) { return static_cast<int>(mm * px_per_mm); };
    Page out;
    out.width = px(field.box.w), out.height = px(field.box.h);
    for (int y = 0; y < out.height; ++y) {
        const auto from =
            field.page.pixels.begin() + (px(field.box.y) + y) * field.page.width + px(field.box.x);
        out.pixels.insert(out.pixels.end(), from, from + out.width);
    }
    return out;
}

// One of MADBase, 28 px in square as 0 to 255 on black, in the middle of a strip.
Page hand_digit(const std::string& images, std::size_t number, int height) {
    constexpr int side = 28, header = 16;
    Page out;
    out.width = side, out.height = height;
    out.pixels.assign(static_cast<std::size_t>(side * height), 255);
    const auto* from = reinterpret_cast<const std::uint8_t*>(images.data()) + header + number * side * side;
    std::transform(from, from + side * side, out.pixels.begin() + (height - side) / 2 * side,
                   [](std::uint8_t ink) { return static_cast<std::uint8_t>(255 - ink); });
    return out;
}

// What lies darker of the two.
void lay_over(Page& page, const Page& other) {
    for (int y = 0; y < std::min(page.height, other.height); ++y)
        for (int x = 0; x < std::min(page.width, other.width); ++x) {
            auto& pixel = page.pixels[static_cast<std::size_t>(y * page.width + x)];
            pixel = std::min(pixel, other.pixels[static_cast<std::size_t>(y * other.width + x)]);
        }
}

// A line of a pen through the middle of what stands there, from its one end to the other.
void strike_out(Page& page, int thick) {
    const auto dark = [&](int x, int y) {
        return page.pixels[static_cast<std::size_t>(y * page.width + x)] < 110;
    };
    int left = page.width, right = 0, top = page.height, bottom = 0;
    for (int y = 0; y < page.height; ++y)
        for (int x = 0; x < page.width; ++x)
            if (dark(x, y)) {
                left = std::min(left, x), right = std::max(right, x);
                top = std::min(top, y), bottom = std::max(bottom, y);
            }
    const int middle = (top + bottom) / 2;
    for (int y = middle; y < middle + thick; ++y)
        std::fill_n(page.pixels.begin() + y * page.width + left, right - left, std::uint8_t{60});
}

}  // namespace

TEST_CASE("what the witness vouches for is right, and that is some of it", "[bench]") {
    std::size_t names = 0, right = 0, accepted = 0, wrong = 0;
    for (std::size_t i = 0; i < 150; ++i) {
        const auto made = made_text(TypedIn::stand, own_seed, i);
        const auto seen = read(made.field);
        const bool exact = fold_name(tidy(seen.text)) == fold_name(tidy(made.field.text));
        INFO(made.field.text << " read as " << seen.text << ", " << seen.chance);
        CHECK((exact || seen.chance < accepted_from));
        wrong += !exact && seen.chance >= accepted_from ? 1 : 0;
        if (made.wording != Wording::name || !made.ordinary) continue;
        ++names, right += exact ? 1 : 0, accepted += seen.chance >= accepted_from ? 1 : 0;
    }
    INFO(names << " names, " << right << " right, " << accepted << " accepted");
    CHECK(wrong == 0);
    REQUIRE(names >= 15);
    CHECK(right * 100 >= names * 92);
    CHECK(accepted * 100 >= names * 55);
}

TEST_CASE("words that people wrote by hand are not accepted, alone or in a row", "[bench][hostile]") {
    const auto folder = test::test_data("ocr/words-handwritten");
    if (!folder) return;
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(*folder))
        if (entry.path().extension() == ".png") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());  // by writer
    REQUIRE(files.size() >= 100);
    Page last;
    for (const auto& file : files) {
        const auto word = picture_of(file);
        const auto alone = reader().line(word), in_a_row = reader().line(side_by_side(word, last));
        INFO(file << ": " << alone.text << "; " << in_a_row.text);
        CHECK(alone.chance < accepted_from);
        CHECK(in_a_row.chance < accepted_from);
        last = word;
    }
}

TEST_CASE("a number that somebody wrote by hand behind typed words is not accepted", "[bench][hostile]") {
    const auto folder = test::test_data("ocr/digits-madbase");
    if (!folder) return;
    const auto images = read_file((*folder / "images.idx3-ubyte").string());
    const auto words = typed_words("شارع النخيل، مبنى");
    REQUIRE(reader().line(words).chance >= accepted_from);
    for (std::size_t first = 0; first < 4000; first += 100) {
        Page number = hand_digit(images, first, words.height);
        for (std::size_t k = 1; k < 4; ++k)
            number = side_by_side(number, hand_digit(images, first + k, words.height));
        const auto seen = reader().line(side_by_side(number, words));
        INFO(first << ": " << seen.text << ", " << seen.chance);
        CHECK(seen.chance < accepted_from);
    }
}

TEST_CASE("text under a stamp, or under other text, is not accepted as what it is not", "[bench][hostile]") {
    const samples::Typeface face({"NotoSansArabic-Regular.ttf"});
    const samples::Typing scan{11, 25, "print 0.3; scan 200; blur 0.05; noise 2", 5};
    const std::string name = "عبد الرحمن بن خالد الغيماوي";
    auto stamped = scan;
    stamped.steps = "stamp 25; " + scan.steps;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        stamped.seed = seed;
        const auto seen = read(samples::typed_field(face, name, stamped));
        INFO(seen.text);
        CHECK((seen.chance < accepted_from || fold_name(seen.text) == fold_name(name)));
    }
    auto twice = samples::typed_field(face, name, scan);
    lay_over(twice.page, samples::typed_field(face, "فاطمة بنت سعد بن يوسف الواحاتي", scan).page);
    CHECK(read(twice).chance < accepted_from);
}

TEST_CASE("text that somebody struck out is not accepted", "[bench][hostile]") {
    const samples::Typing scan{11, 25, "print 0.3; scan 200; blur 0.05; noise 2", 5};
    for (const std::string face :
         {"NotoSansArabic-Regular.ttf", "DejaVuSans.ttf", "NotoKufiArabic-Regular.ttf"})
        for (const std::string text : {"عبد الرحمن بن خالد الغيماوي", "المدينة المنورة", "الرياض"})
            for (const int thick : {2, 4}) {
                auto field = samples::typed_field(samples::Typeface({face}), text, scan);
                strike_out(field.page, thick);
                const auto seen = read(field);
                INFO(face << ", " << thick << " px: " << seen.text << ", " << seen.chance);
                CHECK(seen.chance < accepted_from);
            }
}

TEST_CASE("numbers, Latin letters and tashkeel in a text need a person", "[bench][hostile]") {
    const samples::Typeface face({"NotoNaskhArabic-Regular.ttf", "DejaVuSans.ttf"});
    for (const std::string text : {"شارع الوادي، مبنى 4217", "شارع Wadi", "مُحَمَّد بن سَعْد"}) {
        const auto seen =
            read(samples::typed_field(face, text, {12, 20, "print 0.2; scan 300; blur 0.04", 4}));
        INFO(text << " read as " << seen.text);
        CHECK((seen.chance < accepted_from || tidy(seen.text) == tidy(text)));
    }
}

TEST_CASE("an empty field and a lone speck hold no text", "[bench][hostile]") {
    Page sheet;
    sheet.width = 600, sheet.height = 177, sheet.dpi = 300;
    sheet.pixels.assign(static_cast<std::size_t>(sheet.width * sheet.height), 255);
    CHECK(reader().read(sheet, 50.8, 15, {1.5, 1.5, 47, 12}).lines == 0);
    for (std::size_t y = 80; y < 83; ++y)
        for (std::size_t x = 300; x < 303; ++x) sheet.pixels[y * 600 + x] = 0;
    CHECK(reader().read(sheet, 50.8, 15, {1.5, 1.5, 47, 12}).chance < accepted_from);
    CHECK(reader().line({}).chance == 0);
}

TEST_CASE("what is counted of fields is counted right", "[bench]") {
    TextOutcome right{"name", "Face", "grey 200", true, true, true, 91, -1, 0.9995, 10, 0};
    auto wrong = right;
    wrong.exact = false, wrong.rivals = 3, wrong.chance = 0.96, wrong.errors = 1;
    const auto table = table_of({right, right, wrong}, accepted_from);
    INFO(table);
    CHECK(table.find("66.7 %") != std::string::npos);  // exact, and accepted
    CHECK(table.find("3.3 %") != std::string::npos);   // one letter in thirty
    const auto counts = counts_of({right, right, wrong});
    INFO(counts);
    CHECK(counts.find("agree   from 85   to   0        2      0") != std::string::npos);
    CHECK(counts.find("agree   from 85   to   4        1      1") != std::string::npos);
    CHECK(counts_of({}).empty());
}
