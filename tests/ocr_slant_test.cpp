#include <catch2/catch.hpp>

#include <opencv2/imgproc.hpp>

#include "ocr/line_reader.h"
#include "ocr/slant.h"
#include "samples/text_field.h"

using namespace sanad;

namespace {

samples::TypedField typed(const std::string& face, const std::string& text) {
    return samples::typed_field(samples::Typeface({face}), text,
                                {12, 20, "print 0.2; scan 300; blur 0.04; noise 2", 4});
}

// Leans the sheet's rows to the right by that many degrees.
cv::Mat leaned(const Page& page, double deg) {
    const cv::Mat grey(page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data()));
    const double lean = std::tan(deg * CV_PI / 180);
    cv::Mat out;
    cv::warpAffine(grey, out, cv::Matx23d(1, -lean, lean * page.height / 2, 0, 1, 0), grey.size(),
                   cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);
    return out;
}

const std::string text = "إبراهيم بن عبد الله السدراوي";

}  // namespace

TEST_CASE("upright print stands upright, and what was leaned leans by as much", "[ocr]") {
    for (const std::string face :
         {"NotoSansArabic-Regular.ttf", "DejaVuSans.ttf", "NotoNaskhArabic-Regular.ttf"}) {
        const auto field = typed(face, text);
        for (const double deg : {-14.0, 0.0, 14.0}) {
            INFO(face << " leaned by " << deg);
            CHECK(std::abs(ocr::slant_deg(leaned(field.page, deg)) - deg) <= 6);
        }
    }
}

TEST_CASE("an empty line and a speck lean nowhere", "[ocr][hostile]") {
    CHECK(ocr::slant_deg({}) == 0);
    const cv::Mat white(40, 300, CV_8U, cv::Scalar(255));
    CHECK(ocr::slant_deg(white) == 0);
    cv::Mat speck = white.clone();
    speck.at<std::uint8_t>(20, 100) = 0;
    CHECK(std::abs(ocr::slant_deg(speck)) <= 18);
    CHECK(std::abs(ocr::slant_deg(cv::Mat(1, 1, CV_8U, cv::Scalar(0)))) <= 18);
}

TEST_CASE("slanting print is not accepted, however sure everybody is of it", "[ocr][hostile]") {
    ocr::FieldReader reader(SANAD_BINARY_DIR "/share/sanad/tessdata",
                            SANAD_SOURCE_DIR "/ocr/models/witness.model",
                            SANAD_SOURCE_DIR "/ocr/models/digits.model");
    auto field = typed("NotoSansArabic-Regular.ttf", text);
    const auto read = [&] { return reader.read(field.page, field.width_mm, field.height_mm, field.box); };
    CHECK(read().chance >= 0.995);
    const auto slanting = leaned(field.page, 14);
    std::copy(slanting.datastart, slanting.dataend, field.page.pixels.begin());
    CHECK(read().chance < 0.995);
}
