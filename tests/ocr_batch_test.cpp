// Batches as a feeder gives them: cover sheets, backs, pages out of order, wrong resolutions.
#include <catch2/catch.hpp>
#include <opencv2/imgproc.hpp>

#include "core/case_id.h"
#include "ocr/covers.h"
#include "ocr/reader.h"
#include "ocr_scans.h"
#include "samples/scan_file.h"

using namespace sanad;
using namespace sanad::test;
using ocr::PageReading;

namespace {

const std::string one_case = make_case_id(2026, 20261122), other_case = make_case_id(2026, 77);

ocr::Reader& reader() {
    static ocr::Reader one(papers(),
                           {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
    return one;
}

std::vector<DocumentReading> read(const std::vector<cv::Mat>& pages, const std::string& form = {}) {
    const auto file = several_pages(pages);
    return reader().read({"batch.tif", file, form});
}

cv::Mat empty_page() { return {3508, 2480, CV_8U, cv::Scalar(252)}; }

// The back of a sheet whose front shines through.
cv::Mat back_of(const cv::Mat& front, double through) {
    cv::Mat back;
    cv::flip(front, back, 1);
    cv::GaussianBlur(back, back, {0, 0}, 3);
    back.convertTo(back, CV_8U, through, 255 * (1 - through));
    return back;
}

PageReading page_of_paper(const templates::Template& paper, int number, int paper_page,
                          std::string case_id = {}) {
    PageReading page;
    page.page.paper = &paper;
    page.page.case_id = std::move(case_id);
    page.page.finding.page = number;
    page.page.finding.paper_page = paper_page;
    page.page.finding.registered = true;
    return page;
}

}  // namespace

TEST_CASE("a cover sheet parts a batch, and what follows one that names a case belongs to it", "[ocr]") {
    const auto documents =
        read({printed("cover-sheet"), printed("support-request", applicant()), printed("approval-sheet"),
              printed("cover-sheet", {}, one_case), empty_page(), printed("support-request")});
    for (const auto& document : documents)
        for (const auto& page : document.pages)
            UNSCOPED_INFO(page.page << " " << document.form << " " << page.fault);
    REQUIRE(documents.size() == 3);
    CHECK(documents[0].form == "support-request");
    CHECK(documents[0].case_id.empty());
    REQUIRE(documents[0].pages.size() == 2);
    CHECK(documents[0].pages[0].fault == "page.cover");
    CHECK(documents[1].form == "approval-sheet");
    CHECK(documents[2].form == "support-request");
    CHECK(documents[2].case_id == one_case);
    REQUIRE(documents[2].pages.size() == 3);  // the cover, its back, the request
    CHECK(documents[2].pages[1].fault == "page.empty");
    CHECK(documents[2].pages[2].registered);
}

TEST_CASE("a cover is known whatever paper was asked for, and is no document itself", "[ocr][hostile]") {
    const auto documents = read({printed("cover-sheet"), printed("support-request")}, "support-request");
    REQUIRE(documents.size() == 1);
    CHECK(documents[0].form == "support-request");
    const auto alone = read({printed("cover-sheet")});
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].form.empty());
    CHECK(alone[0].fields.empty());
}

TEST_CASE("pages of one case find each other in any order, but not over a cover", "[ocr]") {
    auto two_pages = paper("support-request");
    two_pages.pages.push_back(two_pages.pages.front());
    const auto& sheet = paper("approval-sheet");
    std::vector<PageReading> pages{page_of_paper(two_pages, 1, 2, one_case), page_of_paper(sheet, 2, 1),
                                   page_of_paper(two_pages, 3, 1, other_case),
                                   page_of_paper(two_pages, 4, 1, one_case)};
    auto documents = ocr::gather(pages, "batch.tif", "");
    REQUIRE(documents.size() == 3);
    CHECK(documents[0].pages.size() == 2);
    CHECK(documents[2].case_id == other_case);
    pages[3].after_cover = true;
    documents = ocr::gather(pages, "batch.tif", "");
    CHECK(documents.size() == 4);
    // Without a case only neighbours belong together.
    for (auto& page : pages) page.page.case_id.clear(), page.after_cover = false;
    CHECK(ocr::gather(pages, "batch.tif", "").size() == 4);
}

TEST_CASE("the backs of a duplex scan go with their fronts, even where these shine through", "[ocr]") {
    const auto front = printed("support-request", applicant());
    const auto documents = read({front, back_of(front, 0.12), printed("approval-sheet"), empty_page()});
    REQUIRE(documents.size() == 2);
    CHECK(documents[0].pages.size() == 2);
    CHECK(documents[1].pages.size() == 2);
}

TEST_CASE("a file that says nothing or something wrong of its resolution is read the same",
          "[ocr][hostile]") {
    const double claimed = GENERATE(0.0, 72.0, 1200.0);
    CAPTURE(claimed);
    auto page = page_of(at_dpi(printed("support-request", applicant()), 200), claimed);
    const auto file = samples::encoded(page, "page.png");
    const auto documents = reader().read({"page.png", file});
    REQUIRE(documents.size() == 1);
    REQUIRE(documents[0].pages[0].registered);
    CHECK(documents[0].pages[0].dpi == Approx(200).margin(2));
    CHECK(documents[0].find("national_id")->value == applicant().at("national_id"));
}
