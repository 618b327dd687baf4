// Where everything lies on the papers of the library: what the reader of a scan depends on.
#include <algorithm>
#include <cmath>
#include <set>

#include <catch2/catch.hpp>

#include "core/workflow.h"
#include "templates/library.h"

using namespace sanad;
using namespace sanad::templates;

namespace {

const Library& library() {
    static const Library papers = Library::load(SANAD_SOURCE_DIR "/templates/library");
    return papers;
}

bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

bool has_line(const PageLayout& page, PointMm from, PointMm to) {
    return std::any_of(page.lines.begin(), page.lines.end(), [&](const Line& line) {
        return near(line.from.x, from.x) && near(line.from.y, from.y) && near(line.to.x, to.x) &&
               near(line.to.y, to.y);
    });
}

bool is_framed(const PageLayout& page, const BoxMm& box) {
    return has_line(page, {box.x, box.y}, {box.right(), box.y}) &&
           has_line(page, {box.x, box.bottom()}, {box.right(), box.bottom()}) &&
           has_line(page, {box.x, box.y}, {box.x, box.bottom()}) &&
           has_line(page, {box.right(), box.y}, {box.right(), box.bottom()});
}

const PageLayout& page_of(const Template& paper, const Field& field) {
    return paper.pages.at(static_cast<std::size_t>(field.page - 1));
}

}  // namespace

TEST_CASE("the library holds the papers of the policy, and each of them is sound", "[templates]") {
    for (const char* id : {"support-request", "applicant-declaration", "approval-sheet", "service-feedback",
                           "volunteer-request", "decision-letter", "missing-information-letter", "referral"}) {
        CAPTURE(id);
        REQUIRE(library().find(id) != nullptr);
    }
    for (const auto& paper : library().all()) {
        for (const auto& check : check_template(paper)) {
            INFO(paper.id << " " << check.id << " " << check.subject << " " << check.evidence);
            CHECK(check.verdict == Verdict::passed);
        }
    }
}

TEST_CASE("every page has four marks in its corners, the one at the bottom left hollow", "[templates]") {
    for (const auto& paper : library().all()) {
        for (const auto& page : paper.pages) {
            REQUIRE(page.marks.size() == 4);
            const PointMm corners[] = {{10, 10}, {200, 10}, {200, 287}, {10, 287}};
            for (std::size_t i = 0; i < 4; ++i) {
                CHECK(near(page.marks[i].centre.x, corners[i].x));
                CHECK(near(page.marks[i].centre.y, corners[i].y));
                CHECK(near(page.marks[i].size, 5));
                CHECK((page.marks[i].shape == MarkShape::hollow) == (i == 3));
            }
            CHECK(near(page.qr.w, 20));
            CHECK(near(page.qr.h, 20));
        }
    }
}

TEST_CASE("the QR code has a quiet zone of four modules to the marks and to every print", "[templates]") {
    // The longest payload of our papers needs a code of version 4: 33 modules.
    const double quiet = 4 * 20.0 / 33;
    for (const auto& paper : library().all()) {
        for (const auto& page : paper.pages) {
            CHECK(page.qr.x - 12.5 >= quiet);
            for (const auto& print : page.prints) {
                const bool apart = print.box.x >= page.qr.right() + quiet ||
                                   print.box.y >= page.qr.bottom() + quiet ||
                                   print.box.bottom() <= page.qr.y - quiet;
                INFO(print.text.ar);
                CHECK(apart);
            }
            for (const auto& line : page.lines)
                CHECK(std::min(line.from.y, line.to.y) >= page.qr.bottom() + quiet - 1);
        }
    }
}

TEST_CASE("cells run from left to right without gaps, fill their field's box and are framed by printed lines",
          "[templates]") {
    for (const auto& paper : library().all()) {
        for (const auto& field : paper.fields) {
            CAPTURE(paper.id, field.key);
            REQUIRE(field.cell_boxes.size() == static_cast<std::size_t>(field.cells));
            double x = field.box.x;
            for (const auto& cell : field.cell_boxes) {
                CHECK(near(cell.x, x));
                CHECK(cell.w >= 6);
                CHECK(cell.h >= 7);
                CHECK(near(cell.w, field.cell_boxes.front().w));
                x = cell.right();
                CHECK(has_line(page_of(paper, field), {x, cell.y}, {x, cell.bottom()}));
            }
            if (field.cells > 0) CHECK(near(x, field.box.right()));
        }
    }
}

TEST_CASE("every box to write in is framed by printed lines", "[templates]") {
    for (const auto& paper : library().all()) {
        if (paper.id == "approval-sheet") continue;  // its boxes lie inside the grid of a table
        for (const auto& field : paper.fields) {
            CAPTURE(paper.id, field.key);
            if (field.options.empty()) CHECK(is_framed(page_of(paper, field), field.box));
            for (const auto& option : field.options) CHECK(is_framed(page_of(paper, field), option.box));
        }
    }
}

