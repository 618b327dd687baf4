// A part of the sheet is not in the picture: its fields are unread, never accepted as empty.
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <catch2/catch.hpp>
#include <cmath>

#include "core/paths.h"
#include "ocr/reader.h"
#include "templates/library.h"
#include "tests/program.h"

using namespace sanad;

namespace {

DocumentReading read(const cv::Mat& page) {
    static const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    static ocr::Reader reader(papers,
                              {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
    std::vector<unsigned char> png;
    REQUIRE(cv::imencode(".png", page, png));
    const std::string bytes(png.begin(), png.end());
    return reader.read({"page.png", bytes, ""}).at(0);
}

cv::Mat typed_sample() {
    const auto page = cv::imread(test::samples + "/request-typed.png", cv::IMREAD_GRAYSCALE);
    REQUIRE_FALSE(page.empty());
    return page;
}

void check_unseen(const DocumentReading& document, const std::string& key) {
    CAPTURE(key);
    const auto* field = document.find(key);
    REQUIRE(field != nullptr);
    CHECK(field->state == ReadState::illegible);
    CHECK_FALSE(field->accepted);
}

}  // namespace

TEST_CASE("fields beyond the edge of the picture are unread, not empty", "[ocr][hostile]") {
    const auto page = typed_sample();
    const auto document = read(page.colRange(0, page.cols * 6 / 10));
    REQUIRE(document.form == "support-request");
    for (const std::string key :
         {"national_id", "birth_date", "full_name", "city", "support_kind", "dependants", "nationality"})
        check_unseen(document, key);
    CHECK(document.find("sex")->value == "female");  // on the side that is there
}

TEST_CASE("a note stuck over a row leaves its fields unread, not empty", "[ocr][hostile]") {
    auto page = typed_sample();
    // White paper from above the row of the identity number to below it, over the right half of the page.
    const double px_per_mm = page.cols / 210.0;
    cv::rectangle(page, cv::Point(static_cast<int>(125 * px_per_mm), static_cast<int>(50 * px_per_mm)),
                  cv::Point(static_cast<int>(198 * px_per_mm), static_cast<int>(61 * px_per_mm)), 255,
                  cv::FILLED);
    const auto document = read(page);
    REQUIRE(document.form == "support-request");
    check_unseen(document, "national_id");
    CHECK(document.find("marital_status")->accepted);
}

TEST_CASE("cells of a table whose lines run beside the fields are unread under a note too",
          "[ocr][hostile]") {
    const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    const auto& sheet = *papers.find("approval-sheet");
    const test::Folder folder;
    REQUIRE(test::run_shell(test::program + " form blank approval-sheet -o " +
                            test::shell_quoted(folder / "a.pdf") +
                            " && pdftoppm -r 200 -gray -singlefile -png " +
                            test::shell_quoted(folder / "a.pdf") + " " + test::shell_quoted(folder / "a"))
                .exit == 0);
    auto page = cv::imread(folder / "a.png", cv::IMREAD_GRAYSCALE);
    REQUIRE_FALSE(page.empty());
    for (const auto* key : {"name_2", "role_2", "role_3"})
        CHECK(read(page).find(key)->state == ReadState::empty);
    const double px_per_mm = page.cols / 210.0;
    const auto box = sheet.find("role_2")->box;
    cv::rectangle(page,
                  cv::Rect2d((box.x - 20) * px_per_mm, (box.y - 4) * px_per_mm, (box.w + 22) * px_per_mm,
                             (2 * box.h + 10) * px_per_mm),
                  246, cv::FILLED);
    const auto document = read(page);
    REQUIRE(document.form == "approval-sheet");
    for (const auto* key : {"role_2", "role_3"}) check_unseen(document, key);
    CHECK(document.find("name_5")->accepted);
}

TEST_CASE("a signature at a torn corner is there, for a person to confirm; an empty box is unread",
          "[ocr][hostile]") {
    const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    const auto& box = papers.find("support-request")->find("signature")->box;
    auto page = typed_sample();
    const double px_per_mm = page.cols / 210.0;
    const auto at = [&](double x, double y) {
        return cv::Point(static_cast<int>(std::lround(x * px_per_mm)),
                         static_cast<int>(std::lround(y * px_per_mm)));
    };
    // White over the end of the box, its border with it.
    cv::rectangle(page, at(box.right() - 6, box.y - 1), at(box.right() + 2, box.bottom() + 1), 255,
                  cv::FILLED);
    const auto signed_there = read(page);
    CHECK(signed_there.find("signature")->state == ReadState::read);
    CHECK_FALSE(signed_there.find("signature")->accepted);
    cv::rectangle(page, at(box.x + 1, box.y + 1), at(box.right(), box.bottom() - 1), 255, cv::FILLED);
    check_unseen(read(page), "signature");
}

TEST_CASE("on a whole page every field is seen", "[ocr]") {
    const auto document = read(typed_sample());
    for (const auto& field : document.fields) {
        CAPTURE(field.key);
        CHECK(field.state != ReadState::illegible);
    }
}

TEST_CASE("a field that another version prints four millimetres away is not accepted", "[ocr][hostile]") {
    const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    const auto& box = papers.find("support-request")->find("city")->box;
    auto page = typed_sample();
    const double px_per_mm = page.cols / 210.0;
    const auto px = [&](double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); };
    const cv::Rect from(px(box.x - 1), px(box.y - 1), px(box.w + 2), px(box.h + 2));
    const bool down = GENERATE(true, false);
    CAPTURE(down);
    const cv::Mat field = page(from).clone();
    page(from).setTo(255);
    field.copyTo(page(from + cv::Point(down ? 0 : -px(4), down ? px(4) : 0)));
    const auto document = read(page);
    if (const auto* city = document.find("city")) CHECK_FALSE(city->accepted);
}
