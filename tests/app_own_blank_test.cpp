// A blank of ours filled from a file: the values as `sanad read` gives them go in, and come back.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using namespace sanad::test;

namespace {

struct Filled {
    Ran ran;
    Json values = Json::object();  // read back
};

Filled fill_and_read(const std::string& paper, const Json& values) {
    const Folder folder;
    const auto in_folder = "cd " + shell_quoted(folder.path()) + " && " + program + " ";
    REQUIRE(run_shell(in_folder + "form blank " + paper + " -o blank.pdf").exit == 0);
    put(folder / "values.json", dump_json(values));
    Filled filled{run_shell(in_folder + "fill blank.pdf --data values.json -o filled.pdf")};
    const auto reading = parse_json(run_shell(in_folder + "read --json filled.pdf").out);
    for (const auto& field : reading.at("fields"))
        if (field.at("state") == "read")
            filled.values[field.at("key").get<std::string>()] =
                field.contains("values") && field.at("values").is_array() ? field.at("values")
                                                                          : field.at("value");
    return filled;
}

const Json as_read = {{"full_name", "سلمى بنت خالد عبداللطيف الافتراضية"},
                      {"national_id", "1012345672"},
                      {"phone", "0512345678"},
                      {"sex", "female"},
                      {"birth_date", "1989-12-02"},
                      {"dependants", "4"},
                      {"monthly_income", "4500"},
                      {"iban", "SA0380000000608010167519"},
                      {"support_kind", {"rent", "food"}},
                      {"documents", {"id_copy"}},
                      {"date", "2026-11-22"}};

}  // namespace

TEST_CASE("what was read of a paper fills its blank, and reads back equal", "[app]") {
    const auto filled = fill_and_read("support-request", as_read);
    CAPTURE(filled.ran.out, filled.ran.errors);
    CHECK(filled.ran.exit == 0);
    CHECK(filled.values == as_read);
    // And what came back fills another.
    CHECK(fill_and_read("support-request", filled.values).values == as_read);
}

TEST_CASE("dates and numbers fill a blank however people write them", "[app]") {
    const auto value = [](const std::string& key, const std::string& written) {
        const auto filled = fill_and_read("support-request", {{"city", "الرياض"}, {key, written}});
        CAPTURE(key, written, filled.ran.out, filled.ran.errors);
        CHECK(filled.ran.exit == 0);
        return filled.values.value(key, "");
    };
    CHECK(value("birth_date", "٣ / ٥ / ١٤١٠هـ") == "1989-12-02");
    CHECK(value("birth_date", "1410-05-03") == "1989-12-02");
    CHECK(value("birth_date", "٠٣٠٥١٤١٠") == "1989-12-02");
    CHECK(value("date", "22/11/2026") == "2026-11-22");
    CHECK(value("date", "22-11-2026") == "2026-11-22");
    CHECK(value("monthly_income", "4,500") == "4500");
    CHECK(value("iban", "SA03 8000 0000 6080 1016 7519") == "SA0380000000608010167519");
}

TEST_CASE("what is no value of its field is named and left out of a blank", "[app][hostile]") {
    for (const auto& [key, written] : std::initializer_list<std::pair<std::string, Json>>{
             {"birth_date", "1410-13-03"},            // no such month
             {"date", "2026-02-30"},                  // no such day
             {"support_kind", {"rent", "holidays"}},  // none of the options
             {"support_kind", true},
             {"iban", "SA03 8000 0000 6080 1016 7519 77"},
             {"monthly_income", "12345678"},
             {"phone", "+966 51 234 5678"}}) {
        const auto filled = fill_and_read("support-request", {{"city", "الرياض"}, {key, written}});
        CAPTURE(key, dump_json(written), filled.ran.out, filled.ran.errors);
        CHECK(filled.ran.exit == 1);
        CHECK(filled.ran.out.find(key) != std::string::npos);
        CHECK(filled.values == Json{{"city", "الرياض"}});
    }
}
