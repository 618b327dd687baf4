// What the marks of a whole page say about each of them. The boxes are given as measured; that they are
// measured rightly is the business of ocr_fields_test.cpp.
#include <catch2/catch.hpp>

#include "ocr/acceptance.h"
#include "ocr/read_ticks.h"

using namespace sanad;
using ocr::OptionInk;

namespace {

templates::Field choice(templates::Kind kind = templates::Kind::choice) {
    templates::Field field;
    field.key = "housing";
    field.kind = kind;
    for (const auto* key : {"owned", "rented", "other"}) field.options.push_back({key, {key, {}}});
    return field;
}

constexpr OptionInk nothing{};
OptionInk tick(double share = 0.2, double contrast = 200) {
    OptionInk ink;
    ink.share = share;
    ink.contrast = contrast;
    ink.faint = true;  // ink is darker than faint
    return ink;
}
OptionInk ring() {
    OptionInk ink;
    ink.ring = true;
    ink.sides = 3;
    return ink;
}
OptionInk filled() {
    auto ink = tick(0.9);
    ink.runs_over = true;
    return ink;
}

struct Marked {
    templates::Field field;
    std::vector<OptionInk> boxes;
};

// The first field, read in the light of all.
Reading read(const std::vector<Marked>& page) {
    std::vector<ocr::TickBoxes> all;
    for (const auto& one : page) all.push_back({&one.field, one.boxes});
    auto reading = ocr::read_ticks(all.front(), ocr::marking_hand(all, false));
    ocr::settle_acceptance(page.front().field.kind, 0.001, reading);
    return reading;
}

const Marked ordinary{choice(), {tick(), nothing, nothing}};

}  // namespace

TEST_CASE("what shines through beside a mark is no mark, and a person looks", "[ocr][hostile]") {
    const auto kind = GENERATE(templates::Kind::choice, templates::Kind::choices);
    auto pale = tick(0.3, 70);
    const auto reading = read({{choice(kind), {tick(), pale, nothing}}, ordinary, ordinary});
    CHECK(reading.state == ReadState::read);
    CHECK(reading.value == "owned");
    CHECK_FALSE(reading.accepted);
}

TEST_CASE("a pale mark that is alone on its page is still a mark", "[ocr]") {
    const auto reading = read({{choice(), {tick(0.2, 70), nothing, nothing}}});
    CHECK(reading.value == "owned");
}

TEST_CASE("rings are accepted from somebody who always rings", "[ocr]") {
    const Marked ringed{choice(), {nothing, ring(), nothing}};
    CHECK(read({ringed, ringed, ringed}).accepted);
    CHECK(read({ringed, ringed, ringed}).value == "rented");
    CHECK_FALSE(read({ringed}).accepted);
    CHECK_FALSE(read({ringed, ordinary, ordinary}).accepted);
}

TEST_CASE("filled boxes are accepted from somebody who always fills", "[ocr]") {
    const Marked full{choice(), {nothing, filled(), nothing}};
    CHECK(read({full, full}).accepted);
    CHECK_FALSE(read({full}).accepted);
    CHECK_FALSE(read({full, ordinary}).accepted);
}

TEST_CASE("of several filled boxes none is taken back because it is filled more carelessly",
          "[ocr][hostile]") {
    const Marked full{choice(), {nothing, filled(), nothing}};
    const auto neat = tick(0.8);  // filled, but not over the sides
    const auto several = read({{choice(templates::Kind::choices), {filled(), neat, nothing}}, full, full});
    CHECK(several.value == "owned,rented");
    const auto either = read({{choice(), {filled(), neat, nothing}}, full, full});
    CHECK(either.state == ReadState::illegible);
    // Whoever does not always fill may have taken one back: both are shown to a person.
    const auto unknown = read({{choice(templates::Kind::choices), {filled(), neat, nothing}}, ordinary});
    CHECK_FALSE(unknown.accepted);
}

