// Raising what is due: documents that have not their level, and time stamps before they run out.
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/time.h"
#include "program.h"

using namespace sanad;
using test::Office;
using test::Ran;

namespace {

Json first_line(const Ran& ran) { return parse_json(ran.out.substr(0, ran.out.find('\n'))); }

// The program's clock stands at noon of this day while the object lives.
class Clock {
public:
    explicit Clock(const std::string& day) {
        const auto moment = parse_iso_moment(day + "T12:00:00Z");
        REQUIRE(moment.has_value());
        ::setenv("SOURCE_DATE_EPOCH", std::to_string(moment->time_since_epoch().count()).c_str(), 1);
    }
    ~Clock() { ::unsetenv("SOURCE_DATE_EPOCH"); }
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
};

Json verified(const Office& office, const std::string& id) {
    REQUIRE(office.run({"archive", "export", id, "-o", office / "out"}).exit == 0);
    std::string newest;
    for (const auto& entry : std::filesystem::directory_iterator(office / "out"))
        if (entry.path().filename().string().rfind("approval-sheet-signed", 0) == 0)
            newest = std::max(newest, entry.path().string());
    auto report = first_line(office.run({"verify", newest, "--json"}));
    std::filesystem::remove_all(office / "out");
    return report;
}

int lines(const Ran& ran) { return static_cast<int>(std::count(ran.out.begin(), ran.out.end(), '\n')); }

}  // namespace

TEST_CASE("what is due is raised once, and renewed before its time stamp runs out", "[app]") {
    const Office office;
    std::string id;
    const std::vector<std::string> due = {"sign", "upgrade", "--due", "--level", "lta", "--json"};
    {
        const Clock clock("2026-03-01");
        REQUIRE(office.run({"init"}).exit == 0);
        const auto made =
            office.run({"approval", "new", test::samples + "/policy.toml", "-o", "s.pdf", "--json"});
        id = first_line(made)["case"];
        CHECK(lines(office.run(due)) == 0);  // nothing is signed yet
        REQUIRE(
            office.run({"key", "issue", "--name", "نورة بنت صالح الواحاتي", "--role", "رئيس", "-o", "k.p12"})
                .exit == 0);
        REQUIRE(office.run({"sign", "s.pdf", "--as", "k.p12"}).exit == 0);
        const auto raised = office.run(due);
        CAPTURE(raised.errors);
        CHECK(raised.exit == 0);
        CHECK(lines(raised) == 1);
        CHECK(verified(office, id)["signatures"][0]["level"] == "B-LTA");
        CHECK(lines(office.run(due)) == 0);
        CHECK(office.run({"sign", "upgrade", "--due", "--level", "b"}).exit == 2);
        CHECK(office.run({"sign", "upgrade", "--due", "s.pdf", "--level", "lta"}).exit == 2);
    }
    {
        const Clock clock("2035-12-01");  // the stamp's authority lives until February 2036
        const auto refused = office.run(due);
        CHECK(refused.exit == 3);
        CHECK(refused.errors.find("key renew timestamp") != std::string::npos);
        const auto renewed = office.run({"key", "renew", "timestamp"});
        CAPTURE(renewed.errors);
        REQUIRE(renewed.exit == 0);
        const auto again = office.run(due);
        CAPTURE(again.errors);
        CHECK(again.exit == 0);
        CHECK(lines(again) == 1);
        CHECK(lines(office.run(due)) == 0);
    }
    // The signer's certificate and the first stamping authority's have both run out by then.
    const Clock clock("2040-01-01");
    const auto report = verified(office, id);
    CAPTURE(report.dump(1));
    CHECK(report["verdict"] == "valid");
    CHECK(report["signatures"][0]["time_source"] == "timestamp");
    CHECK(report["signatures"][0]["time"].get<std::string>().substr(0, 10) == "2026-03-01");
}
