// Which paper a page is and where it lies: pages that fit, however they were scanned, and pages that do not.
#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/clean.h"
#include "ocr/recognise.h"
#include "ocr_scans.h"

using namespace sanad;
using namespace sanad::test;

namespace {

ocr::RecognisedPage recognised(const cv::Mat& scan, const std::string& form = {}) {
    const Page page = page_of(scan);
    return ocr::recognise(page, ocr::clean(page), papers(), form);
}

cv::Mat request() { return printed("support-request", applicant()); }

BoxMm around(PointMm centre, double side) { return {centre.x - side / 2, centre.y - side / 2, side, side}; }

void check_fits(const ocr::RecognisedPage& page, double residual_mm = 0.15) {
    CHECK(page.finding.fault.empty());
    REQUIRE(page.finding.registered);
    CHECK(page.paper->id == "support-request");
    CHECK(page.finding.paper_page == 1);
    CHECK(page.finding.residual_mm < residual_mm);
}

// A page of words that is no paper of ours.
cv::Mat letter() {
    cv::Mat page(3508, 2480, CV_8U, cv::Scalar(255));
    for (int line = 0; line < 40; ++line)
        cv::putText(page, "This is a letter about something else, line " + std::to_string(line),
                    {250, 300 + line * 75}, cv::FONT_HERSHEY_SIMPLEX, 2, 20, 4, cv::LINE_AA);
    return page;
}

// Another firm's form: marks in the corners like ours, and rules.
cv::Mat strange_form() {
    cv::Mat page(3508, 2480, CV_8U, cv::Scalar(255));
    for (const auto& mark : paper("support-request").pages.front().marks) {
        const double h = mark.size / 2;
        for (double y = -h; y <= h; y += 0.2)
            draw_line(page, {mark.centre.x - h, mark.centre.y + y}, {mark.centre.x + h, mark.centre.y + y},
                      0.25, 0);
        if (mark.shape == templates::MarkShape::hollow) page = without_box(page, around(mark.centre, 2.5));
    }
    for (double y = 40; y < 270; y += 9) draw_line(page, {20, y}, {190, y}, 0.3, 0);
    for (double x = 20; x < 195; x += 34) draw_line(page, {x, 40}, {x, 265}, 0.3, 0);
    return page;
}

}  // namespace

TEST_CASE("a page as printed is placed within a tenth of a millimetre", "[ocr]") {
    const auto page = recognised(request());
    check_fits(page, 0.05);
    CHECK(page.finding.dpi == Approx(300).margin(1));
    CHECK(page.finding.rotated_deg == 0);
    CHECK(std::abs(page.finding.skew_deg) < 0.05);
    const auto corner = page.placement.px({105, 148.5});
    CHECK(corner.x == Approx(105 * 300 / 25.4).margin(2));
    CHECK(corner.y == Approx(148.5 * 300 / 25.4).margin(2));
}

TEST_CASE("a page that was fed askew or the wrong way round is placed", "[ocr]") {
    const double angle = GENERATE(-9.0, -6.0, 6.0, 90.0, 178.0, 270.0);
    CAPTURE(angle);
    const auto page = recognised(turned(request(), angle));
    check_fits(page);
    const double told = page.finding.rotated_deg + page.finding.skew_deg;
    CHECK(std::abs(std::remainder(told - angle, 360)) < 0.1);
    CHECK(std::abs(page.finding.skew_deg) < 45.1);
}

TEST_CASE("a page scanned at another resolution is placed", "[ocr]") {
    const double dpi = GENERATE(150.0, 200.0, 400.0);
    CAPTURE(dpi);
    const auto page = recognised(at_dpi(request(), dpi));
    check_fits(page);
    CHECK(page.finding.dpi == Approx(dpi).epsilon(0.01));
}

TEST_CASE("a page photographed from an angle in uneven light is placed", "[ocr]") {
    check_fits(recognised(photographed(request(), 0.06)));
}

TEST_CASE("a noisy, hard-pressed scan is placed", "[ocr]") {
    check_fits(recognised(through_jpeg(with_noise(turned(at_dpi(request(), 200), 2), 28), 20)), 0.25);
}

TEST_CASE("three marks, two, or none are enough where the code can be read", "[ocr]") {
    const auto& marks = paper("support-request").pages.front().marks;
    cv::Mat page = turned(request(), 0);
    const std::size_t missing = GENERATE(1u, 2u, 4u);
    for (std::size_t i = 0; i < missing; ++i) page = without_box(page, around(marks[3 - i].centre, 8));
    CAPTURE(missing);
    check_fits(recognised(turned(page, 3)));
}

