// The papers for feedback, volunteers and referrals, filled in, printed and scanned: they read back. And the
// same blank filled in a viewer, read from its fields.
#include <map>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/json.h"
#include "forms/documents.h"
#include "templates/library.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

namespace {

using Values = std::map<std::string, std::string>;

const std::map<std::string, Values>& filled() {
    static const std::map<std::string, Values> all = {
        {"service-feedback",
         {{"service", "medicine"},
          {"service_date", "2026-10-04"},
          {"reception", "5"},
          {"clarity", "3"},
          {"speed", "1"},
          {"quality", "4"},
          {"overall", "2"},
          {"again", "yes"},
          {"date", "2026-11-15"}}},
        {"volunteer-request",
         {{"national_id", "1012345672"},
          {"phone", "0512345678"},
          {"sex", "female"},
          {"birth_date", "1990-05-17"},
          {"education", "bachelor"},
          {"skills", "teaching,health"},
          {"field", "reception,office"},
          {"days", "sunday,thursday"},
          {"times", "evening"},
          {"from_date", "2026-12-01"},
          {"weekly_hours", "12"},
          {"date", "2026-11-15"}}},
        {"referral", {{"outcome", "interview"}, {"answer_date", "2026-11-20"}}}};
    return all;
}

std::string blank_of(const std::string& id) {
    static const auto papers = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    forms::BlankOptions options;
    options.values = filled().at(id);
    options.made = *parse_iso_moment("2026-11-22T09:00:00Z");
    return forms::make_blank(*papers.find(id), options);
}

Json read_of(const Office& office, const std::string& file) {
    const auto ran = office.run({"read", file, "--json"});
    return parse_json(ran.out.substr(0, ran.out.find('\n')));
}

// A list, several options, as one text.
std::string plain(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    std::string all;
    if (value.is_array())
        for (const auto& one : value) all += (all.empty() ? "" : ",") + one.get<std::string>();
    return all;
}

// Every value that was filled in is read; nothing else is accepted as a value.
void check_read(const Json& read, const std::string& id) {
    REQUIRE(read["form"] == id);
    const auto& values = filled().at(id);
    std::size_t right = 0;
    for (const auto& field : read["fields"]) {
        const auto key = field["key"].get<std::string>();
        const auto truth = values.find(key);
        CAPTURE(id, key, plain(field["value"]));
        if (truth != values.end() && plain(field["value"]) == truth->second) ++right;
        if (field["accepted"] == true)
            CHECK(plain(field["value"]) == (truth == values.end() ? "" : truth->second));
    }
    CHECK(right == values.size());
}

}  // namespace

TEST_CASE("the new papers read back when they were printed and scanned", "[app]") {
    const Office office;
    for (const auto& [id, values] : filled()) {
        write_file(office / "blank.pdf", blank_of(id));
        REQUIRE(test::run_shell("pdftoppm -r 300 -gray -png " + test::shell_quoted(office / "blank.pdf") +
                                " " + test::shell_quoted(office / id))
                    .exit == 0);
        check_read(read_of(office, office / (id + "-1.png")), id);
    }
}

TEST_CASE("the new papers read back from their form fields", "[app]") {
    const Office office;
    for (const auto& [id, values] : filled()) {
        write_file(office / "filled.pdf", blank_of(id));
        const auto read = read_of(office, office / "filled.pdf");
        check_read(read, id);
    }
}
