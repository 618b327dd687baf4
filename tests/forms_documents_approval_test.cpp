// The sheet on which a board adopts a policy.
#include <catch2/catch.hpp>

#include "core/dates.h"
#include "core/error.h"
#include "core/messages.h"
#include "forms/documents.h"
#include "pdf/raster.h"
#include "pdf/signature_update.h"
#include "templates/library.h"
#include "tests/forms_outside_view.h"

using namespace sanad;
using Catch::Contains;
using test::letters_of;

namespace {

const templates::Library& papers() {
    static const auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    return library;
}

const std::string hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

forms::ApprovalInput board_of(std::size_t members) {
    static const char* roles[] = {"رئيس مجلس الإدارة", "نائب الرئيس", "المشرف المالي"};
    static const char* fields[] = {"Chairman", "Deputy", "FinancialSupervisor"};
    forms::ApprovalInput input;
    input.association = "جمعية المثال";
    input.policy_title = "سياسة تنظيم العلاقة مع المستفيدين";
    input.policy_version = "2";
    input.policy_sha256 = hash;
    input.meeting_number = "5";
    input.meeting_date = *parse_iso_day("2026-11-01");
    input.sheet = papers().find("approval-sheet");
    input.case_id = "2026-7KQ4M2X9";
    input.made = *parse_iso_moment("2026-11-22T09:00:00Z");
    for (std::size_t i = 0; i < members; ++i)
        input.members.push_back({i < 3 ? fields[i] : "Member" + std::to_string(i + 1),
                                 "عضو الافتراضي " + std::to_string(100 + i), i < 3 ? roles[i] : "عضو"});
    return input;
}

std::string text_of(const std::string& pdf) {
    std::string text;
    for (int page = 1; page <= pdf::page_count(pdf); ++page) text += pdf::page_text(pdf, page) + "\n";
    return letters_of(text);
}

}  // namespace

TEST_CASE("the sheet states the policy, the meeting and the hash", "[forms]") {
    const auto pdf = forms::make_approval_sheet(board_of(5));
    const auto text = text_of(pdf);
    const auto hijri = to_hijri(*parse_iso_day("2026-11-01"));
    CAPTURE(text);
    for (const std::string& part :
         {std::string("سياسة تنظيم العلاقة مع المستفيدين"), hash, std::string("رقم (5)"),
          std::string("1 نوفمبر 2026م"), spoken_ar(*hijri), std::string("وبحضور جميع أعضاء المجلس"),
          std::string("الإصدار: 2"), std::string("جمعية المثال")})
        CHECK_THAT(text, Contains(letters_of(part)));
    CHECK(pdf::page_count(pdf) == 1);
    CHECK(test::qpdf_finds_nothing(pdf));
}

TEST_CASE("each member has a row with name, role and a signature field of that name, in the given order",
          "[forms]") {
    const auto input = board_of(5);
    const auto pdf = forms::make_approval_sheet(input);
    const auto fields = pdf::signature_fields(pdf);
    REQUIRE(fields.size() == 5);
    const auto text = text_of(pdf);
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(fields[i].name == input.members[i].field);
        CHECK_THAT(
            text, Contains(letters_of(input.members[i].name)) && Contains(letters_of(input.members[i].role)));
        const auto* printed = input.sheet->find("signature_" + std::to_string(i + 1));
        CHECK(fields[i].box.x == Approx(printed->box.x).margin(0.1));
        CHECK(fields[i].box.y == Approx(printed->box.y).margin(0.1));
        CHECK(fields[i].box.w >= 55 - 0.1);
        CHECK(fields[i].box.h >= 16 - 0.1);
    }
}

TEST_CASE("who was absent is named", "[forms]") {
    auto input = board_of(5);
    input.absent = {"سعيد المثالي", "ناصر التجريبي"};
    const auto text = text_of(forms::make_approval_sheet(input));
    CHECK_THAT(text, Contains(letters_of("عدا: سعيد المثالي، ناصر التجريبي")) &&
                         !Contains(letters_of("جميع أعضاء")));
}

TEST_CASE("a smaller board has no empty rows, a larger one goes on overleaf", "[forms]") {
    const auto small = forms::make_approval_sheet(board_of(3));
    CHECK(pdf::signature_fields(small).size() == 3);
    const auto page = pdf::rasterise(small, 1, 72);
    const auto below = papers().find("approval-sheet")->find("signature_4")->box;
    const auto row =
        static_cast<std::size_t>(below.bottom() / mm_per_inch * 72) * static_cast<std::size_t>(page.width);
    for (int x = 45; x < 540; ++x) REQUIRE(page.pixels.at(row + static_cast<std::size_t>(x)) > 200);

    const auto large = forms::make_approval_sheet(board_of(30));
    CHECK(pdf::page_count(large) == 4);
    const auto fields = pdf::signature_fields(large);
    REQUIRE(fields.size() == 30);
    for (const auto& field : fields) CHECK(field.box.bottom() <= 283);
    CHECK_THAT(text_of(large), Contains("129"));
    CHECK(test::qpdf_finds_nothing(large));
}

TEST_CASE("the same sheet is made of the same bytes", "[forms]") {
    CHECK(forms::make_approval_sheet(board_of(5)) == forms::make_approval_sheet(board_of(5)));
}

TEST_CASE("a board without members, a field name used twice and a name beyond its row are refused",
          "[forms][hostile]") {
    CHECK_THROWS_AS(forms::make_approval_sheet(board_of(0)), Error);
    auto twice = board_of(5);
    twice.members[1].field = twice.members[0].field;
    CHECK_THROWS_AS(forms::make_approval_sheet(twice), Error);
    auto nameless = board_of(5);
    nameless.members[2].field.clear();
    CHECK_THROWS_AS(forms::make_approval_sheet(nameless), Error);
    auto endless = board_of(5);
    for (int i = 0; i < 60; ++i) endless.members[3].name += " بن فلان";
    try {
        forms::make_approval_sheet(endless);
        FAIL("it was made");
    } catch (const Error& error) {
        CHECK(has_message(error.message().id));
    }
}

TEST_CASE("a long title is set tighter, one that no page holds is refused", "[forms][hostile]") {
    auto input = board_of(5);
    for (int i = 0; i < 12; ++i) input.policy_title += " وتنظيم العلاقة مع الداعمين";
    CHECK_THAT(text_of(forms::make_approval_sheet(input)), Contains(letters_of("رقم (5)")));
    for (int i = 0; i < 400; ++i) input.policy_title += " وتنظيم العلاقة";
    try {
        forms::make_approval_sheet(input);
        FAIL("it was made");
    } catch (const Error& error) {
        CHECK(error.message().id == "forms.wording_too_long");
    }
}
