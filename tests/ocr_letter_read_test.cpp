// Letters as files: PDFs with text, scans upright and not, several pages, and what only looks like one.
#include <catch2/catch.hpp>
#include <opencv2/imgproc.hpp>

#include "core/arabic.h"
#include "core/error.h"
#include "ocr/reader.h"
#include "ocr_scans.h"
#include "pdf/raster.h"
#include "pdf/writer.h"
#include "samples/letters.h"
#include "samples/people.h"

using namespace sanad;
using namespace sanad::test;

namespace {

ocr::Reader& reader() {
    static ocr::Reader one(papers(),
                           {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
    return one;
}

std::vector<DocumentReading> read(const std::string& bytes, const std::string& form = {}) {
    return reader().read({"file", bytes, form});
}

void put(pdf::Canvas& page, double right, double y, const std::string& text, double size_pt = 13) {
    pdf::TextStyle style;
    style.size_pt = size_pt;
    page.text({20, y, right - 20, 30}, text, style);
}

void draw_letter(pdf::Canvas& page, const std::string& body) {
    put(page, 80, 20, "التاريخ: ١٢/١١/٢٠٢٦م");
    put(page, 80, 28, "الرقم: ٤٧/٢٠٢٦");
    put(page, 190, 55, "المكرم رئيس مجلس إدارة جمعية المثال الأهلية سلمه الله");
    put(page, 190, 66, "السلام عليكم ورحمة الله وبركاته، وبعد:");
    put(page, 150, 78, "الموضوع: طلب المساعدة في ثمن جهاز طبي");
    put(page, 190, 92, body);
    put(page, 140, 140, "وتقبلوا خالص التحية والتقدير");
    put(page, 95, 160, "مقدم الطلب: بدر بن أنس بن صالح الينابيعي");
    put(page, 95, 170, "رقم الهوية: ١٩١٧٧٦٧٧٠٧");
}

const std::string plea =
    "أفيدكم بأن والدتي تحتاج إلى جهاز تنفس منزلي وصفه لها الطبيب، ولا يكفي دخلي لشرائه. لذا أرجو من الجمعية "
    "المساعدة في ثمنه، وأنا على استعداد لتقديم ما يطلب من مستندات.";

pdf::Writer new_writer() { return pdf::Writer(pdf::open_fonts(), {"خطاب", "ar", "", "", Moment{}}); }

std::string letter_pdf(const std::string& body = plea, int more_pages = 0) {
    auto writer = new_writer();
    draw_letter(writer.page(writer.add_page()), body);
    for (int i = 0; i < more_pages; ++i) put(writer.page(writer.add_page()), 190, 20, plea);
    return writer.finish();
}

const samples::Person& writer_of_scans() {
    static const samples::Person person = samples::people(34, 1448).back();
    return person;
}

// In another face than the papers are set in.
cv::Mat letter_scan() {
    static const Page page = samples::letter(writer_of_scans(), 300);
    return cv::Mat(page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data())).clone();
}

const Reading& field(const DocumentReading& document, const char* key) {
    const auto* found = document.find(key);
    REQUIRE(found != nullptr);
    return *found;
}

void check_letter(const DocumentReading& letter, const std::string& sender) {
    CHECK(letter.form == "letter");
    CHECK(fold_name(field(letter, "sender").value) == fold_name(sender));
    CHECK(fold_name(field(letter, "subject").value) == fold_name("طلب المساعدة في ثمن جهاز طبي"));
    CHECK(fold_name(field(letter, "addressee").value) == fold_name("رئيس مجلس إدارة جمعية المثال الأهلية"));
    CHECK(field(letter, "kind").value == "request");
}

}  // namespace

TEST_CASE("a letter whose PDF carries its text is read from that", "[ocr]") {
    const auto documents = read(letter_pdf());
    REQUIRE(documents.size() == 1);
    const auto& letter = documents.front();
    check_letter(letter, "بدر بن أنس بن صالح الينابيعي");
    CHECK(field(letter, "date").value == "2026-11-12");
    CHECK(field(letter, "reference").value == "47/2026");
    CHECK(field(letter, "national_id").value == "1917767707");
    CHECK(field(letter, "sender").source == Source::text_layer);
    CHECK(fold_name(field(letter, "body").value) == fold_name(plea));
    REQUIRE(letter.pages.size() == 1);
    CHECK(letter.pages.front().fault.empty());
    CHECK_FALSE(letter.pages.front().registered);
    const auto& box = field(letter, "subject").box;
    CHECK(box.y == Approx(79).margin(3));
    CHECK(box.right() < 150);
}

TEST_CASE("a scanned letter is read whichever way up it lies", "[ocr]") {
    const cv::Mat upright = letter_scan();
    cv::Mat page = upright;
    int turned_by = 0;
    SECTION("upright") {}
    SECTION("askew") { page = turned(upright, 2); }
    SECTION("on its head") { cv::rotate(upright, page, cv::ROTATE_180), turned_by = 180; }
    SECTION("on its side") { cv::rotate(upright, page, cv::ROTATE_90_CLOCKWISE), turned_by = 90; }
    SECTION("on its other side") {
        cv::rotate(upright, page, cv::ROTATE_90_COUNTERCLOCKWISE), turned_by = 270;
    }
    const auto documents = read(png(page));
    REQUIRE(documents.size() == 1);
    check_letter(documents.front(), writer_of_scans().full_name);
    CHECK(documents.front().pages.front().rotated_deg == turned_by);
    for (const auto& reading : documents.front().fields) CHECK_FALSE(reading.accepted);
}

TEST_CASE("pages behind a letter belong to it", "[ocr]") {
    const auto documents = read(letter_pdf(plea, 2));
    REQUIRE(documents.size() == 1);
    CHECK(documents.front().form == "letter");
    REQUIRE(documents.front().pages.size() == 3);
    CHECK(documents.front().pages.back().paper_page == 3);
}

TEST_CASE("a letter before a form of ours is a document of its own", "[ocr]") {
    auto writer = new_writer();
    draw_letter(writer.page(writer.add_page()), plea);
    const auto form = printed("support-request", applicant());
    const int number = writer.add_page();
    writer.page(number).picture({0, 0, 210, 297}, form.cols, form.rows,
                                std::string(form.datastart, form.dataend));
    const auto documents = read(writer.finish());
    REQUIRE(documents.size() == 2);
    CHECK(documents[0].form == "letter");
    CHECK(documents[1].form == "support-request");
}

TEST_CASE("who says that a page is a letter has it read as one", "[ocr]") {
    auto writer = new_writer();
    put(writer.page(writer.add_page()), 190, 40, plea);
    const auto bytes = writer.finish();
    CHECK(read(bytes).front().form.empty());
    CHECK(read(bytes, "letter").front().form == "letter");
}

TEST_CASE("a letter that was given out as a form is not read as one", "[ocr]") {
    const auto documents = read(letter_pdf(), "support-request");
    REQUIRE(documents.size() == 1);
    CHECK(documents.front().form.empty());
    CHECK(documents.front().pages.front().fault == "page.wrong_paper");
}

TEST_CASE("marks that are not seen do not come into the values of a letter", "[ocr][hostile]") {
    const auto documents = read(letter_pdf(
        "\u202eأفيدكم بأن\u202c \u200fوالدتي تحتاج\u200e إلى جهاز \u2067تنفس\u2069 منزلي وصفه الطبيب"));
    REQUIRE(documents.size() == 1);
    for (const auto& reading : documents.front().fields) {
        CAPTURE(reading.key);
        CHECK(reading.value == strip_invisible(reading.value));
        CHECK(reading.text == strip_invisible(reading.text));
    }
}

TEST_CASE("pages that are no letters stay what they were", "[ocr][hostile]") {
    SECTION("dots") {
        cv::Mat page(3508, 2480, CV_8U, cv::Scalar(255));
        for (int y = 100; y < 3400; y += 16)
            for (int x = 100; x < 2400; x += 16) page(cv::Rect(x, y, 5, 5)).setTo(0);
        CHECK(read(png(page)).front().form.empty());
    }
    SECTION("a drawing") {
        cv::Mat page(3508, 2480, CV_8U, cv::Scalar(255));
        for (int i = 1; i < 30; ++i) cv::circle(page, {1240, 1700}, 40 * i, 0, 4);
        CHECK(read(png(page)).front().form.empty());
    }
    SECTION("a strip") {
        CHECK(read(png(cv::Mat(220, 20'000, CV_8U, cv::Scalar(120)))).front().form.empty());
    }
    SECTION("noise") {
        cv::Mat page(1754, 1240, CV_8U);
        cv::randu(page, 0, 255);
        CHECK(read(png(page)).front().form.empty());
    }
    SECTION("a blank of ours without its code") {
        cv::Mat page = printed("applicant-declaration").clone();
        const auto& qr = paper("applicant-declaration").pages.front().qr;
        page = without_box(page, {qr.x - 2, qr.y - 2, qr.w + 4, qr.h + 4});
        for (const auto& document : read(png(page))) CHECK(document.form != "letter");
    }
}

TEST_CASE("a long PDF of nonsense is no letter and takes no minutes", "[ocr][hostile]") {
    auto writer = new_writer();
    for (int i = 0; i < 26; ++i)
        for (double y = 20; y < 280; y += 10)
            put(writer.page(y == 20 ? writer.add_page() : i + 1), 190, y,
                "زق بغ شم تف لذ وك جس ضر عن هك مت قر", 9);
    const auto documents = read(writer.finish());
    REQUIRE(documents.size() == 1);
    CHECK(documents.front().form.empty());
    CHECK(documents.front().pages.size() == 26);
}

TEST_CASE("a scan becomes a PDF that can be searched, in logical order", "[ocr]") {
    cv::Mat page;
    cv::rotate(letter_scan(), page, cv::ROTATE_180);
    const auto made = reader().searchable_pdf({"scan", png(page)}, Moment{});
    CHECK(pdf::page_count(made) == 1);
    const auto text = fold_name(pdf::page_text(made, 1));
    CAPTURE(text);
    CHECK(text.find(fold_name("طلب المساعدة في ثمن جهاز طبي")) != std::string::npos);
    CHECK(text.find(fold_name(writer_of_scans().full_name)) != std::string::npos);
    CHECK(text.find(fold_name("السلام عليكم ورحمة الله")) != std::string::npos);
    // What was recognised once is recognised again, not taken for the author's own text.
    const auto again = read(made);
    REQUIRE(again.size() == 1);
    check_letter(again.front(), writer_of_scans().full_name);
    CHECK(field(again.front(), "sender").source == Source::ocr);
}

TEST_CASE("a searchable copy is made of files that can be read only", "[ocr][hostile]") {
    CHECK_THROWS_AS(reader().searchable_pdf({"empty", ""}, Moment{}), Error);
    CHECK_THROWS_AS(reader().searchable_pdf({"text", "no picture"}, Moment{}), Error);
    const auto blank =
        reader().searchable_pdf({"blank", png(cv::Mat(400, 300, CV_8U, cv::Scalar(255)))}, Moment{});
    CHECK(pdf::page_text(blank, 1).empty());
}
