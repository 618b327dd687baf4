// Floors of reading, on few pages; scripts/bench.sh read measures many. Nothing was fitted to the seed. No
// real strokes are used: the figures are the same everywhere.
#include <algorithm>
#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include "bench/beside.h"
#include "bench/goals.h"
#include "bench/incomplete.h"
#include "bench/measure.h"
#include "bench/reliability.h"
#include "bench/table.h"
#include "bench/words.h"
#include "samples/letters.h"

using namespace sanad;
using namespace sanad::bench;

namespace {

constexpr std::uint64_t own_seed = 20'270'214;

const Measured& measured() {
    static const Measured once = [] {
        const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
        ocr::Reader reader(papers,
                           {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
        Plan plan;
        plan.pages = 48;
        plan.wrong_pages = 12;
        plan.seed = own_seed;
        return measure(papers, reader, plan);
    }();
    return once;
}

Sum in_all(std::string_view goal) {
    for (const auto& one : goals())
        if (one.name == goal) return measured().sum(one.of);
    FAIL("no goal is called " << goal);
    return {};
}

}  // namespace

TEST_CASE("no made page gives a wrong value that is accepted", "[bench]") {
    const auto all = measured().sum([](const auto&) { return true; });
    INFO(table_of(measured()));
    CHECK(all.fields > 700);
    CHECK(all.accepted > all.fields / 2);
    CHECK(all.wrong == 0);
}

TEST_CASE("whole pages are placed, marks and signatures found", "[bench]") {
    INFO(table_of(measured()));
    Measured whole;
    for (const auto& page : measured().pages)
        if (page.group != "incomplete") whole.pages.push_back(page);
    CHECK(whole.within_percent(0.5) >= 97);
    CHECK(in_all("choices, 200-300 dpi, undamaged").exact_percent() >= 99);
    CHECK(in_all("choices, whole sheets of every quality").exact_percent() >= 98.5);
    CHECK(in_all("choices, 200-300 dpi, undamaged").accepted_percent() >= 85);
    CHECK(in_all("signature there or not, whole sheets").exact_percent() >= 99);
}

TEST_CASE("typed numbers are read, from a fax most of them", "[bench]") {
    INFO(table_of(measured()));
    const auto numbers = in_all("printed digits, 200-300 dpi, undamaged"),
               fax = in_all("printed digits, fax");
    CHECK(numbers.fields >= 20);
    CHECK(numbers.exact_percent() >= 97);
    CHECK(numbers.accepted_percent() >= 75);
    CHECK(fax.exact_percent() >= 75);
}

TEST_CASE("typed text is read, and accepted where nothing speaks against it", "[bench]") {
    INFO(table_of(measured()));
    const auto text = in_all("printed text, 200-300 dpi, undamaged");
    CHECK(text.fields >= 60);
    CHECK(text.exact_percent() >= 90);
    CHECK(text.accepted_percent() >= 45);
}

TEST_CASE("fields that were not in the picture are not accepted as empty", "[bench][hostile]") {
    INFO(table_of(measured()));
    const auto hidden = in_all("not wholly in the picture");
    CHECK(hidden.fields >= 10);
    CHECK(hidden.wrong == 0);
}

TEST_CASE("pages that are none of ours are not read as if they were", "[bench][hostile]") {
    INFO(table_of(measured()));
    CHECK(measured().wrong_pages == 12);
    CHECK(measured().read_as_if_fitting.empty());
}

TEST_CASE("the faces of the stand are at least five", "[bench]") { CHECK(fonts().size() >= 5); }

TEST_CASE("the stand itself knows a wrong value from a right one", "[bench]") {
    Reading reading;
    reading.state = ReadState::read;
    reading.value = "4500";
    reading.accepted = true;
    CHECK(judge({"income", "amount", "4500"}, &reading).exact);
    CHECK(judge({"income", "amount", "4501"}, &reading).silently_wrong());
    CHECK(judge({"income", "amount"}, &reading).silently_wrong());  // nothing was written there
    reading.accepted = false;
    CHECK_FALSE(judge({"income", "amount", "4501"}, &reading).silently_wrong());
    CHECK_FALSE(judge({"income", "amount", "4500"}, nullptr).exact);
}

TEST_CASE("the stand counts how often readings of a confidence were right, and adds that up", "[bench]") {
    Measured some;
    FieldOutcome sure;
    sure.kind = "iban", sure.state = ReadState::read, sure.confidence = 0.9995, sure.exact = true;
    auto wrong = sure, hidden = sure, empty = sure;
    wrong.exact = false;
    hidden.hidden = true;
    empty.state = ReadState::empty, empty.confidence = 0.2;
    some.fields = {sure, sure, wrong, hidden, empty};
    auto sum = reliability_of(some);
    CHECK(sum.at("iban").at(9990).fields == 3);
    CHECK(sum.at("iban").at(9990).right == 2);
    CHECK(sum.at("iban found empty").at(0).right == 1);
    add(sum, reliability_from(json_of(sum)));
    CHECK(sum.at("iban").at(9990).fields == 6);
    CHECK(table_of(sum).find("66.67 %") != std::string::npos);
}

TEST_CASE("a field that is hidden or marked twice has no value that may be accepted", "[bench]") {
    Reading empty;
    empty.state = ReadState::empty;
    empty.accepted = true;
    Expected hidden{"income", "amount", "4500"};
    hidden.hidden = true;
    CHECK(judge(hidden, &empty).silently_wrong());
    empty.accepted = false;
    CHECK(judge(hidden, &empty).exact);
    Reading one;
    one.state = ReadState::read;
    one.value = "single";
    one.accepted = true;
    Expected twice{"marital_status", "choice"};
    twice.refused = true;
    CHECK(judge(twice, &one).silently_wrong());
    one.state = ReadState::illegible;
    one.accepted = false;
    CHECK(judge(twice, &one).exact);
}

TEST_CASE("what an incomplete sheet lacks is known to the stand", "[bench]") {
    const auto lack = GENERATE(as<std::string>{}, "beside", "torn", "note", "cropped");
    samples::Dice dice(7);
    const auto sheet = without_part(samples::blank_sheet(100), lack, dice);
    const double all = share_gone(sheet.gone, {0, 0, 210, 297});
    CAPTURE(lack, all);
    CHECK(all > 0.01);
    CHECK(all < 0.6);
    CHECK(share_gone(sheet.gone, {400, 400, 10, 10}) == 1);
}

TEST_CASE("another program's text is scored wherever on the page a value stands", "[bench]") {
    const Expected name{"full_name", "text", "سارة بنت خالد"};
    const FieldOutcome ours = judge(name, nullptr);
    const auto found = judge_beside(name, ours, "الاسم: سارة  بنت خالد الجوال");
    CHECK(found.their_exact);
    CHECK(found.their_errors <= 1);
    const auto lost = judge_beside(name, ours, "الاسم الجوال");
    CHECK_FALSE(lost.their_exact);
    CHECK(lost.their_errors > 4);
    Expected date{"visited_on", "date", "2026-11-22"};
    date.written_as = "1448-06-12";
    CHECK(judge_beside(date, judge(date, nullptr), "في ١٢ ٠٦ ١٤٤٨").their_exact);
}

TEST_CASE("a sheet with a strip put in is another version, though all but its first rows fit",
          "[bench][hostile]") {
    const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    ocr::Reader reader(papers, {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
    Plan plan;
    plan.pages = 0, plan.wrong_pages = 10;
    plan.seed = 941'105;  // its tenth wrong page was read, with 85.2 % of the lines found and 7 % beside them
    const auto outcome = measure(papers, reader, plan);
    CAPTURE(outcome.read_as_if_fitting);
    CHECK(outcome.wrong_pages == 10);
    CHECK(outcome.read_as_if_fitting.empty());
}
