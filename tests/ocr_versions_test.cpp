// A paper that was printed anew: what was handed out of its older version still comes in.
#include <catch2/catch.hpp>

#include "core/files.h"
#include "forms/documents.h"
#include "ocr/reader.h"
#include "ocr_scans.h"
#include "pdf/raster.h"

using namespace sanad;
using namespace sanad::test;

namespace {

void replace(std::string& text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    text.replace(at, what.size(), by);
}

// The support request with the district before the city, and one row more at its head.
const templates::Library& two_versions() {
    static const auto library = [] {
        auto toml = read_file(SANAD_SOURCE_DIR "/templates/library/support-request/paper.toml");
        const auto older = templates::parse_template(toml, "paper-v1.toml");
        replace(toml, "version = 1", "version = 2");
        replace(toml, R"({ key = "city", kind)", R"({ key = "former_city", kind)");
        replace(toml, "rows = [\n", R"(rows = [
  [ { key = "city", kind = "text", label = { ar = "المدينة", en = "City" }, label_at = "side", record_key = "" } ],
)");
        return templates::Library::of({older, templates::parse_template(toml, "paper.toml")});
    }();
    return library;
}

ocr::Reader& reader() {
    static ocr::Reader one(two_versions(),
                           {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
    return one;
}

std::string filled(int version) {
    forms::BlankOptions options;
    options.values = applicant();
    options.values["city"] = "الرياض";
    options.made = Moment(std::chrono::seconds(1795348800));
    return forms::make_blank(*two_versions().find("support-request", version), options);
}

std::string scanned(const std::string& pdf) {
    const Page page = pdf::rasterise(pdf, 1, 300);
    const cv::Mat grey(page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data()));
    return png(turned(grey, 0.8));
}

DocumentReading read(const std::string& bytes) {
    auto documents = reader().read({"scan", bytes, ""});
    REQUIRE(documents.size() == 1);
    return documents.front();
}

}  // namespace

TEST_CASE("an older version of a paper is filled and read as what it is, beside the newer one", "[ocr]") {
    REQUIRE(two_versions().find("support-request")->version == 2);
    for (const int version : {1, 2}) {
        const auto pdf = filled(version);
        for (const auto& bytes : {pdf, scanned(pdf)}) {
            const auto document = read(bytes);
            INFO("version " << version << (bytes == pdf ? ", PDF" : ", scan"));
            CHECK(document.form == "support-request");
            CHECK(document.version == version);
            CHECK(document.fields.size() == two_versions().find("support-request", version)->fields.size());
            REQUIRE(document.find("city") != nullptr);
            CHECK(document.find("city")->value == "الرياض");
            REQUIRE(document.find("national_id") != nullptr);
            CHECK(document.find("national_id")->value == applicant().at("national_id"));
            CHECK((document.find("former_city") != nullptr) == (version == 2));
        }
    }
}

TEST_CASE("an older version is not read with the newer one's boxes where its code is gone",
          "[ocr][hostile]") {
    const Page page = pdf::rasterise(filled(1), 1, 300);
    const cv::Mat grey(page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data()));
    const auto document = read(png(without_box(turned(grey, 0), {15, 5, 40, 25})));  // the code's corner
    if (document.form.empty()) return;
    CHECK(document.version == 1);
    for (const auto& reading : document.fields) {
        const auto right = applicant().find(reading.key);
        INFO(reading.key << " " << reading.value);
        if (reading.accepted && reading.state == ReadState::read)
            CHECK((reading.key == "city" || (right != applicant().end() && reading.value == right->second)));
    }
}
