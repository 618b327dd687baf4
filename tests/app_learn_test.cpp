// sanad learn: from what clerks confirmed, through the program.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "app/wire_cells.h"
#include "core/error.h"
#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;
using sanad::test::samples;

namespace {

std::string written(const Json& value) { return value.is_string() ? value.get<std::string>() : ""; }

}  // namespace

TEST_CASE("what clerks confirmed is counted, and too little of it changes no reader", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const auto none = office.run({"learn", "--json"});
    CHECK(none.exit == 1);
    CHECK(parse_json(none.out)["numbers"] == 0);

    const auto taken = office.run({"take", samples + "/request-handwritten.jpg", "--json"});
    const Json document = parse_json(taken.out.substr(0, taken.out.find('\n')));
    const Json truth = parse_json(test::contents(samples + "/request-handwritten.truth.json"))["values"];
    std::vector<std::string> confirm{"case", "confirm", document["case"].get<std::string>()};
    for (const std::string key : {"national_id", "phone", "iban", "birth_date", "monthly_income"})
        confirm.push_back(key + "=" + written(truth[key]));
    REQUIRE(office.run(confirm).exit <= 1);

    const auto learned = office.run({"learn", "--json"});
    INFO(learned.out << learned.errors);
    CHECK(learned.exit == 1);
    const Json lesson = parse_json(learned.out);
    CHECK(lesson["documents"] == 1);
    CHECK(lesson["numbers"] == 5);
    CHECK(lesson["used"] == false);
    const auto said = office.run({"learn", "--lang", "ar"});
    CHECK(said.out.find("لا تكفي") != std::string::npos);
    CHECK(office.run({"learn", "--forget"}).exit == 0);
    CHECK(office.run({"archive", "check"}).exit == 0);
}

TEST_CASE("cells cross to the program as they were cut, and what does not fit is refused", "[app][hostile]") {
    ocr::CutNumber number{"support-request", 1, "phone", {}};
    for (int i = 1; i < 4; ++i)
        number.cells.push_back({.width = i,
                                .height = 2,
                                .pixels = std::vector<std::uint8_t>(2u * i, 7),
                                .left = 0,
                                .top = 0,
                                .right = i,
                                .bottom = 2});
    std::string pixels;
    const Json wire = app::wire_cut_numbers({number, number}, pixels);
    CHECK(pixels.size() == 24);
    const auto back = app::cut_numbers_from_wire(wire, pixels);
    REQUIRE(back.size() == 2);
    CHECK(back[1].key == "phone");
    CHECK(back[1].cells[2].pixels == number.cells[2].pixels);
    CHECK(back[1].cells[2].right == 3);
    CHECK_THROWS_AS(app::cut_numbers_from_wire(wire, pixels.substr(1)), Error);
    Json huge = wire;
    huge[0]["cells"][0][0] = 100000;
    CHECK_THROWS_AS(app::cut_numbers_from_wire(huge, pixels), Error);
    huge[0]["cells"][0] = Json::array({1, 2});
    CHECK_THROWS_AS(app::cut_numbers_from_wire(huge, pixels), Error);
}
