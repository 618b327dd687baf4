// A paper that an association added: the commands know it, and a photo of it is read.
#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

namespace fs = std::filesystem;

namespace {

using sanad::test::samples;
const std::string added = samples + "/papers";

}  // namespace

TEST_CASE("a folder of papers is listed, measured and checked like the program's own", "[app]") {
    CHECK(Office().run({"form", "list"}).out.find("dispensary-referral") == std::string::npos);
    CHECK(Office().run({"form", "list", "--papers", added}).out.find("dispensary-referral 1") !=
          std::string::npos);
    const auto zones =
        parse_json(Office().run({"form", "zones", "dispensary-referral", "--papers", added, "--json"}).out);
    CHECK(zones["fields"].size() == 9);
    for (const auto& field : zones["fields"])
        if (field["key"] == "national_id") CHECK(field["cell_boxes_mm"].size() == 10);
    CHECK(Office().run({"form", "check", added + "/dispensary-referral/paper.toml"}).exit == 0);
    const auto blank =
        Office().run({"form", "blank", "dispensary-referral", "--papers", added, "-o", "never.pdf"});
    CHECK(blank.exit == 3);
    CHECK(blank.errors.find("blank.png") != std::string::npos);
}

TEST_CASE("a photo of an added paper is read through the command line", "[app]") {
    const auto truth = parse_json(test::contents(samples + "/dispensary-referral.truth.json"));
    const auto ran =
        Office().run({"read", samples + "/dispensary-referral.jpg", "--papers", added, "--json"});
    const auto read = parse_json(ran.out.substr(0, ran.out.find('\n')));
    REQUIRE(read["form"] == "dispensary-referral");
    CHECK(read["pages"][0]["registered"] == true);
    for (const auto& field : read["fields"]) {
        const auto key = field["key"].get<std::string>();
        CAPTURE(key);
        if (key == "national_id" || key == "visit_kind" || key == "signature")
            CHECK(field["value"] == truth["values"][key]);
        if (field["accepted"] == true) CHECK(field["value"] == truth["values"][key]);
    }
    // Without the folder nobody knows it.
    const auto unknown = Office().run({"read", samples + "/dispensary-referral.jpg", "--json"});
    CHECK(parse_json(unknown.out.substr(0, unknown.out.find('\n')))["form"] != "dispensary-referral");
}

TEST_CASE("the archive's own folder of papers needs no option", "[app]") {
    const Office office;
    fs::create_directories(office.archive() + "/papers");
    fs::copy(added + "/dispensary-referral", office.archive() + "/papers/dispensary-referral");
    CHECK(office.run({"form", "list"}).out.find("dispensary-referral") != std::string::npos);
}

TEST_CASE("a wrong folder of papers, or a broken paper in it, is said with its name", "[app][hostile]") {
    test::Folder folder;
    const auto nowhere = Office().run({"form", "list", "--papers", folder / "nowhere"});
    CHECK(nowhere.exit == 3);
    CHECK(nowhere.errors.find("nowhere") != std::string::npos);
    fs::create_directories(folder / "dispensary-referral");
    test::put(folder / "dispensary-referral/paper.toml",
              test::contents(added + "/dispensary-referral/paper.toml"));
    const auto no_picture = Office().run({"form", "check", folder / "dispensary-referral/paper.toml"});
    CHECK(no_picture.exit == 1);
    test::put(folder / "dispensary-referral/blank.png", "no picture");
    CHECK(Office().run({"form", "check", folder / "dispensary-referral/paper.toml"}).exit == 1);
    const auto reading =
        Office().run({"read", samples + "/dispensary-referral.jpg", "--papers", folder.path()});
    CHECK(reading.exit == 3);
    CHECK(reading.errors.find("blank.png") != std::string::npos);
}