TEST_CASE("a mark that was scribbled out beside a new one is taken back", "[ocr][hostile]") {
    const auto reading = read({{choice(), {filled(), tick(), nothing}}, ordinary});
    CHECK(reading.value == "rented");
    CHECK_FALSE(reading.accepted);
}

TEST_CASE("ink of something larger than a mark is not accepted as one", "[ocr][hostile]") {
    auto stamp = tick();
    stamp.large = true;
    CHECK_FALSE(read({{choice(), {stamp, nothing, nothing}}, ordinary}).accepted);
    auto beside = tick();
    beside.sides = 3;
    CHECK_FALSE(read({{choice(), {beside, nothing, nothing}}, ordinary}).accepted);
    CHECK_FALSE(read({{choice(templates::Kind::choices), {tick(), tick(0.06), nothing}}, ordinary, ordinary})
                    .accepted);
    CHECK(read({{choice(), {tick(), nothing, nothing}}, ordinary}).accepted);
}

TEST_CASE("two marks of one pen are for a person, whatever the rest of the page", "[ocr][hostile]") {
    const auto reading = read({{choice(), {tick(), tick(0.15, 170), nothing}}, ordinary, ordinary});
    CHECK(reading.state == ReadState::illegible);
    CHECK_FALSE(reading.accepted);
    CHECK(reading.alternatives.size() == 2);
}

TEST_CASE("a tick among rings is for a person", "[ocr][hostile]") {
    const Marked ringed{choice(), {nothing, ring(), nothing}};
    CHECK_FALSE(read({ordinary, ringed, ringed, ringed}).accepted);
}

TEST_CASE("the office's way of marking says nothing of the applicant's", "[ocr]") {
    auto office = choice();
    office.office = true;
    const Marked ringed{choice(), {nothing, ring(), nothing}}, theirs{office, {nothing, ring(), nothing}};
    CHECK_FALSE(read({ringed, theirs, theirs}).accepted);
}

TEST_CASE("what a person has to look at is not said to be sure, and not to be hopeless either", "[ocr]") {
    auto slight = tick(0.3, 70);
    slight.share = 0.03;  // between a speck and a mark
    const auto reading = read({{choice(), {slight, nothing, nothing}}, ordinary, ordinary});
    CHECK_FALSE(reading.accepted);
    CHECK(reading.confidence >= 0.9);
    CHECK(reading.confidence < 0.99);
    CHECK(read({ordinary, ordinary, ordinary}).confidence >= 0.99);
}

TEST_CASE("what shines through beside the only mark of a page is no second mark", "[ocr][hostile]") {
    auto through = tick(0.03, 60);
    const auto reading = read({{choice(), {through, nothing, filled()}}});
    CHECK(reading.value == "other");
    CHECK_FALSE(reading.accepted);
    auto pale = tick(0.3, 60);
    const auto beside = read({{choice(), {pale, tick(), nothing}}});
    CHECK(beside.value == "rented");
    CHECK_FALSE(beside.accepted);
}

TEST_CASE("a streak of the feeder through a box is no mark beside real ones", "[ocr][hostile]") {
    auto streak = tick(0.07);
    streak.large = true;
    const auto kind = templates::Kind::choices;
    const auto reading = read({{choice(kind), {streak, tick(), nothing}}, ordinary, ordinary});
    CHECK(reading.values == std::vector<std::string>{"rented"});
    CHECK_FALSE(reading.accepted);
}

TEST_CASE("who rings boxes has not marked what only shines through", "[ocr][hostile]") {
    const Marked ringed{choice(), {ring(), nothing, nothing}};
    OptionInk through;
    through.sides = 2;
    const auto reading =
        read({{choice(templates::Kind::choices), {ring(), through, nothing}}, ringed, ringed, ringed});
    CHECK(reading.values == std::vector<std::string>{"owned"});
    CHECK_FALSE(reading.accepted);
}
