// Fields of a registered page: text, ticks, signatures. The page is printed, and then somebody writes on it.
#include <catch2/catch.hpp>
#include <opencv2/imgproc.hpp>

#include "core/arabic.h"
#include "core/error.h"
#include "ocr/acceptance.h"
#include "ocr/read_field.h"
#include "ocr/read_ticks.h"
#include "ocr_scans.h"

using namespace sanad;
using namespace sanad::test;

namespace {

const templates::Template& request() { return paper("support-request"); }
const templates::Field& field(const char* key) { return *request().find(key); }

// The page lies exactly on the paper: what is asked here is what was written on it.
ocr::FlatPage flat(const cv::Mat& page) {
    constexpr double s = 300 / mm_per_inch;
    const ocr::Placement placement(cv::Matx33d(s, 0, -0.5, 0, s, -0.5, 0, 0, 1));
    return ocr::flatten(page, placement, request(), request().pages.front());
}

ocr::TextEngine& engine() {
    static ocr::TextEngine text(SANAD_BINARY_DIR "/share/sanad/tessdata", "ara");
    return text;
}

Reading accepted(Reading reading, templates::Kind kind) {
    ocr::settle_acceptance(kind, 0.001, reading);
    return reading;
}

Reading ticks(const ocr::FlatPage& page, const char* key) {
    return accepted(ocr::read_ticks(ocr::measure_ticks(page, field(key)), {}), field(key).kind);
}
Reading ticks(const cv::Mat& page, const char* key) { return ticks(flat(page), key); }

Reading text(const ocr::FlatPage& page, const char* key) {
    return accepted(ocr::read_text(page, field(key), engine()).reading, field(key).kind);
}
Reading text(const cv::Mat& page, const char* key) { return text(flat(page), key); }

const templates::Option& option(const char* key, const char* name) {
    for (const auto& one : field(key).options)
        if (one.key == name) return one;
    FAIL("no such option");
    return field(key).options.front();
}

void tick(cv::Mat& page, const BoxMm& box, double width = 0.5, int grey = 40) {
    draw_line(page, {box.x + 0.6, box.y + 2.0}, {box.x + 1.6, box.y + 3.3}, width, grey);
    draw_line(page, {box.x + 1.6, box.y + 3.3}, {box.x + 4.6, box.y - 0.8}, width, grey);
}

void cross(cv::Mat& page, const BoxMm& box) {
    draw_line(page, {box.x + 0.5, box.y + 0.5}, {box.x + 3.5, box.y + 3.5}, 0.5);
    draw_line(page, {box.x + 3.5, box.y + 0.5}, {box.x + 0.5, box.y + 3.5}, 0.5);
}

void fill(cv::Mat& page, const BoxMm& box, double over = 0) {
    for (double y = -over + 0.3; y < box.h + over; y += 0.4)
        draw_line(page, {box.x - over, box.y + y}, {box.right() + over, box.y + y}, 0.5);
}

cv::Mat blank() { return printed("support-request"); }

}  // namespace

TEST_CASE("nothing written is empty, and nobody needs to look", "[ocr]") {
    const auto page = flat(with_noise(blank(), 6));
    for (const auto& one : request().fields) {
        Reading reading;
        CAPTURE(one.key);
        if (one.kind == templates::Kind::text)
            reading = text(page, one.key.c_str());
        else if (!one.options.empty())
            reading = ticks(page, one.key.c_str());
        else if (one.kind == templates::Kind::signature)
            reading = accepted(ocr::read_presence(page, one), one.kind);
        else
            continue;
        CHECK(reading.state == ReadState::empty);
        CHECK(reading.value.empty());
        CHECK(reading.accepted);
    }
}

TEST_CASE("a tick, a cross and a filled box are marks", "[ocr]") {
    for (int how = 0; how < 4; ++how) {
        cv::Mat page = blank();
        const auto& box = option("housing", "rented").box;
        if (how == 0) tick(page, box);
        if (how == 1) cross(page, box);
        if (how == 2) fill(page, box);
        if (how == 3) tick(page, box, 0.3, 110);  // a fine, pale pen
        CAPTURE(how);
        const auto reading = ticks(page, "housing");
        CHECK(reading.state == ReadState::read);
        CHECK(reading.value == "rented");
        CHECK(reading.text == option("housing", "rented").label.ar);
        if (how < 2) CHECK(reading.accepted);
    }
}

