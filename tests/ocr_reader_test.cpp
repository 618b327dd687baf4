// Files to documents: the whole way.
#include <catch2/catch.hpp>
#include <chrono>

#include "core/case_id.h"
#include "core/error.h"
#include "core/files.h"
#include "ocr/reader.h"
#include "ocr_scans.h"

using namespace sanad;
using namespace sanad::test;

namespace {

ocr::Reader& reader() {
    static ocr::Reader one(papers(),
                           {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
    return one;
}

std::vector<DocumentReading> read(const std::string& bytes, const std::string& form = {}) {
    return reader().read({"scan", bytes, form});
}

const Reading& field(const DocumentReading& document, const char* key) {
    const auto* found = document.find(key);
    REQUIRE(found != nullptr);
    return *found;
}

cv::Mat empty_page() { return cv::Mat(3508, 2480, CV_8U, cv::Scalar(245)); }

// Not a stroke of it may be taken for a value that needs no person.
void check_nothing_wrong_is_accepted(const DocumentReading& document, const Values& truth) {
    for (const auto& reading : document.fields) {
        CAPTURE(reading.key, reading.value, reading.confidence);
        if (!reading.accepted) continue;
        const auto right = truth.find(reading.key);
        if (right == truth.end())
            CHECK(reading.state == ReadState::empty);
        else
            CHECK(reading.value == right->second);
    }
}

}  // namespace

TEST_CASE("a typed request that was printed and scanned is read", "[ocr]") {
    const std::string case_id = make_case_id(2026, 123456789);
    const auto documents = read(png(turned(printed("support-request", applicant(), case_id), 1.5)));
    REQUIRE(documents.size() == 1);
    const auto& document = documents.front();
    CHECK(document.form == "support-request");
    CHECK(document.version == 1);
    CHECK(document.case_id == case_id);
    REQUIRE(document.pages.size() == 1);
    CHECK(document.pages.front().registered);
    CHECK(document.fields.size() == paper("support-request").fields.size());
    CHECK(document.checks.empty());
    CHECK(document.ms > 0);
    for (const char* key : {"national_id", "phone", "iban", "birth_date", "date", "monthly_income", "sex",
                            "housing", "marital_status", "support_kind", "documents", "channel"}) {
        const auto& reading = field(document, key);
        CAPTURE(key, reading.text, reading.confidence);
        CHECK(reading.state == ReadState::read);
        CHECK(reading.value == applicant().at(key));
        CHECK(reading.source == Source::ocr);
    }
    CHECK(field(document, "birth_date").calendar == "gregorian");
    CHECK(field(document, "birth_date").written == "1985-04-12");
    CHECK(field(document, "other_support").state == ReadState::empty);
    CHECK(field(document, "signature").state == ReadState::empty);
    CHECK(field(document, "dependants").state == ReadState::empty);
    check_nothing_wrong_is_accepted(document, applicant());
}

TEST_CASE("a bad scan gives doubts, not wrong values", "[ocr][hostile]") {
    const auto page = printed("support-request", applicant());
    const auto scans = {jpeg(with_noise(turned(at_dpi(page, 150), -4), 30), 15),
                        jpeg(photographed(page, 0.05), 40)};
    for (const auto& scan : scans) {
        const auto documents = read(scan);
        REQUIRE(documents.size() == 1);
        CHECK(documents.front().form == "support-request");
        check_nothing_wrong_is_accepted(documents.front(), applicant());
    }
}

TEST_CASE("a filled PDF is read from its form, not from its pixels", "[ocr]") {
    const std::string case_id = make_case_id(2026, 987654321);
    auto values = applicant();
    values["need"] = "أحتاج إلى المساعدة";
    const auto documents = read(blank_pdf("support-request", values, case_id));
    REQUIRE(documents.size() == 1);
    const auto& document = documents.front();
    CHECK(document.case_id == case_id);
    CHECK(document.form == "support-request");
    for (const auto& [key, value] : values) {
        const auto& reading = field(document, key.c_str());
        CAPTURE(key);
        CHECK(reading.value == value);
        CHECK(reading.source == Source::pdf_field);
        CHECK(reading.confidence == 1);
        CHECK(reading.accepted);
    }
    CHECK(field(document, "district").state == ReadState::empty);
}

TEST_CASE("a value typed wrongly into a PDF is kept, and a person looks at it", "[ocr][hostile]") {
    auto values = applicant();
    values["national_id"] = "1012345671";  // wrong check digit
    values["phone"] = "0112345678";
    const auto documents = read(blank_pdf("support-request", values));
    REQUIRE(documents.size() == 1);
    CHECK(field(documents.front(), "national_id").value == "1012345671");
    CHECK_FALSE(field(documents.front(), "national_id").accepted);
    CHECK_FALSE(field(documents.front(), "phone").accepted);
}

TEST_CASE("an empty fillable blank is read as a scan and is empty", "[ocr]") {
    const auto documents = read(blank_pdf("support-request"));
    REQUIRE(documents.size() == 1);
    CHECK(documents.front().form == "support-request");
    for (const auto& reading : documents.front().fields) {
        CAPTURE(reading.key, reading.text);
        CHECK(reading.state == ReadState::empty);
    }
}

TEST_CASE("a batch is parted into its documents, backs and strangers apart", "[ocr]") {
    const auto batch =
        several_pages({printed("support-request", applicant()), empty_page(), printed("approval-sheet"),
                       printed("support-request"), cv::Mat(3508, 2480, CV_8U, cv::Scalar(0))});
    const auto documents = read(batch);
    REQUIRE(documents.size() == 4);
    CHECK(documents[0].form == "support-request");
    REQUIRE(documents[0].pages.size() == 2);
    CHECK(documents[0].pages[1].fault == "page.empty");
    CHECK(documents[1].form == "approval-sheet");
    CHECK(documents[2].form == "support-request");
    CHECK(documents[2].pages.front().page == 4);
    CHECK(documents[3].form.empty());
    CHECK(documents[3].fields.empty());
    REQUIRE(documents[3].pages.size() == 1);
    CHECK(documents[3].pages.front().page == 5);
    CHECK_FALSE(documents[3].pages.front().fault.empty());
}

TEST_CASE("a paper that is not the one asked for gives no fields", "[ocr][hostile]") {
    const auto documents = read(png(printed("approval-sheet")), "support-request");
    REQUIRE(documents.size() == 1);
    CHECK(documents.front().form.empty());
    CHECK(documents.front().fields.empty());
    CHECK(documents.front().pages.front().fault == "page.wrong_paper");
}

TEST_CASE("an unknown paper, no file, a broken file: each is said", "[ocr][hostile]") {
    const auto code = [](const std::string& bytes, const std::string& form) {
        try {
            read(bytes, form);
        } catch (const Error& error) {
            CHECK(error.where().file == "scan");
            return error.code();
        }
        FAIL("was read");
        return ErrorCode::external;
    };
    CHECK(code(png(empty_page()), "no-such-paper") == ErrorCode::not_found);
    CHECK(code("", "") == ErrorCode::bad_input);
    CHECK(code("%PDF-1.7 and nothing", "") == ErrorCode::bad_input);
    CHECK(code(png(empty_page()).substr(0, 300), "") == ErrorCode::bad_input);
}
