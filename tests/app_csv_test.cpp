#include <catch2/catch.hpp>

#include "app/csv.h"
#include "app/record_import.h"
#include "core/error.h"

using namespace sanad;
using namespace sanad::app;

namespace {

std::vector<std::string> row(const std::string& text, std::size_t index) {
    const auto rows = parse_csv(text);
    REQUIRE(rows.has_value());
    REQUIRE(rows->size() > index);
    return (*rows)[index].values;
}

}  // namespace

TEST_CASE("a table with commas, quotes and line breaks inside quotes is read", "[app]") {
    const std::string text = "a,b\r\n\"x, y\",\"he said \"\"no\"\"\"\r\n\"two\nlines\",z\r\n";
    CHECK(row(text, 1) == std::vector<std::string>{"x, y", "he said \"no\""});
    CHECK(row(text, 2) == std::vector<std::string>{"two\nlines", "z"});
}

TEST_CASE("a row knows the line it begins on, also after a value of two lines", "[app]") {
    const auto rows = parse_csv("a,b\n\"1\n2\",3\n4,5\n");
    REQUIRE(rows);
    REQUIRE(rows->size() == 3);
    CHECK((*rows)[1].line == 2);
    CHECK((*rows)[2].line == 4);
}

TEST_CASE("semicolons and tabs separate where the header has them", "[app]") {
    CHECK(row("a;b\n1,5;2\n", 1) == std::vector<std::string>{"1,5", "2"});
    CHECK(row("a\tb\n1\t\n", 1) == std::vector<std::string>{"1", ""});
}

TEST_CASE("a table saved as UTF-16 or with a byte order mark reads the same", "[app]") {
    CHECK(row("\xef\xbb\xbf"
              "a,b\n\u0645,2\n",
              1) == std::vector<std::string>{"\u0645", "2"});
    const std::string little(
        "\xff\xfe"
        "a\0,\0b\0\n\0"
        "\x45\x06,\0"
        "2\0",
        16);
    CHECK(row(little, 1) == std::vector<std::string>{"\u0645", "2"});
}

TEST_CASE("what is no table is refused", "[app][hostile]") {
    CHECK_FALSE(parse_csv("a,b\n\"never closed"));
    CHECK_FALSE(parse_csv("a,b\n\xc7\xe1\xc7\xd3\xe3,1\n"));     // Windows-1256
    CHECK_FALSE(parse_csv(std::string("\xff\xfe\x00\xd8", 4)));  // half a surrogate pair
    CHECK(parse_csv("")->empty());
    CHECK(parse_csv("\n\n\r\n")->empty());
    CHECK(row(std::string(100000, ','), 0).size() == 100001);
}

TEST_CASE("records come in with normalised values, and refused lines name their number and reason", "[app]") {
    const auto parsed = parse_records(
        "national_id,full_name,phone,notes\r\n"
        "١٠٠٠٠٠٠٠٠٨,  سعد   بن  ناصر ,050 123 4567,keeps\r\n"
        "1000000009,فلان,,\r\n"
        "only one\r\n",
        "people.csv");
    REQUIRE(parsed.good.size() == 1);
    CHECK(parsed.good[0].get("national_id") == "1000000008");
    CHECK(parsed.good[0].get("full_name") == "سعد بن ناصر");
    CHECK(parsed.good[0].get("phone") == "0501234567");
    CHECK(parsed.good[0].get("notes") == "keeps");
    REQUIRE(parsed.refused.size() == 2);
    CHECK(parsed.refused[0].line == 3);
    CHECK(parsed.refused[1].line == 4);
    CHECK(parsed.refused[1].id == "records.columns");
}

TEST_CASE("a JSON list of people is read like a table", "[app]") {
    const auto parsed =
        parse_records(R"([{"national_id":"1000000008","full_name":"سعد","dependants":3}, 7])", "p.json");
    REQUIRE(parsed.good.size() == 1);
    CHECK(parsed.good[0].get("dependants") == "3");
    REQUIRE(parsed.refused.size() == 1);
    CHECK(parsed.refused[0].line == 2);
}

TEST_CASE("a file that is no list of people is refused by name", "[app][hostile]") {
    const std::string bytes = GENERATE(as<std::string>{}, "", "  \n", "[{\"a\":1", "a,b\n1,2\n",
                                       "\xff\xd8\xff\xe0 jpeg", "full_name\n\"open");
    CAPTURE(bytes);
    try {
        parse_records(bytes, "people.csv");
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.where().file == "people.csv");
        CHECK_FALSE(error.message().id.empty());
    }
}

TEST_CASE("exported records import again as they were", "[app]") {
    Record record;
    record.id = "R-000001";
    record.fields = {{"national_id", "1000000008"},
                     {"full_name", "سعد, \"أبو ناصر\""},
                     {"notes", "a\nb"},
                     {"rent;food;bills;debts", "x"}};
    const auto parsed = parse_records(records_csv({record}), "again.csv");
    REQUIRE(parsed.good.size() == 1);
    CHECK(parsed.good[0].get("full_name") == record.get("full_name"));
}