TEST_CASE("the label of an option stands at the left of its box, and the field's box holds all of its boxes",
          "[templates]") {
    for (const auto& paper : library().all()) {
        for (const auto& field : paper.fields) {
            for (const auto& option : field.options) {
                CAPTURE(field.key, option.key);
                CHECK(option.label_box.right() < option.box.x);
                CHECK(near(option.box.w, 4));
                CHECK(option.box.x >= field.box.x - 1e-6);
                CHECK(option.box.right() <= field.box.right() + 1e-6);
                CHECK(option.box.bottom() <= field.box.bottom() + 1e-6);
            }
        }
    }
}

TEST_CASE("rows run from right to left", "[templates]") {
    const auto* paper = library().find("support-request");
    REQUIRE(paper != nullptr);
    CHECK(paper->find("national_id")->box.x > paper->find("phone")->box.right());
    CHECK(paper->find("phone")->box.x > paper->find("sex")->box.right());
    CHECK(near(paper->find("national_id")->box.right(), 195));
}

TEST_CASE("the support request is one page and asks for everything that the policy asks for", "[templates]") {
    const auto* paper = library().find("support-request");
    REQUIRE(paper != nullptr);
    CHECK(paper->pages.size() == 1);
    for (const char* key :
         {"full_name",      "national_id",   "birth_date", "sex",          "marital_status", "nationality",
          "phone",          "city",          "district",   "address",      "dependants",     "housing",
          "monthly_income", "other_support", "iban",       "support_kind", "need",           "documents",
          "date",           "signature",     "channel",    "employee",     "date_received"}) {
        CAPTURE(key);
        CHECK(paper->find(key) != nullptr);
    }
    CHECK(paper->find("iban")->cells == 24);
    CHECK(paper->find("iban")->prefix == "SA");
    CHECK(paper->find("birth_date")->parts == "ddmmyyyy");
    CHECK(paper->find("need")->lines >= 4);
    CHECK(paper->find("employee")->office);
    CHECK_FALSE(paper->find("full_name")->office);
    CHECK(paper->find("full_name")->record_key == "full_name");
    CHECK(paper->find("date")->record_key.empty());
}

TEST_CASE("the channels of the office box are the eight of the workflow", "[templates]") {
    const auto* channel = library().find("support-request")->find("channel");
    REQUIRE(channel != nullptr);
    std::set<std::string_view> printed;
    for (const auto& option : channel->options) printed.insert(option.key);
    CHECK(printed == std::set<std::string_view>(channels().begin(), channels().end()));
}

TEST_CASE("the boxes for signatures are as large as their appearances", "[templates]") {
    const auto* applicant = library().find("applicant-declaration")->find("signature");
    REQUIRE(applicant != nullptr);
    CHECK(applicant->box.w >= 70);
    CHECK(applicant->box.h >= 25);
    for (int i = 1; i <= 5; ++i) {
        const auto* member = library().find("approval-sheet")->find("signature_" + std::to_string(i));
        REQUIRE(member != nullptr);
        CHECK(member->box.w >= 55);
        CHECK(member->box.h >= 16);
    }
}

TEST_CASE("the newest version of a paper is found, or the one that is asked for", "[templates]") {
    CHECK(library().find("support-request") == library().find("support-request", 0));
    CHECK(library().find("support-request", 1) != nullptr);
    CHECK(library().find("support-request", 99) == nullptr);
    CHECK(library().find("support") == nullptr);
}

TEST_CASE("what a page code says is read back", "[templates]") {
    const auto code = parse_page_code(write_page_code({"support-request", 1, 2, ""}));
    REQUIRE(code.has_value());
    CHECK(code->paper == "support-request");
    CHECK(code->version == 1);
    CHECK(code->page == 2);
    CHECK(code->case_id.empty());
}

TEST_CASE("a code that is not ours, or only nearly, is refused", "[templates][hostile]") {
    const std::string text = GENERATE(
        as<std::string>{}, "", "SANAD1", "SANAD1 support-request 1 1", "SANAD2 support-request 1 1 -",
        "SANAD1 support-request 1 1 - ", "SANAD1 support-request 0 1 -", "SANAD1 support-request 1 -1 -",
        "SANAD1 support-request 1 99999999999999999999 -", "SANAD1 ../etc 1 1 -", "SANAD1  1 1 -",
        "SANAD1 support-request 1 1 2026-AAAA", "SANAD1 support-request 01 1 -", "https://example.org/");
    CAPTURE(text);
    CHECK_FALSE(parse_page_code(text).has_value());
}
