// Whether somebody signed: ink of some size that is neither dirt nor a stamp.
#include <opencv2/imgproc.hpp>

#include <catch2/catch.hpp>

#include "core/geometry.h"
#include "ocr/acceptance.h"
#include "ocr/read_field.h"
#include "tests/ocr_scans.h"

using namespace sanad;
using namespace sanad::test;

namespace {

const templates::Field& signature() { return *paper("support-request").find("signature"); }

cv::Mat blank() { return printed("support-request"); }

Reading presence(const cv::Mat& page) {
    constexpr double s = 300 / mm_per_inch;
    const ocr::Placement placement(cv::Matx33d(s, 0, -0.5, 0, s, -0.5, 0, 0, 1));
    const auto& request = paper("support-request");
    auto reading =
        ocr::read_presence(ocr::flatten(page, placement, request, request.pages.front()), signature());
    ocr::settle_acceptance(signature().kind, 0.001, reading);
    return reading;
}

void sign(cv::Mat& page, double width_mm, int grey, double down_mm = 0) {
    const auto& box = signature().box;
    draw_ring(page, {box.x + 30, box.y + 9 + down_mm}, 12, 5, width_mm, grey);
    draw_line(page, {box.x + 20, box.y + 13 + down_mm}, {box.x + 36, box.y + 3 + down_mm}, width_mm, grey);
}

void draw_stamp(cv::Mat& page, PointMm at) {
    draw_ring(page, at, 17, 17, 0.5, 110);
    draw_ring(page, at, 13.5, 13.5, 0.5, 110);
}

// All greys nearer to the paper's: a scanner's lamp that is too bright, or too little toner; and paper that
// is not quite white.
cv::Mat faded(const cv::Mat& page, double contrast) {
    cv::Mat out;
    page.convertTo(out, CV_8U, contrast, 247 - 255 * contrast);
    return out;
}

}  // namespace

TEST_CASE("a signature is ink of some size, not a speck", "[ocr]") {
    cv::Mat page = blank();
    const auto& box = signature().box;
    draw_line(page, box.centre(), box.centre(), 0.4);
    CHECK(presence(page).state == ReadState::empty);
    draw_line(page, {box.x + 30, box.y + 5}, {box.x + 33, box.y + 5}, 0.4);
    CHECK_FALSE(presence(page).accepted);
    draw_ring(page, {box.x + 30, box.y + 9}, 12, 5, 0.5, 60);
    draw_line(page, {box.x + 15, box.y + 14}, {box.x + 60, box.y + 4}, 0.5, 60);
    CHECK(presence(page).value == "present");
    CHECK(presence(page).accepted);
}

TEST_CASE("a signature by a fine or pale pen is found, for a person to confirm", "[ocr]") {
    const auto [width, grey] = GENERATE(std::pair{0.2, 60}, std::pair{0.4, 190}, std::pair{0.25, 160});
    cv::Mat page = blank();
    sign(page, width, grey);
    CAPTURE(width, grey);
    CHECK(presence(page).state == ReadState::read);
}

TEST_CASE("a signature over the border of its box is one", "[ocr]") {
    cv::Mat page = blank();
    sign(page, 0.5, 60, 6);
    CHECK(presence(page).state == ReadState::read);
}

TEST_CASE("a stamp over an empty box is no signature, and one over a signature hides none",
          "[ocr][hostile]") {
    cv::Mat page = blank();
    const auto& box = signature().box;
    draw_stamp(page, {box.x + 60, box.bottom() + 2});
    CHECK(presence(page).state == ReadState::empty);
    CHECK_FALSE(presence(page).accepted);
    sign(page, 0.5, 60);
    CHECK(presence(page).state == ReadState::read);
}

TEST_CASE("a staple, a crease and dirt are no signature", "[ocr][hostile]") {
    const auto& box = signature().box;
    cv::Mat staple = blank(), crease = blank(), dirt = blank();
    draw_line(staple, {box.x + 30, box.y + 8}, {box.x + 42, box.y + 6}, 0.6, 40);
    draw_line(crease, {box.x + 1, box.y + 6}, {box.right() - 1, box.y + 9}, 0.4, 170);
    for (const double x : {12.0, 30.0, 55.0})
        draw_line(dirt, {box.x + x, box.y + 7}, {box.x + x, box.y + 7.2}, 1.1);
    for (const auto* page : {&staple, &crease, &dirt}) {
        CHECK(presence(*page).state == ReadState::empty);
        // What is paler than ink is doubted where the page is read.
        if (page != &crease) CHECK_FALSE(presence(*page).accepted);
    }
}

TEST_CASE("a pale signature is found on a pale and grainy scan", "[ocr]") {
    const auto [grey, contrast, noise] =
        GENERATE(std::tuple{150, 0.5, 2.0}, std::tuple{130, 0.6, 3.0}, std::tuple{150, 1.0, 9.0});
    cv::Mat page = blank();
    sign(page, 0.35, grey);
    CAPTURE(grey, contrast, noise);
    CHECK(presence(with_noise(faded(page, contrast), noise)).state == ReadState::read);
    CHECK(presence(with_noise(faded(blank(), contrast), noise)).state == ReadState::empty);
}

TEST_CASE("the pale arc of a cup's ring is no signature", "[ocr][hostile]") {
    const auto& box = signature().box;
    const double grey = GENERATE(150, 190, 215);
    cv::Mat page = blank();
    draw_ring(page, {box.x + 35, box.y + 33}, 30, 30, 2, static_cast<int>(grey));
    CAPTURE(grey);
    CHECK(presence(page).state == ReadState::empty);
    CHECK_FALSE(presence(page).accepted);
}
