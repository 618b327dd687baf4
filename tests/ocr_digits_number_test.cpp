// Whole numbers from readings of cells: made-up readings here, so that every doubt is known.
#include <catch2/catch.hpp>

#include "core/identifiers.h"
#include "ocr/digits_number.h"

using namespace sanad;
using namespace sanad::ocr;

namespace {

// Both sets, written and printed: these tests know of no difference.
std::array<std::array<double, 10>*, 4> all_chances(CellReading& cell) {
    return {&cell.written.arabic, &cell.written.western, &cell.printed.arabic, &cell.printed.western};
}

CellReading cell(int digit, double p = 0.9999, bool arabic = true) {
    CellReading out;
    out.state = CellState::digit;
    for (auto* set : all_chances(out)) {
        set->fill((1 - p) / 9);
        (*set)[static_cast<std::size_t>(digit)] = p;
    }
    out.log_odds_arabic = arabic ? 8 : -8;
    out.p_empty = out.p_not_a_digit = 1e-5;
    return out;
}

CellReading between(int first, double p, int second) {
    CellReading out = cell(first, p);
    for (auto* set : all_chances(out)) {
        set->fill(0.001 / 8);
        (*set)[static_cast<std::size_t>(first)] = p;
        (*set)[static_cast<std::size_t>(second)] = 0.999 - p;
    }
    return out;
}

CellReading blank() {
    CellReading out;
    for (auto* set : all_chances(out)) set->fill(0.1);
    out.p_empty = 0.9999;
    return out;
}

CellReading crossed(int guess) {
    CellReading out = cell(guess, 0.5);
    out.state = CellState::crossed_out;
    out.p_not_a_digit = 0.95;
    return out;
}

std::vector<CellReading> cells_of(const std::string& digits, bool arabic = true) {
    std::vector<CellReading> cells;
    for (const char digit : digits) cells.push_back(cell(digit - '0', 0.9999, arabic));
    return cells;
}

const std::string valid_id = "1012345672";

NumberReading read(const std::vector<CellReading>& cells, NumberRule rule = NumberRule::none,
                   double prior = 0) {
    return read_number_of_cells(cells, rule, {prior, 0});
}

}  // namespace

TEST_CASE("a number in clear digits is read, in the set that was written", "[ocr]") {
    REQUIRE(national_id_valid(valid_id));
    const auto arabic = read(cells_of(valid_id), NumberRule::national_id);
    CHECK(arabic.state == ReadState::read);
    CHECK(arabic.value == valid_id);
    CHECK(arabic.text == "١٠١٢٣٤٥٦٧٢");
    CHECK(arabic.confidence > 0.999);
    const auto western = read(cells_of(valid_id, false), NumberRule::national_id);
    CHECK(western.text == valid_id);
    CHECK_FALSE(western.arabic_digits);
    CHECK(western.confidence > 0.999);
}

TEST_CASE("no ink in any cell is empty, not illegible", "[ocr]") {
    const auto reading = read(std::vector<CellReading>(10, blank()), NumberRule::national_id);
    CHECK(reading.state == ReadState::empty);
    CHECK(reading.value.empty());
    CHECK(reading.confidence > 0.99);
}

TEST_CASE("amounts may stand at either end of their cells", "[ocr]") {
    auto left = cells_of("4500");
    left.insert(left.end(), 4, blank());
    CHECK(read(left).value == "4500");
    auto right = std::vector<CellReading>(4, blank());
    for (const auto& one : cells_of("4500")) right.push_back(one);
    CHECK(read(right).value == "4500");
    CHECK(read(right).confidence > 0.99);
}

TEST_CASE("a hole in the middle makes a number illegible", "[ocr]") {
    auto cells = cells_of("45007");
    cells[2] = blank();
    const auto reading = read(cells);
    CHECK(reading.state == ReadState::illegible);
    CHECK(reading.value.empty());
    CHECK(reading.confidence == 0);
}

TEST_CASE("a number of fixed length with a blank cell at the end is illegible", "[ocr]") {
    for (const auto rule : {NumberRule::national_id, NumberRule::phone}) {
        auto cells = cells_of(valid_id);
        cells.back() = blank();
        CHECK(read(cells, rule).state == ReadState::illegible);
        cells = cells_of(valid_id);
        cells.front() = blank();
        CHECK(read(cells, rule).state == ReadState::illegible);
    }
}

TEST_CASE("a crossed out cell makes a number illegible, with what it may have been beside it", "[ocr]") {
    auto cells = cells_of("4500");
    cells[1] = crossed(5);
    const auto reading = read(cells);
    CHECK(reading.state == ReadState::illegible);
    REQUIRE_FALSE(reading.alternatives.empty());
    CHECK(reading.alternatives.front().value == "4500");
    CHECK(reading.alternatives.front().confidence < 0.1);
}

TEST_CASE("a clearly written invalid identity number is reported as written", "[ocr]") {
    for (std::size_t at = 0; at < 10; ++at) {
        std::string wrong = valid_id;
        wrong[at] = wrong[at] == '9' ? '8' : static_cast<char>(wrong[at] + 1);
        REQUIRE_FALSE(national_id_valid(wrong));
        const auto reading = read(cells_of(wrong), NumberRule::national_id);
        CHECK(reading.value == wrong);
    }
}