TEST_CASE("marks and printed lines name the paper where the code cannot be read", "[ocr]") {
    const auto& layout = paper("support-request").pages.front();
    const cv::Mat page = without_box(request(), layout.qr);
    check_fits(recognised(turned(page, 180)));
    check_fits(recognised(page, "support-request"));
    check_fits(recognised(without_box(page, around(layout.marks[0].centre, 8))));
}

TEST_CASE("a page fed askew that lost its corners is placed by two marks", "[ocr]") {
    const auto& layout = paper("support-request").pages.front();
    cv::Mat page = without_box(request(), layout.qr);
    page = without_box(page, around(layout.marks[1].centre, 8));
    page = without_box(page, around(layout.marks[3].centre, 8));
    const cv::Mat whole = turned(page, 4);
    check_fits(recognised(
        whole(cv::Rect((whole.cols - page.cols) / 2, (whole.rows - page.rows) / 2, page.cols, page.rows))));
}

TEST_CASE("a stamp over a mark and part of the fields does no harm", "[ocr]") {
    cv::Mat page = request();
    for (double r = 8; r < 24; r += 3) draw_ring(page, {195, 280}, r, r, 1.2, 90);
    draw_line(page, {150, 200}, {205, 285}, 2.5, 60);
    check_fits(recognised(page));
}

TEST_CASE("a page that is no paper of ours is said to be none", "[ocr][hostile]") {
    CHECK(recognised(letter()).finding.fault == "page.wrong_paper");
    CHECK(recognised(strange_form()).finding.fault == "page.wrong_paper");
    CHECK(recognised(letter(), "support-request").paper == nullptr);
    CHECK(recognised(strange_form(), "support-request").paper == nullptr);
    cv::Mat noise(2000, 1500, CV_8U);
    cv::randu(noise, 0, 256);
    CHECK(recognised(noise).paper == nullptr);
}

TEST_CASE("a code of ours on a page that is not the paper does not make it one", "[ocr][hostile]") {
    const auto& qr = paper("support-request").pages.front().qr;
    const BoxMm with_quiet{qr.x - 3, qr.y - 3, qr.w + 6, qr.h + 6};
    const cv::Mat code_of = request();
    const cv::Rect place(static_cast<int>(with_quiet.x * 300 / 25.4),
                         static_cast<int>(with_quiet.y * 300 / 25.4), 300, 300);
    for (cv::Mat page : {letter(), strange_form()}) {
        code_of(place).copyTo(page(place));
        const auto outcome = recognised(page);
        CHECK_FALSE(outcome.finding.registered);
        CHECK_FALSE(outcome.finding.fault.empty());
    }
}

TEST_CASE("a row more than the version under the code has is another version", "[ocr][hostile]") {
    const cv::Mat known = request();
    cv::Mat longer = known.clone();
    const auto px = [](double mm) { return static_cast<int>(mm * 300 / mm_per_inch); };
    const double from = GENERATE(84.0, 118.0), by = GENERATE(9.0, 13.0);
    CAPTURE(from, by);
    longer.rowRange(px(from), px(280)).setTo(255);
    known.rowRange(px(from), px(280 - by))
        .copyTo(longer.rowRange(px(from + by), px(280 - by) - px(from) + px(from + by)));
    CHECK_FALSE(recognised(longer).finding.registered);
}

TEST_CASE("another of our papers is not read as the one asked for", "[ocr][hostile]") {
    const auto page = recognised(printed("approval-sheet"), "support-request");
    CHECK(page.finding.fault == "page.wrong_paper");
    CHECK(page.paper == nullptr);
    const auto& qr = paper("approval-sheet").pages.front().qr;
    CHECK(recognised(without_box(printed("approval-sheet"), qr), "support-request").paper == nullptr);
}

TEST_CASE("the code of a paper of few lines does not turn a fuller paper into it", "[ocr][hostile]") {
    cv::Mat page = request();
    const auto& qr = paper("support-request").pages.front().qr;
    const cv::Rect place(static_cast<int>((qr.x - 3) * 300 / 25.4), static_cast<int>((qr.y - 3) * 300 / 25.4),
                         307, 307);
    printed("applicant-declaration")(place).copyTo(page(place));
    CHECK_FALSE(recognised(page).finding.registered);
    CHECK(recognised(without_box(request(), qr), "applicant-declaration").paper == nullptr);
}

