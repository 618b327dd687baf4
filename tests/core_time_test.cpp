#include <cstdlib>
#include <string>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/time.h"

using namespace sanad;

namespace {

// Sets SOURCE_DATE_EPOCH for as long as it lives.
class Epoch {
public:
    explicit Epoch(const char* value) {
        if (const char* before = std::getenv("SOURCE_DATE_EPOCH")) before_ = before;
        ::setenv("SOURCE_DATE_EPOCH", value, 1);
    }
    ~Epoch() {
        if (before_.empty())
            ::unsetenv("SOURCE_DATE_EPOCH");
        else
            ::setenv("SOURCE_DATE_EPOCH", before_.c_str(), 1);
    }

private:
    std::string before_;
};

}  // namespace

TEST_CASE("moments are written in UTC with seconds and read back", "[core]") {
    for (const char* text :
         {"2026-11-22T09:00:00Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z"}) {
        const auto moment = parse_iso_moment(text);
        REQUIRE(moment);
        CHECK(iso_moment(*moment) == text);
    }
    CHECK(parse_iso_moment("2026-11-22T09:00:00Z")->time_since_epoch().count() == 1795338000);
}

TEST_CASE("days are read strictly and only if they exist", "[core]") {
    REQUIRE(parse_iso_day("2024-02-29"));
    CHECK(iso_day(*parse_iso_day("2024-02-29")) == "2024-02-29");
    for (const char* bad : {"", "2023-02-29", "2026-11-2", "2026/11/22", "2026-11-22 ", " 2026-11-22",
                            "2026-13-01", "2026-00-01", "+026-11-22", "2026-1x-22", "2026-11-22T09:00:00Z"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_iso_day(bad));
    }
    for (const char* bad :
         {"2026-11-22T24:00:00Z", "2026-11-22T09:60:00Z", "2026-11-22T09:00:60Z", "2026-11-22T09:00:00",
          "2026-11-22T09:00:00+3", "2026-11-22 09:00:00Z", "2026-02-30T09:00:00Z"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_iso_moment(bad));
    }
}

TEST_CASE("the clock stands where SOURCE_DATE_EPOCH says", "[core]") {
    const Epoch fixed("1795338000");
    CHECK(iso_moment(now()) == "2026-11-22T09:00:00Z");
}

TEST_CASE("a SOURCE_DATE_EPOCH that is no number of seconds is refused", "[core][hostile]") {
    const char* bad = GENERATE("x", "-1", "1e9", " 5", "5 ", "99999999999999999999", "253402300800");
    const Epoch fixed(bad);
    CHECK_THROWS_AS(now(), Error);
}
