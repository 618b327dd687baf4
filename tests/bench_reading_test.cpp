// Floors of reading, on few pages; scripts/bench.sh read measures many. No threshold was fitted to the seed,
// though it did show that pale marks passed for blank. No real strokes are used: the figures are the same
// everywhere.
#include <algorithm>

#include <catch2/catch.hpp>

#include "bench/measure.h"
#include "bench/table.h"

using namespace sanad;
using namespace sanad::bench;

namespace {

constexpr std::uint64_t own_seed = 20'261'122;

const Measured& measured() {
    static const Measured once = [] {
        const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
        ocr::Reader reader(papers,
                           {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
        Plan plan;
        plan.pages = 24;
        plan.wrong_pages = 8;
        plan.seed = own_seed;
        return measure(papers, reader, plan);
    }();
    return once;
}

}  // namespace

TEST_CASE("no made page gives a wrong value that is accepted", "[bench]") {
    const auto all = measured().sum([](const auto&) { return true; });
    INFO(table_of(measured()));
    CHECK(all.fields > 300);
    CHECK(all.accepted > all.fields / 4);
    CHECK(all.wrong == 0);
}

TEST_CASE("made pages are placed, marks and signatures found", "[bench]") {
    INFO(table_of(measured()));
    const auto marks = measured().sum(
        [](const auto& one) { return one.row.starts_with("choice") && !one.row.ends_with("empty"); });
    const auto signatures = measured().sum([](const auto& one) { return one.row == "signature"; });
    CHECK(measured().registered_percent() >= 95);
    CHECK(marks.exact_percent() >= 99);
    CHECK(signatures.exact_percent() >= 99);
}

TEST_CASE("typed numbers on clean scans are read", "[bench]") {
    INFO(table_of(measured()));
    const auto numbers =
        measured().sum([](const auto& one) { return one.row.ends_with(" typed") && one.group == "clean"; });
    CHECK(numbers.fields >= 8);
    CHECK(numbers.exact_percent() >= 95);
}

TEST_CASE("pages that are none of ours are not read as if they were", "[bench][hostile]") {
    INFO(table_of(measured()));
    CHECK(measured().wrong_pages == 8);
    CHECK(measured().read_as_if_fitting.empty());
}

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