TEST_CASE("two marks in a choice are for a person to settle", "[ocr][hostile]") {
    cv::Mat page = blank();
    tick(page, option("marital_status", "single").box);
    cross(page, option("marital_status", "widowed").box);
    const auto reading = ticks(page, "marital_status");
    CHECK(reading.state == ReadState::illegible);
    CHECK(reading.value.empty());
    CHECK_FALSE(reading.accepted);
    REQUIRE(reading.alternatives.size() == 2);
    CHECK(reading.alternatives[0].value == "single");
    CHECK(reading.alternatives[1].value == "widowed");
}

TEST_CASE("a mark that was struck out beside another one is not accepted unseen", "[ocr][hostile]") {
    cv::Mat page = blank();
    fill(page, option("sex", "male").box, 1.2);
    tick(page, option("sex", "female").box);
    const auto reading = ticks(page, "sex");
    CHECK_FALSE(reading.accepted);
    if (reading.state == ReadState::read) CHECK(reading.value == "female");
}

TEST_CASE("a ring round an option or a dot in its box is not accepted unseen", "[ocr][hostile]") {
    cv::Mat ringed = blank();
    const auto& one = option("housing", "owned");
    const double left = one.label_box.x - 1, right = one.box.right() + 1.5;
    draw_ring(ringed, {(left + right) / 2, one.box.centre().y}, (right - left) / 2, 3.6);
    const auto circled = ticks(ringed, "housing");
    CHECK_FALSE(circled.accepted);
    CHECK(circled.state != ReadState::empty);
    cv::Mat dotted = blank();
    draw_line(dotted, one.box.centre(), one.box.centre(), 0.7);
    CHECK_FALSE(ticks(dotted, "housing").accepted);
}

TEST_CASE("a faint ring that comes in pieces does not leave its option accepted as blank", "[ocr][hostile]") {
    cv::Mat page = blank();
    const auto& box = option("housing", "owned").box;
    draw_line(page, {box.x + 0.6, box.y - 1.2}, {box.right() - 0.6, box.y - 1.4}, 0.25, 120);
    draw_line(page, {box.x + 0.8, box.bottom() + 1.3}, {box.right() - 0.5, box.bottom() + 1.1}, 0.25, 120);
    draw_line(page, {box.right() + 1.2, box.y + 0.9}, {box.right() + 1.3, box.bottom() - 0.8}, 0.25, 120);
    CHECK_FALSE(ticks(page, "housing").accepted);
}

TEST_CASE("a mark too pale for ink does not leave its box accepted as blank", "[ocr][hostile]") {
    cv::Mat page = blank();
    const auto& box = option("housing", "owned").box;
    draw_line(page, {box.x + 0.4, box.y + 0.4}, {box.right() - 0.4, box.bottom() - 0.4}, 0.4, 205);
    draw_line(page, {box.x + 0.4, box.bottom() - 0.4}, {box.right() - 0.4, box.y + 0.4}, 0.4, 205);
    CHECK_FALSE(ticks(page, "housing").accepted);
}

TEST_CASE("who fills every box that applies has marked them", "[ocr]") {
    cv::Mat page = blank();
    for (const char* key : {"rent", "debts"}) fill(page, option("support_kind", key).box, 1.2);
    const auto reading = ticks(page, "support_kind");
    CHECK(reading.state == ReadState::read);
    CHECK(reading.value == "rent,debts");
    CHECK_FALSE(reading.accepted);  // it may have been taken back
}

TEST_CASE("the long tail of a tick does not tick the neighbour", "[ocr]") {
    cv::Mat page = blank();
    const auto& first = option("support_kind", "rent").box;
    const auto& below = option("support_kind", "education").box;
    draw_line(page, {first.x + 0.6, first.y + 0.8}, {first.x + 2, first.y + 3.2}, 0.5);
    draw_line(page, {first.x + 2, first.y + 3.2}, {below.x + 1.2, below.y + 0.7}, 0.5);
    const auto reading = ticks(page, "support_kind");
    CHECK(reading.value == "rent");
}

