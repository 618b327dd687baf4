// Floors on real handwriting that never trains. ocr/models/MODEL-CARD.md has the figures.
#ifdef SANAD_DIGIT_TRAINING
#include <catch2/catch.hpp>

#include "ocr/training/score.h"
#include "test_data.h"

using namespace sanad;
using namespace sanad::ocr;
using namespace sanad::ocr::training;
using sanad::test::test_data;

namespace {

constexpr double floor_cells = 0.97, floor_writers = 0.92, floor_madbase = 0.9;

const std::string model = SANAD_SOURCE_DIR "/ocr/models/digits.model";

std::vector<CellReading> read_all(const DigitReader& reader, const std::vector<RealDigit>& real) {
    std::vector<CellImage> images;
    for (const auto& one : real) images.push_back(one.image);
    return reader.cells(images);
}

}  // namespace

TEST_CASE("real handwritten digits in cells are read, and what is accepted of numbers is right", "[ocr]") {
    const auto folder = test_data("ocr/digit-cells");
    if (!folder) return;
    const DigitReader reader(model);
    const auto real = load_cell_pictures(*folder);
    const auto read = read_all(reader, real);
    const auto score = score_digits(read, real);
    INFO(score.right << " of " << score.count << " right, " << score.not_read << " not read");
    CHECK(score.accuracy() >= floor_cells);
    CHECK(score.sure_wrong == 0);
    const auto numbers = score_numbers(reader, read, real, {.count = 1000, .seed = 5});
    INFO(numbers.right << " numbers right, " << numbers.accepted << " accepted");
    CHECK(numbers.accepted_wrong <= 1);
    CHECK(numbers.set_right == numbers.count);
    const auto invalid = score_numbers(reader, read, real, {.keeping_rule = false, .count = 1000, .seed = 6});
    CHECK(invalid.accepted_wrong <= 1);
}

TEST_CASE("real handwritten digits of many writers are read", "[ocr]") {
    if (const auto folder = test_data("ocr/digits-300writers")) {
        const auto real = load_idx(*folder, 37);
        const auto score = score_digits(read_all(DigitReader(model), real), real);
        INFO(score.right << " of " << score.count);
        CHECK(score.accuracy() >= floor_writers);
    }
    if (const auto folder = test_data("ocr/digits-madbase")) {
        const auto real = load_idx(*folder, 13);
        const auto score = score_digits(read_all(DigitReader(model, OneDip::three), real), real);
        INFO(score.right << " of " << score.count);
        CHECK(score.accuracy() >= floor_madbase);
    }
}
#endif
