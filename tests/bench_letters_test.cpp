// Floors of reading letters, on few of them; scripts/bench.sh letters measures sixty. Nothing was fitted to
// the seed.
#include <catch2/catch.hpp>

#include "bench/letters.h"
#include "templates/library.h"

using namespace sanad;
using namespace sanad::bench;

namespace {

constexpr std::uint64_t own_seed = 20'261'201;

const LettersMeasured& measured() {
    static const LettersMeasured once = [] {
        const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
        ocr::Reader reader(papers,
                           {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
        return measure_letters(reader, {20, own_seed});
    }();
    return once;
}

}  // namespace

TEST_CASE("made letters in five layouts are known for letters, and nothing wrong is accepted", "[bench]") {
    INFO(table_of(measured()));
    CHECK(measured().letters == 20);
    CHECK(measured().recognised == 20);
    CHECK(measured().wrongly_accepted() == 0);
}

// One in twenty is five of a hundred: the floor on sixty letters is 90 %.
TEST_CASE("sender, subject, date and reference of made letters are right", "[bench]") {
    INFO(table_of(measured()));
    for (const auto* key : {"sender", "subject", "date", "reference"}) {
        CAPTURE(key);
        CHECK(measured().exact_percent(key) >= 85);
    }
    CHECK(measured().exact_percent("kind") >= 85);
}