TEST_CASE("several options may be ticked where the paper allows it", "[ocr]") {
    const auto reading = ticks(printed("support-request", applicant()), "support_kind");
    REQUIRE(reading.values);
    CHECK(*reading.values == std::vector<std::string>{"rent", "food"});
    CHECK(reading.accepted);
    CHECK(ticks(printed("support-request", applicant()), "sex").value == "male");
}

TEST_CASE("printed text is read nearly as written, and never accepted by itself", "[ocr]") {
    const auto page = flat(through_jpeg(with_noise(printed("support-request", applicant()), 8), 80));
    std::size_t wrong = 0, letters = 0;
    for (const char* key : {"full_name", "city", "address"}) {
        const auto reading = text(page, key);
        CAPTURE(key, reading.value);
        CHECK(reading.state == ReadState::read);
        CHECK_FALSE(reading.accepted);
        wrong += edit_distance(reading.value, applicant().at(key));
        letters += code_points(applicant().at(key));
    }
    CHECK(wrong * 20 <= letters);  // 5 %
}

TEST_CASE("a speck is no text, and a scribble is not empty", "[ocr][hostile]") {
    cv::Mat page = blank();
    const auto& box = field("city").box;
    draw_line(page, box.centre(), {box.centre().x + 0.1, box.centre().y}, 0.35);
    CHECK(text(page, "city").state == ReadState::empty);
    for (double x = 2; x < box.w - 6; x += 2.2)
        draw_line(page, {box.x + x, box.y + 1.5}, {box.x + x + 3.1, box.bottom() - 1.4}, 0.5);
    const auto scribble = text(page, "city");
    CHECK(scribble.state != ReadState::empty);
    CHECK_FALSE(scribble.accepted);
    CHECK(scribble.confidence < 0.5);
}

TEST_CASE("a missing text model is named", "[ocr][hostile]") {
    try {
        ocr::TextEngine none("/nowhere", "ara");
        FAIL("was opened");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::not_found);
        CHECK(std::string(error.what()).find("/nowhere") != std::string::npos);
    }
}

namespace {

void stamp(cv::Mat& page, PointMm at) {
    draw_ring(page, at, 17, 17, 0.5, 110);
    draw_ring(page, at, 13.5, 13.5, 0.5, 110);
}

}  // namespace

TEST_CASE("the rim of a stamp through a box is no mark, and leaves the field to a person", "[ocr][hostile]") {
    cv::Mat page = blank();
    const auto& box = option("support_kind", "food").box;
    stamp(page, {box.centre().x + 17, box.centre().y + 0.5});
    tick(page, option("support_kind", "rent").box);
    const auto reading = ticks(page, "support_kind");
    CHECK(reading.value == "rent");
    CHECK_FALSE(reading.accepted);
}

TEST_CASE("the word within a stamp is no mark for certain, a clean box within it is blank",
          "[ocr][hostile]") {
    const auto &box = option("support_kind", "food").box, &below = option("support_kind", "debts").box;
    for (const bool word : {true, false}) {
        cv::Mat page = blank();
        stamp(page, {box.centre().x + 2, (box.centre().y + below.centre().y) / 2});
        if (word) draw_line(page, {box.x + 0.8, box.y + 2.6}, {box.right() - 0.7, box.y + 1.4}, 0.9, 40);
        tick(page, option("support_kind", "rent").box);
        const auto reading = ticks(page, "support_kind");
        CAPTURE(word, reading.value);
        CHECK(reading.accepted != word);
    }
}

TEST_CASE("a tick of which a fax left crumbs is not accepted as blank", "[ocr][hostile]") {
    cv::Mat page = blank();
    const auto& box = option("housing", "owned").box;
    for (double t = 0.5; t < 3.2; t += 0.35)
        draw_line(page, {box.x + t, box.y + t}, {box.x + t, box.y + t}, 0.14, 0);
    CHECK_FALSE(ticks(page, "housing").accepted);
}
