// Cases on their way between offices, as it is done from outside.
#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

namespace {

namespace fs = std::filesystem;

std::string take(const Office& office, const std::string& sample) {
    const auto ran = office.run({"take", "--json", test::samples + sample});
    CAPTURE(ran.errors);
    REQUIRE(ran.exit <= 1);
    return parse_json(ran.out.substr(0, ran.out.find('\n'))).at("case").get<std::string>();
}

Json import(const Office& office, const std::string& bundle, int exit) {
    const auto ran = office.run({"archive", "import", bundle, "--json"});
    CAPTURE(ran.out, ran.errors);
    CHECK(ran.exit == exit);
    return parse_json(ran.out.substr(0, ran.out.find('\n')));
}

std::string contents(const Office& office) {
    return parse_json(office.run({"archive", "log", "--json"}).out).at("contents").get<std::string>();
}

}  // namespace

TEST_CASE("two branches exchange bundles and hold the same, and conflicts are shown", "[app]") {
    const Office a, b;
    for (const Office* office : {&a, &b}) {
        REQUIRE(office->run({"init"}).exit == 0);
        REQUIRE(office->run({"records", "import", test::samples + "/people.csv"}).exit == 0);
        REQUIRE(office->run({"archive", "log", "-o", "start.txt"}).exit == 0);
    }
    const std::string id = take(a, "/request-typed.png");
    CHECK(a.run({"archive", "export", id, "-o", "one"}).exit == 0);
    CHECK(import(b, a / "one", 0).at("cases").at(0).at("result") == "added");
    CHECK(import(b, a / "one", 0).at("cases").at(0).at("result") == "unchanged");
    CHECK(b.run({"archive", "conflicts"}).exit == 0);
    for (const Office* office : {&a, &b})
        REQUIRE(office->run({"archive", "hold", id, "--why", office == &a ? "in a" : "in b"}).exit == 0);
    CHECK(a.run({"archive", "export", "--since", "start.txt", "-o", "all"}).exit == 0);
    CHECK(b.run({"archive", "export", "--since", "start.txt", "-o", "all"}).exit == 0);
    CHECK(import(b, a / "all", 1).at("cases").at(0).at("result") == "set-aside");
    import(a, b / "all", 1);
    const auto conflicts = b.run({"archive", "conflicts", "--json"});
    CHECK(conflicts.exit == 1);
    CHECK(parse_json(conflicts.out).at("case") == id);
    const auto other = parse_json(conflicts.out).at("other").get<std::string>();
    CHECK(b.run({"case", "show", other}).exit == 0);
    CHECK(b.run({"archive", "conflicts", "--lang", "ar"}).out.find(other) != std::string::npos);
    CHECK(b.run({"archive", "check"}).exit == 0);
    CHECK(contents(a).size() == 64);
    // A fresh office holds the same after either order.
    const Office c, d;
    for (const Office* office : {&c, &d}) REQUIRE(office->run({"init"}).exit == 0);
    CHECK(c.run({"archive", "import", a / "all", b / "all"}).exit == 1);
    CHECK(d.run({"archive", "import", b / "all", a / "all", b / "all"}).exit == 1);
    CHECK(contents(c) == contents(d));
}

TEST_CASE("an option that is named and empty is not taken as not given", "[app][hostile]") {
    const Office a, b;
    for (const Office* office : {&a, &b}) REQUIRE(office->run({"init"}).exit == 0);
    REQUIRE(a.run({"archive", "log", "-o", "start.txt"}).exit == 0);
    const std::string before = contents(b);
    const std::string id = take(a, "/empty.png");
    REQUIRE(a.run({"archive", "export", id, "-o", "one"}).exit == 0);
    test::put(b / "no-key.txt", "\n");
    CHECK(b.run({"archive", "import", "--from", "", a / "one"}).exit == 2);
    CHECK(b.run({"archive", "import", "--from", "no-key.txt", a / "one"}).exit == 3);
    CHECK(b.run({"archive", "log", "verify", "--against", ""}).exit == 2);
    CHECK(b.run({"archive", "export", "--since", ""}).exit == 2);
    CHECK(b.run({"take", "--case", "", test::samples + "/empty.png"}).exit == 2);
    CHECK(b.run({"work", "--again", ""}).exit == 2);
    CHECK(contents(b) == before);
}

TEST_CASE("an export names a case or a checkpoint, an import a bundle that is whole", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    CHECK(office.run({"archive", "export"}).exit == 3);
    CHECK(office.run({"archive", "log", "-o", "start.txt"}).exit == 0);
    CHECK(office.run({"archive", "export", "2026-7KQ4M2X9", "--since", "start.txt"}).exit == 3);
    test::put(office / "no.txt", "no checkpoint");
    CHECK(office.run({"archive", "export", "--since", "no.txt"}).exit == 3);
    CHECK(office.run({"archive", "export", "--since", "start.txt", "-o", "empty"}).exit == 0);
    CHECK(office.run({"archive", "import", "empty"}).exit == 0);
    test::put(office / "empty/VERIFY.txt", "changed");
    const auto ran = office.run({"archive", "import", "empty", "nowhere"});
    CHECK(ran.exit == 3);
    CHECK(ran.errors.find("\xd8") != std::string::npos);
    CHECK(ran.errors.find("VERIFY.txt") != std::string::npos);
    CHECK(office.run({"archive", "log", "key"}).exit == 0);
    test::put(office / "key.txt", "sanad-archive/x+00000000+AAAA\n");
    CHECK(office.run({"archive", "export", "--since", "start.txt", "-o", "good"}).exit == 0);
    CHECK(office.run({"archive", "import", "good", "--from", "key.txt"}).exit == 3);
}