TEST_CASE("what the rule prefers to the ink is a suggestion, not an accepted value", "[ocr]") {
    auto cells = cells_of(valid_id);
    cells[4] = between(7, 0.93, 3);  // 3 would keep the rule; the ink says 7
    const auto reading = read(cells, NumberRule::national_id);
    CHECK(reading.confidence < 0.99);
    bool suggested = reading.value == valid_id;
    for (const auto& other : reading.alternatives) suggested = suggested || other.value == valid_id;
    CHECK(suggested);
}

TEST_CASE("the rule decides between two digits that the ink cannot tell apart", "[ocr]") {
    auto cells = cells_of(valid_id);
    cells[4] = between(3, 0.55, 7);
    const auto with_rule = read(cells, NumberRule::national_id);
    const auto without = read(cells);
    CHECK(with_rule.value == valid_id);
    CHECK(with_rule.confidence > without.confidence);
    CHECK(without.confidence < 0.6);
}

TEST_CASE("confidence and alternatives share one probability", "[ocr]") {
    auto cells = cells_of(valid_id);
    cells[2] = between(1, 0.6, 7);
    cells[6] = between(5, 0.5, 8);
    for (const auto rule : {NumberRule::none, NumberRule::national_id, NumberRule::phone}) {
        const auto reading = read(cells, rule);
        double sum = reading.confidence;
        for (const auto& other : reading.alternatives) {
            CHECK(other.value != reading.value);
            CHECK(other.confidence <= 1);
            sum += other.confidence;
        }
        CHECK(sum <= 1.0001);
        CHECK(reading.alternatives.size() <= 5);
    }
}

TEST_CASE("one field in both digit sets is not sure", "[ocr]") {
    auto cells = cells_of("123456");
    cells[3] = cell(4, 0.9999, false);
    CHECK(read(cells).confidence < 0.9);
    for (std::size_t i = 3; i < 6; ++i) cells[i] = cell(static_cast<int>(i) + 1, 0.9999, false);
    CHECK(read(cells).confidence < 0.5);
}

TEST_CASE("the rest of the page decides the set of a shape that both have", "[ocr]") {
    CellReading ring = cell(5);  // ٥, or a Western 0
    for (auto* tables : {&ring.written, &ring.printed}) {
        tables->western.fill(1e-5);
        tables->western[0] = 0.9999;
    }
    ring.log_odds_arabic = 0;
    CHECK(read({ring}, NumberRule::none, 8).value == "5");
    CHECK(read({ring}, NumberRule::none, -8).value == "0");
    CHECK(read({ring}, NumberRule::none, 0).confidence < 0.6);
}

TEST_CASE("a cell that may be empty lowers the whole number's confidence", "[ocr]") {
    auto cells = cells_of("45");
    CellReading dust = blank();
    dust.p_empty = 0.9;
    cells.push_back(dust);
    CHECK(read(cells).value == "45");
    CHECK(read(cells).confidence < 0.95);
    CellReading dot = cell(0);
    dot.p_empty = 0.3;
    cells.back() = dot;
    CHECK(read(cells).value == "450");
    CHECK(read(cells).confidence < 0.8);
}

TEST_CASE("a speck in a number of fixed length is the dot of its zero, and is not sure", "[ocr]") {
    auto cells = cells_of(valid_id);
    CellReading& zero = cells[1];
    REQUIRE(valid_id[1] == '0');
    zero.state = CellState::empty;
    zero.ink = true;
    zero.p_empty = 0.99;
    const auto reading = read(cells, NumberRule::national_id);
    CHECK(reading.value == valid_id);
    CHECK(reading.confidence < 0.9);
    // Without a length that must be filled it is a hole.
    CHECK(read(cells).state == ReadState::illegible);
    // Nothing at all in the cell is a hole everywhere.
    zero.ink = false;
    CHECK(read(cells, NumberRule::national_id).state == ReadState::illegible);
    // A form full of specks is no number.
    for (auto& cell : cells) cell = zero, cell.ink = true;
    CHECK(read(cells, NumberRule::national_id).state == ReadState::empty);
}

TEST_CASE("readings that make no sense give a doubtful answer and no crash", "[ocr][hostile]") {
    CHECK(read({}).state == ReadState::empty);
    CHECK(read({}, NumberRule::iban).state == ReadState::empty);
    CellReading nothing_known;
    nothing_known.state = CellState::digit;  // every probability is 0
    CHECK(read({nothing_known, nothing_known}).confidence < 0.5);
    CHECK(read(std::vector<CellReading>(200, cell(1))).value.size() == 200);
    CHECK(read(std::vector<CellReading>(200, cell(1)), NumberRule::iban).state == ReadState::illegible);
    CHECK(read(std::vector<CellReading>(3, cell(1)), NumberRule::date_ddmmyyyy).state ==
          ReadState::illegible);
}
