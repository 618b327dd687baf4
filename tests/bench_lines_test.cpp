// Floors of reading real printed lines, on one in four; scripts/bench.sh lines measures all.
#include <catch2/catch.hpp>

#include "bench/lines.h"
#include "test_data.h"

using namespace sanad;
using namespace sanad::bench;

TEST_CASE("real printed lines are read better than by tesseract alone, and none comes back empty",
          "[bench]") {
    const auto data = test::test_data("ocr/lines-modern");
    if (!data) return;
    const auto sets =
        measure_lines(data->parent_path().string(), SANAD_BINARY_DIR "/share/sanad/tessdata", 4);
    INFO(table_of(sets));
    LineSum all;
    for (const auto& set : sets) all.add(set.sum);
    REQUIRE(all.lines >= 50);
    CHECK(all.empty == 0);
    CHECK(all.error_rate_percent() <= 10);
    CHECK(sets.front().sum.error_rate_percent() <= 8.5);
    CHECK(all.error_rate_percent() < 0.8 * all.plain_error_rate_percent());
}

TEST_CASE("a folder without lines measures nothing", "[bench][hostile]") {
    CHECK(measure_lines("/nowhere", SANAD_BINARY_DIR "/share/sanad/tessdata", 1).empty());
    CHECK(LineSum{}.error_rate_percent() == 0);
}
