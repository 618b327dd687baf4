// An office's handwriting is learned from confirmed numbers, and only kept where it helps.
#ifdef SANAD_DIGIT_TRAINING
#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "ocr/learn.h"
#include "ocr/training/cell_maker.h"

using namespace sanad;
using namespace sanad::ocr;
using namespace sanad::ocr::training;

namespace {

const std::string& shipped() {
    static const std::string bytes = read_file(SANAD_SOURCE_DIR "/ocr/models/digits.model");
    return bytes;
}

// Ten digits of one writer on one sheet. `label_of` says what stands in the cell for a digit.
template <class LabelOf>
ConfirmedNumber number(CellMaker& maker, int document, const LabelOf& label_of) {
    auto style = maker.style(Origin::pen, Quality::clean);
    ConfirmedNumber out;
    out.document = "sheet " + std::to_string(document);
    for (int place = 0; place < 10; ++place) {
        const int digit = (place * 7 + document) % 10;
        out.digits += static_cast<char>('0' + digit);
        out.cells.push_back(maker.make_in(style, label_of(digit)).image);
    }
    return out;
}

template <class LabelOf>
std::vector<ConfirmedNumber> numbers(int count, std::uint64_t seed, const LabelOf& label_of) {
    const FontDigits fonts("/usr/share/fonts", true);
    CellMaker maker(fonts, seed);
    std::vector<ConfirmedNumber> out;
    for (int i = 0; i < count; ++i) out.push_back(number(maker, i, label_of));
    return out;
}

LearnOptions quick() {
    LearnOptions options;
    options.calibration_cells = 1500;
    options.calibration_fields = 20;
    return options;
}

}  // namespace

TEST_CASE("an office whose one dip is a three teaches the reader so", "[ocr]") {
    // Every ٣ with one dip: the shipped model takes it for a two.
    const auto confirmed = numbers(
        60, 1, [](int digit) { return digit == 3 ? std::size_t{20} : static_cast<std::size_t>(digit); });
    const auto lesson = learn(shipped(), confirmed, quick());
    INFO("held out: " << lesson.held_before.right << " before, " << lesson.held_after.right << " after, of "
                      << lesson.held_before.cells << "; elsewhere " << lesson.mixed_before.right << " and "
                      << lesson.mixed_after.right);
    CHECK(lesson.numbers >= 50);
    CHECK(lesson.held_before.cells > 60);
    CHECK(lesson.held_after.cells == lesson.held_before.cells);
    CHECK(lesson.held_after.loss < lesson.held_before.loss);
    CHECK(lesson.name.ends_with("+1"));
    CHECK(lesson.model != shipped());
}

TEST_CASE("a machine without fonts learns too", "[ocr][hostile]") {
    auto options = quick();
    options.fonts = "/nowhere";
    const auto confirmed = numbers(30, 6, [](int digit) { return static_cast<std::size_t>(digit); });
    const auto lesson = learn(shipped(), confirmed, options);
    CHECK(lesson.held_after.cells > 0);
    CHECK_FALSE(lesson.model.empty());
}

TEST_CASE("what was confirmed wrongly all through is learned by no model that is used", "[ocr][hostile]") {
    // Somebody confirmed every five as a seven and the reverse, on the sheets that teach; the held-out ones
    // tell.
    auto confirmed = numbers(60, 2, [](int digit) { return static_cast<std::size_t>(digit); });
    std::size_t changed = 0;
    for (auto& one : confirmed)
        if (changed++ % 2 == 0)
            for (auto& digit : one.digits) digit = static_cast<char>('0' + (digit - '0' + 5) % 10);
    const auto lesson = learn(shipped(), confirmed, quick());
    INFO("elsewhere " << lesson.mixed_before.right << " and " << lesson.mixed_after.right << " of "
                      << lesson.mixed_before.cells);
    CHECK_FALSE(lesson.better);
}

TEST_CASE("too few confirmed cells, or cells that do not fit their digits, teach nothing", "[ocr][hostile]") {
    const auto right = [](int digit) { return static_cast<std::size_t>(digit); };
    CHECK(learn(shipped(), {}, quick()).model.empty());
    CHECK(learn(shipped(), numbers(3, 3, right), quick()).model.empty());
    auto odd = numbers(40, 4, right);
    for (auto& one : odd) one.digits += "1";
    const auto lesson = learn(shipped(), odd, quick());
    CHECK(lesson.numbers == 0);
    CHECK(lesson.model.empty());
    CHECK_FALSE(lesson.better);
    odd = numbers(40, 5, right);
    for (auto& one : odd) one.digits[3] = 'x';
    CHECK(learn(shipped(), odd, quick()).numbers == 0);
    CHECK_THROWS_AS(learn("no model", {}, quick()), Error);
}
#endif
