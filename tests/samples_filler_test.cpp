// Filled forms: ink where it belongs, and a truth that says so.
#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "samples/form_filler.h"
#include "samples/typed_text.h"
#include "templates/library.h"

using namespace sanad;
using namespace sanad::samples;

namespace {

const templates::Template& paper() {
    static const auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    return *library.find("support-request");
}

Page sheet() {
    Page page;
    page.dpi = 100;
    page.width = 827;
    page.height = 1169;
    page.pixels.assign(827u * 1169u, 255);
    return page;
}

// Dark pixels inside the box, grown by some millimetres.
int ink(const Page& page, const BoxMm& box, double around_mm = 0) {
    int count = 0;
    const auto px = [&](double mm) { return static_cast<int>(mm * page.dpi / mm_per_inch); };
    for (int y = std::max(0, px(box.y - around_mm)); y < std::min(page.height, px(box.bottom() + around_mm));
         ++y)
        for (int x = std::max(0, px(box.x - around_mm));
             x < std::min(page.width, px(box.right() + around_mm)); ++x)
            count += page.pixels[static_cast<std::size_t>(y * page.width + x)] < 200 ? 1 : 0;
    return count;
}

int all_ink(const Page& page) { return ink(page, {0, 0, 210, 297}, 1); }

const templates::Field& field(const char* key) { return *paper().find(key); }

Page filled(const Filling& filling) {
    Page page = sheet();
    fill_page(page, 1, paper(), filling);
    return page;
}

Filling with(const std::string& key, const std::string& value) {
    Filling filling;
    filling.values[key] = value;
    return filling;
}

}  // namespace

TEST_CASE("each value lands in its own field, typed or by hand", "[samples]") {
    const auto [key, value] =
        GENERATE(table<const char*, const char*>({{"full_name", "هدى أنس زياد السدراوي"},
                                                  {"national_id", "1812345674"},
                                                  {"birth_date", "1409-06-03"},
                                                  {"monthly_income", "4500"},
                                                  {"need", "أحتاج إلى المساعدة في دفع إيجار السكن"},
                                                  {"iban", "SA0397000000608010167519"},
                                                  {"signature", "present"},
                                                  {"date_received", "2026-11-16"}}));
    const auto writing = GENERATE(Writing::typed, Writing::hand);
    CAPTURE(key);
    auto filling = with(key, value);
    filling.applicant.numbers = filling.office.numbers = writing;
    const Page page = filled(filling);
    CHECK(ink(page, field(key).box) > 15);
    CHECK(ink(page, field(key).box, 3) == all_ink(page));
}

TEST_CASE("a number begins behind its printed prefix and ends within its cells", "[samples]") {
    const Page page = filled(with("iban", "SA0397000000608010167519"));
    const auto& cells = field("iban").cell_boxes;
    REQUIRE(cells.size() == 24);
    CHECK(ink(page, {cells[0].x, cells[0].y, cells[0].w, cells[0].h}) == 0);
    for (std::size_t i = 2; i < cells.size(); ++i) {
        CAPTURE(i);
        CHECK(ink(page, cells[i]) > 0);
    }
}

TEST_CASE("a date is written day, month, year from left to right in its own calendar", "[samples]") {
    auto filling = with("birth_date", "1409-06-03");
    filling.applicant.numbers = Writing::typed;
    filling.applicant.digits = DigitSet::western;
    const Page page = filled(filling), other = filled([&] {
                                           auto same = filling;
                                           same.values["birth_date"] = "1409-06-13";
                                           return same;
                                       }());
    const auto& cells = field("birth_date").cell_boxes;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        CAPTURE(i);
        const bool tens_of_the_day = i == 0;
        CHECK((ink(page, cells[i]) != ink(other, cells[i])) == tens_of_the_day);
    }
}

