// Papers that somebody else printed: known by a picture of their blank alone.
#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "ocr/reader.h"
#include "samples/foreign_form.h"
#include "samples/form_filler.h"
#include "samples/letters.h"
#include "samples/page_simulator.h"
#include "samples/people.h"
#include "samples/scan_file.h"

using namespace sanad;
namespace fs = std::filesystem;

namespace {

constexpr double dpi = 200;

// A folder of papers with the dispensary's form in it.
std::string papers_folder() {
    static const std::string folder = [] {
        const auto all = fs::temp_directory_path() / "sanad-foreign-test";
        const auto own = all / "dispensary-referral";
        fs::remove_all(all);
        fs::create_directories(own);
        write_file((own / "paper.toml").string(), samples::foreign_paper());
        const auto picture = (own / samples::foreign_blank_file).string();
        write_file(picture, samples::encoded(samples::foreign_blank(dpi), picture));
        return all.string();
    }();
    return folder;
}

// The dispensary's form beside the association's own papers.
const templates::Library& papers() {
    static const auto all = [] {
        auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
        library.add(papers_folder());
        return library;
    }();
    return all;
}

ocr::Reader& reader() {
    static ocr::Reader one(papers(),
                           {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
    return one;
}

samples::Filling filling(std::uint64_t seed) {
    samples::Filling filling;
    filling.applicant.seed = seed;
    filling.applicant.numbers = samples::Writing::typed;
    filling.values = {{"full_name", "سارة بنت خالد الحربي"}, {"city", "جدة"},
                      {"national_id", "1012345672"},         {"visit_kind", "follow_up"},
                      {"illnesses", "diabetes,heart"},       {"signature", "present"}};
    return filling;
}

Page filled(std::uint64_t seed) {
    Page page = samples::foreign_blank(dpi);
    samples::fill_page(page, 1, *papers().find("dispensary-referral"), filling(seed));
    return page;
}

DocumentReading read(const Page& page, const std::string& form = {}) {
    const auto file = samples::encoded(page, "page.png");
    return reader().read({"page.png", file, form}).front();
}

Page worse(const Page& page, const std::string& steps, std::uint64_t seed = 5) {
    return samples::simulate(page, samples::parse_steps(steps), seed);
}

}  // namespace

TEST_CASE("a foreign paper is a sound paper with a picture of its blank", "[ocr]") {
    const auto* paper = papers().find("dispensary-referral");
    REQUIRE(paper != nullptr);
    CHECK(paper->foreign());
    CHECK(paper->pages.front().marks.empty());
    CHECK(overall(templates::check_template(*paper)) == Verdict::passed);
    CHECK(paper->find("national_id")->cell_boxes.size() == 10);
}

TEST_CASE("a form without marks and code is known by its blank and read", "[ocr]") {
    const auto steps = GENERATE(as<std::string>{}, "print 0.2; skew 0.7; blur 0.04; noise 2",
                                "print 0.3; skew -4; scan 150; blur 0.05; noise 4",
                                "print 0.2; turn 2; noise 2", "print 0.2; turn 1; skew 2; bitonal 160",
                                "print 0.3; photo 0.6; shade 40; blur 0.08; noise 4; jpeg 70",
                                "print 0.3; bed 20; skew 3; stamp 30; scan 150; noise 3");
    CAPTURE(steps);
    const auto document = read(worse(filled(3), steps));
    CAPTURE(document.pages.front().fault, document.form);
    REQUIRE(document.form == "dispensary-referral");
    REQUIRE(document.pages.front().registered);
    CHECK(document.pages.front().residual_mm < 0.4);
    CHECK(document.find("visit_kind")->value == "follow_up");
    CHECK(document.find("illnesses")->value == "diabetes,heart");
    CHECK(document.find("national_id")->value == "1012345672");
    CHECK(document.find("signature")->value == "present");
    CHECK(document.find("phone")->state == ReadState::empty);
    CHECK(document.find("complaint")->state == ReadState::empty);
    for (const auto& field : document.fields)
        if (field.accepted && field.state == ReadState::empty) CHECK(filling(3).values.count(field.key) == 0);
}

TEST_CASE("an empty foreign blank has empty fields", "[ocr]") {
    const auto document = read(worse(samples::foreign_blank(dpi), "print 0.2; skew 1; noise 3"));
    REQUIRE(document.form == "dispensary-referral");
    for (const auto& field : document.fields) {
        CAPTURE(field.key);
        CHECK(field.state == ReadState::empty);
    }
}

TEST_CASE("a page that is not the foreign paper is not read as if it were", "[ocr][hostile]") {
    const std::string asked = GENERATE(as<std::string>{}, "", "dispensary-referral");
    const auto person = samples::people(3, 9).back();
    CHECK(read(samples::letter(person, dpi), asked).form != "dispensary-referral");
    CHECK(read(samples::newspaper(dpi), asked).form != "dispensary-referral");
    CHECK(read(samples::blank_sheet(dpi), asked).form.empty());
}

TEST_CASE("a later edition of the foreign paper, its lower half moved, does not fit", "[ocr][hostile]") {
    Page page = filled(3);
    const auto row = static_cast<std::ptrdiff_t>(page.width);
    const auto at = [&](double mm) {
        return page.pixels.begin() + static_cast<std::ptrdiff_t>(mm * dpi / mm_per_inch) * row;
    };
    const std::vector<std::uint8_t> lower(at(84), at(280));
    std::fill(at(84), at(290), std::uint8_t{255});
    std::copy(lower.begin(), lower.end(), at(92));
    const auto document = read(page, GENERATE(as<std::string>{}, "", "dispensary-referral"));
    CHECK(document.form != "dispensary-referral");
    CHECK_FALSE(document.pages.front().registered);
}

TEST_CASE("a part of the foreign form that is covered is unread, not empty", "[ocr][hostile]") {
    Page page = filled(3);
    const auto px = [](double mm) { return static_cast<int>(mm * dpi / mm_per_inch); };
    for (int y = px(84); y < px(108); ++y)  // a note over both numbers
        std::fill_n(page.pixels.begin() + static_cast<std::ptrdiff_t>(y) * page.width + px(10), px(190),
                    std::uint8_t{255});
    const auto document = read(page, "dispensary-referral");
    REQUIRE(document.form == "dispensary-referral");
    CHECK(document.find("national_id")->state == ReadState::illegible);
    CHECK_FALSE(document.find("phone")->accepted);
    CHECK(document.find("visit_kind")->value == "follow_up");
}

TEST_CASE("a blank whose picture is broken is named", "[ocr][hostile]") {
    const auto folder = fs::temp_directory_path() / "sanad-foreign-broken";
    fs::remove_all(folder);
    fs::create_directories(folder / "dispensary-referral");
    write_file((folder / "dispensary-referral/paper.toml").string(), samples::foreign_paper());
    write_file((folder / "dispensary-referral/blank.png").string(), "no picture");
    const auto library = templates::Library::load(folder.string());
    ocr::Reader own(library, {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
    const auto file = samples::encoded(filled(1), "page.png");
    try {
        own.read({"page.png", file});
        FAIL("a broken blank went unnoticed");
    } catch (const Error& error) {
        CHECK(error.message().id == "ocr.blank_unreadable");
    }
    fs::remove(folder / "dispensary-referral/blank.png");
    CHECK_THROWS_AS(templates::Library::load(folder.string()), Error);
}