TEST_CASE("an empty page is empty, also when it is grey and dirty", "[ocr][hostile]") {
    cv::Mat page(3508, 2480, CV_8U, cv::Scalar(235));
    CHECK(recognised(page).finding.fault == "page.empty");
    CHECK(recognised(with_noise(page, 12)).finding.fault == "page.empty");
    CHECK(recognised(cv::Mat(1, 1, CV_8U, cv::Scalar(0))).paper == nullptr);
    CHECK(recognised(cv::Mat(3508, 2480, CV_8U, cv::Scalar(0))).paper == nullptr);
    CHECK(recognised(cv::Mat(9000, 2, CV_8U, cv::Scalar(255))).paper == nullptr);
}

TEST_CASE("a sheet whose code and upper marks lie beside the glass is placed by the lower ones", "[ocr]") {
    const cv::Mat whole = request();
    cv::Mat scan(whole.size(), CV_8U, cv::Scalar(232));
    const int lost = static_cast<int>(45 * 300 / mm_per_inch);
    whole.rowRange(lost, whole.rows).copyTo(scan.rowRange(0, whole.rows - lost));
    check_fits(recognised(scan));
}

TEST_CASE("a sheet whose lower end lies beside the glass stays what its code says", "[ocr]") {
    const cv::Mat whole = request();
    cv::Mat scan(whole.size(), CV_8U, cv::Scalar(232));
    const int lost = static_cast<int>(60 * 300 / mm_per_inch);
    whole.rowRange(0, whole.rows - lost).copyTo(scan.rowRange(lost, whole.rows));
    check_fits(recognised(scan));
}

TEST_CASE("a cropped photo without its code is placed by two marks, whatever its size", "[ocr]") {
    const cv::Mat whole = turned(request(), 2);
    const int lost = static_cast<int>(50 * 300 / mm_per_inch);
    cv::Mat smaller;
    cv::resize(whole.rowRange(lost, whole.rows), smaller, {}, 0.8, 0.8, cv::INTER_AREA);
    check_fits(recognised(smaller));
}

TEST_CASE("a photo without the code and every mark is placed by its lines", "[ocr]") {
    const auto [quarters, size] = GENERATE(std::pair(0, 1.0), std::pair(3, 0.6));
    const auto px = [](double mm) { return static_cast<int>(mm * 300 / mm_per_inch); };
    const cv::Mat whole = request();
    cv::Mat part = whole(cv::Rect(px(22), px(34), whole.cols - px(42), whole.rows - px(58))), smaller;
    cv::resize(turned(part, 90.0 * quarters + 3), smaller, {}, size, size, cv::INTER_AREA);
    CAPTURE(quarters, size);
    check_fits(recognised(smaller));
}

TEST_CASE("lines without an order of ours place nothing", "[ocr][hostile]") {
    cv::Mat page(3508, 2480, CV_8U, cv::Scalar(255));
    SECTION("squared paper") {
        for (double y = 10; y < 290; y += 7) draw_line(page, {10, y}, {200, y}, 0.3, 0);
        for (double x = 10; x < 200; x += 7) draw_line(page, {x, 10}, {x, 290}, 0.3, 0);
    }
    SECTION("bars without end") {
        page = cv::Mat(4, 9000, CV_8U, cv::Scalar(255));
        page.row(1).setTo(0);
    }
    CHECK_FALSE(recognised(page).finding.registered);
}

TEST_CASE("a reduced copy is placed", "[ocr]") {
    const double size = GENERATE(0.93, 0.7);
    cv::Mat small, sheet(3508, 2480, CV_8U, cv::Scalar(250));
    cv::resize(request(), small, {}, size, size, cv::INTER_AREA);
    small.copyTo(sheet(cv::Rect(90, 120, small.cols, small.rows)));
    CAPTURE(size);
    check_fits(recognised(sheet));
}

TEST_CASE("the code alone, or a corner of the page with it, is not the page", "[ocr][hostile]") {
    const double width = GENERATE(45.0, 90.0), height = GENERATE(45.0, 80.0);
    cv::Mat sheet(3508, 2480, CV_8U, cv::Scalar(255));
    const cv::Rect corner(0, 0, static_cast<int>(width * 300 / mm_per_inch),
                          static_cast<int>(height * 300 / mm_per_inch));
    request()(corner).copyTo(sheet(corner));
    CAPTURE(width, height);
    CHECK_FALSE(recognised(sheet).finding.registered);
    CHECK_FALSE(recognised(request()(corner)).finding.registered);
}

TEST_CASE("a page with another one upside down over it is not cut into", "[ocr][hostile]") {
    cv::Mat sheet = request(), other;
    cv::rotate(request(), other, cv::ROTATE_180);
    const int half = sheet.rows / 2;
    other.rowRange(half, sheet.rows).copyTo(sheet.rowRange(half, sheet.rows));
    CHECK_FALSE(recognised(sheet).finding.registered);
}
