// Lines of text: cut apart, read twice, their commas.
#include <catch2/catch.hpp>

#include <opencv2/imgproc.hpp>

#include "core/arabic.h"
#include "ocr/dot_pairs.h"
#include "ocr/read_field.h"
#include "ocr/text_commas.h"
#include "ocr/text_crop.h"
#include "ocr/text_doubt.h"
#include "ocr_scans.h"

using namespace sanad;
using namespace sanad::test;

namespace {

const templates::Field& need() { return *paper("support-request").find("need"); }

ocr::FlatPage flat(const cv::Mat& page) {
    constexpr double s = 300 / mm_per_inch;
    const ocr::Placement placement(cv::Matx33d(s, 0, -0.5, 0, s, -0.5, 0, 0, 1));
    const auto& request = paper("support-request");
    return ocr::flatten(page, placement, request, request.pages.front());
}

ocr::TextEngine& engine() {
    static ocr::TextEngine text(SANAD_BINARY_DIR "/share/sanad/tessdata", "ara");
    return text;
}

// A row of separate strokes, as high as letters are.
void strokes(cv::Mat& page, double y, double from, double until) {
    for (double x = from; x < until; x += 2.5) draw_line(page, {x, y}, {x + 1.6, y + 2.2}, 0.4);
}

}  // namespace

TEST_CASE("a sign that closes no quotation is a comma", "[ocr]") {
    CHECK(ocr::with_arabic_commas("عملي» وتراكمت") == "عملي، وتراكمت");
    CHECK(ocr::with_arabic_commas("عملي » وتراكمت") == "عملي، وتراكمت");
    CHECK(ocr::with_arabic_commas("أثاث, ونحتاج") == "أثاث، ونحتاج");
    CHECK(ocr::with_arabic_commas("كتب,ودفاتر") == "كتب، ودفاتر");
}

TEST_CASE("quotations and numbers keep their signs", "[ocr]") {
    for (const std::string text : {"قال «نعم» ثم ذهب", "4,500 ريال", "Riyadh, Jeddah", "» وحدها"})
        CHECK(ocr::with_arabic_commas(text) == text);
}

TEST_CASE("commas in damaged text do no harm", "[ocr][hostile]") {
    for (const std::string text : {"", ",", "«", "\xD8", "\xC2", "\xF0\x9F", "««««"})
        CHECK(ocr::with_arabic_commas(text) == text);
    CHECK(ocr::with_arabic_commas("ب,,").starts_with("ب،"));
}

TEST_CASE("lines of a wide field are cut apart where the writer put them", "[ocr]") {
    cv::Mat page = printed("support-request");
    const auto& box = need().box;
    const double pitch = box.h / need().lines;
    // Half way between the ruled lines, and the second one short.
    strokes(page, box.y + 0.25 * pitch, box.x + 5, box.right() - 5);
    strokes(page, box.y + 1.25 * pitch, box.right() - 30, box.right() - 5);
    const auto crop = ocr::cut_text(flat(page), need());
    REQUIRE(crop.lines.size() == 2);
    CHECK(crop.lines[0].where.y < crop.lines[1].where.y);
    CHECK(crop.lines[0].where.width > 2 * crop.lines[1].where.width);
}

TEST_CASE("of two dots that a scan nearly drew together the paler one is not lost", "[ocr]") {
    cv::Mat page = printed("support-request");
    const auto& name = *paper("support-request").find("full_name");
    strokes(page, name.box.y + 2, name.box.right() - 40, name.box.right() - 5);
    constexpr double s = 300 / mm_per_inch;
    const cv::Rect soft(static_cast<int>((name.box.right() - 20) * s),
                        static_cast<int>((name.box.y + 5.2) * s), 12, 6);
    const cv::Rect dark(soft.x + 2, soft.y + 1, 3, 4), pale(soft.x + 8, soft.y + 2, 2, 3);
    page(soft).setTo(190);
    page(dark).setTo(40);
    page(pale).setTo(110);  // ink, and smaller than a speck
    const auto crop = ocr::cut_text(flat(page), name);
    REQUIRE(crop.lines.size() == 1);
    const auto darkest = [&](const cv::Rect& at) {
        double least = 0;
        cv::minMaxLoc(crop.lines[0].grey(at - crop.lines[0].where.tl()), &least);
        return least;
    };
    CHECK(darkest(dark) < 100);
    CHECK(darkest(pale) < 160);
}

