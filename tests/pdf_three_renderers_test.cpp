// Poppler, MuPDF and PDFium draw what we write alike.
#include <catch2/catch.hpp>

#include "tests/foreign_forms.h"
#include "tests/pdf_made.h"
#include "tests/pdf_phrases.h"
#include "tests/renderers.h"

using namespace sanad;
using namespace sanad::test;

TEST_CASE("three readers draw our text and our fields alike", "[pdf]") {
    auto writer = new_writer();
    const int page = writer.add_page();
    writer.text_field(page, {20, 40, 120, 9}, {"name", "الاسم", "سلمى بنت عبد الله الافتراضية"});
    writer.check_box(page, {150, 40, 5, 5}, "agree", "أوافق", true);
    writer.page(page).picture({20, 60, 30, 30}, 2, 2, std::string("\x00\x80\xff\x40", 4));
    writer.page(page).qr({60, 60, 30, 30}, "SANAD:1");
    const auto apart = renderers_apart({page_of(phrases), writer.finish()});
    for (const auto& [mupdf, pdfium] : apart) {
        CAPTURE(mupdf, pdfium);
        CHECK(mupdf < 0.004);
        CHECK(pdfium < 0.004);
    }
}

TEST_CASE("a page on which something else is written is told apart", "[pdf]") {
    auto others = phrases;
    std::reverse(others.begin(), others.end());
    const auto one = pdf::rasterise(page_of(phrases), 1, 100);
    CHECK(difference(one, pdf::rasterise(page_of(others), 1, 100)) > 0.01);
    CHECK(difference(one, one) == 0);
}