TEST_CASE("only the boxes of what was chosen are ticked", "[samples]") {
    const auto shape = GENERATE(TickShape::tick, TickShape::cross, TickShape::filled);
    auto filling = with("support_kind", "food,debts");
    filling.applicant.ticks = shape;
    const Page page = filled(filling);
    for (const auto& option : field("support_kind").options) {
        CAPTURE(option.key);
        CHECK((ink(page, option.box) > 0) == (option.key == "food" || option.key == "debts"));
    }
}

TEST_CASE("a ring around a box leaves most of the box white", "[samples]") {
    auto filling = with("sex", "female");
    filling.applicant.ticks = TickShape::circled;
    const Page page = filled(filling);
    const auto& box = field("sex").options.back().box;
    CHECK(ink(page, box, 3) > 20);
    CHECK(ink(page, {box.x + 1, box.y + 1, box.w - 2, box.h - 2}) == 0);
}

TEST_CASE("the same seed writes the same form, another hand another one", "[samples]") {
    auto filling = with("national_id", "1812345674");
    const Page first = filled(filling), again = filled(filling);
    filling.applicant.seed = 99;
    CHECK((first.pixels == again.pixels));
    CHECK((first.pixels != filled(filling).pixels));
}

TEST_CASE("the truth has every field, normalised", "[samples]") {
    Filling filling;
    filling.values = {{"national_id", "1812345674"},
                      {"birth_date", "1409-06-03"},
                      {"support_kind", "food,debts"},
                      {"sex", "female"}};
    filling.typed = {"birth_date"};
    const auto truth = truth_of(paper(), filling);
    CHECK(truth["values"].size() == paper().fields.size());
    CHECK(truth["values"]["national_id"] == "1812345674");
    CHECK(truth["values"]["birth_date"] == "1989-01-11");
    CHECK(truth["dates"]["birth_date"]["calendar"] == "hijri");
    CHECK(truth["dates"]["birth_date"]["written"] == "1409-06-03");
    CHECK(truth["values"]["support_kind"] == Json::array({"food", "debts"}));
    CHECK(truth["values"]["iban"].is_null());
    CHECK(truth["hand"] == Json::array({"national_id"}));
}

TEST_CASE("a value that its field cannot hold is refused by name", "[samples][hostile]") {
    const auto [key, value] = GENERATE(table<const char*, const char*>({{"national_id", "18123456740"},
                                                                        {"national_id", "18123x5674"},
                                                                        {"national_id", "١٨١٢٣٤٥٦٧٤"},
                                                                        {"iban", "0397000000608010167519"},
                                                                        {"iban", "SA"},
                                                                        {"monthly_income", "4500.50"},
                                                                        {"birth_date", "1409-06-31"},
                                                                        {"birth_date", "1409-6-3"},
                                                                        {"birth_date", "03-06-1409"},
                                                                        {"birth_date", "-409-06-03"},
                                                                        {"birth_date", "1989/01/11"},
                                                                        {"sex", "both"},
                                                                        {"sex", "male,female"},
                                                                        {"support_kind", "food,,debts"},
                                                                        {"signature", "no"},
                                                                        {"no_such_field", "1"}}));
    CAPTURE(key, value);
    const auto filling = with(key, value);
    try {
        filled(filling);
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::bad_input);
        CHECK(error.where().field == key);
    }
}

TEST_CASE("text that no size fits into its box is refused, not cut", "[samples][hostile]") {
    std::string endless;
    for (int i = 0; i < 200; ++i) endless += "كلمة ";
    CHECK_THROWS_AS(filled(with("full_name", endless)), Error);
    CHECK_THROWS_AS(filled(with("need", endless + endless + endless)), Error);
}

TEST_CASE("a character that no font has is refused instead of drawn as a box", "[samples][hostile]") {
    const Typeface face({"DejaVuSans.ttf"});
    CHECK_THROWS_AS(face.width_mm("سند \xf0\x93\x80\x80", 12), Error);
    CHECK_THROWS_AS(Typeface({"NoSuchFont.ttf"}), Error);
    CHECK(face.width_mm("", 12) == 0);
}