TEST_CASE("a dot paler than ink is not lost where the grey around it reaches its letter", "[ocr]") {
    cv::Mat page = printed("support-request");
    const auto& name = *paper("support-request").find("full_name");
    strokes(page, name.box.y + 3, name.box.right() - 40, name.box.right() - 5);
    constexpr double s = 300 / mm_per_inch;
    const cv::Rect letter(static_cast<int>((name.box.right() - 60) * s),
                          static_cast<int>((name.box.y + 4) * s), 30, 8);
    const cv::Rect dot(letter.x + 12, letter.y - 8, 4, 4), between(letter.x + 11, letter.y - 9, 6, 9);
    page(between).setTo(190);
    page(letter).setTo(50);
    page(dot).setTo(165);
    const auto crop = ocr::cut_text(flat(page), name);
    REQUIRE(crop.lines.size() == 1);
    double least = 255;
    cv::minMaxLoc(crop.lines[0].grey(dot - crop.lines[0].where.tl()), &least);
    CHECK(least < 180);
}

TEST_CASE("a reading with fewer dots than are seen is known", "[ocr]") {
    cv::Mat line(40, 120, CV_8U, cv::Scalar(255));
    CHECK(ocr::dots_seen(line) == 0);
    line(cv::Rect(5, 5, 60, 20)).setTo(30);   // letters
    line(cv::Rect(20, 30, 4, 4)).setTo(30);   // a dot
    line(cv::Rect(40, 30, 10, 4)).setTo(30);  // two in one
    CHECK(ocr::dots_seen(line) == 3);
    CHECK(ocr::dots_in("لا بوجد") == 2);
    CHECK(ocr::dots_in("لا يوجد") == 3);
    CHECK(ocr::dots_in("") == 0);
    CHECK(ocr::dots_in("عبد الله") >= 4);
    CHECK(ocr::dots_seen({}) == 0);
}

TEST_CASE("an empty field has no lines", "[ocr]") {
    CHECK(ocr::cut_text(flat(printed("support-request")), need()).lines.empty());
}

TEST_CASE("pictures that hold no line of writing are read as nothing, or as something unsure",
          "[ocr][hostile]") {
    CHECK(engine().line(cv::Mat(40, 200, CV_8U, cv::Scalar(255))).mean < 95);
    CHECK(engine().line(cv::Mat(2, 4000, CV_8U, cv::Scalar(0))).text.empty());
    engine().line(cv::Mat(1, 1, CV_8U, cv::Scalar(0)));
    engine().line(cv::Mat(400, 3, CV_8U, cv::Scalar(0)));
}

TEST_CASE("strokes of a pen in a text field get no confidence", "[ocr][hostile]") {
    cv::Mat page = printed("support-request");
    const auto& box = need().box;
    strokes(page, box.y + 2, box.x + 5, box.right() - 5);
    const auto reading = ocr::read_text(flat(page), need(), engine()).reading;
    CHECK(reading.state != ReadState::empty);
    CHECK(reading.confidence <= 0.1);
}

TEST_CASE("a text with a stamp over it, or with ink that runs out of its field, is not taken for whole",
          "[ocr][hostile]") {
    const auto& name = *paper("support-request").find("full_name");
    const auto clear = [&](const cv::Mat& page, double dpi = 300) {
        auto sheet = flat(page);
        sheet.scanned_dpi = dpi;
        return ocr::stands_clear(sheet, name, ocr::cut_text(sheet, name));
    };
    const cv::Mat page = printed("support-request", applicant());
    CHECK(clear(page));
    CHECK_FALSE(clear(page, 150));  // too coarse for dots
    cv::Mat stamped = page.clone(), crossed = page.clone();
    draw_ring(stamped, {name.box.centre().x, name.box.bottom() + 12}, 15, 15, 0.6, 90);
    draw_line(crossed, {name.box.x + 30, name.box.y - 6}, {name.box.x + 60, name.box.bottom() + 6}, 0.5);
    CHECK_FALSE(clear(stamped));
    CHECK_FALSE(clear(crossed));
}
