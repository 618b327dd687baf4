#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/case.h"
#include "core/error.h"
#include "core/json.h"
#include "core/reading.h"
#include "core/record.h"

using namespace sanad;

namespace {

DocumentReading example() {
    Reading id{"national_id", 1, {10, 20.5, 62, 8}, ReadState::read, "1012345672"};
    id.text = "١٠١٢٣٤٥٦٧٢";
    id.confidence = 0.998;
    id.accepted = true;
    id.alternatives = {{"1012345678", 0.01}};
    id.model = "digits-1";
    Reading date{"birth_date", 1, {}, ReadState::read, "1990-02-03"};
    date.calendar = "hijri";
    date.written = "1410-07-07";
    date.source = Source::pdf_field;
    Reading kinds{"support_kind", 1, {}, ReadState::read, "rent,food"};
    kinds.values = {"rent", "food"};
    Reading empty{"address"};
    empty.state = ReadState::empty;
    Reading bad{"phone"};
    bad.state = ReadState::illegible;
    bad.text = "??";
    PageFinding page{1, 2, true, 0.12, 300, -0.8, 90, {}};
    return {"scan.png",
            std::string(64, 'a'),
            "support-request",
            1,
            "",
            {page},
            {id, date, kinds, empty, bad, {"iban"}},
            {{"identity.check_digit", "national_id", Verdict::passed, "1012345672"}},
            412};
}

}  // namespace

TEST_CASE("a reading of a document has the shape of the contract", "[core]") {
    const Json json = example();
    CHECK(json["file"] == "scan.png");
    CHECK(json["form"] == "support-request");
    CHECK(json["version"] == 1);
    CHECK(json["ms"] == 412);
    CHECK(json["pages"][0]["rotated_deg"] == 90);
    CHECK(json["pages"][0]["skew_deg"] == -0.8);
    const Json& id = json["fields"][0];
    CHECK(
        dump_json(id) ==
        R"({"key":"national_id","page":1,"box_mm":[10.0,20.5,62.0,8.0],"state":"read","value":"1012345672",)"
        R"("text":"١٠١٢٣٤٥٦٧٢","confidence":0.998,"accepted":true,"source":"ocr",)"
        R"("alternatives":[{"value":"1012345678","confidence":0.01}],"model":"digits-1"})");
    CHECK(json["fields"][1]["source"] == "pdf-field");
    CHECK(json["fields"][1]["calendar"] == "hijri");
    CHECK(json["fields"][1]["written"] == "1410-07-07");
    CHECK(json["fields"][2]["value"] == Json({"rent", "food"}));
    CHECK(json["fields"][3]["state"] == "empty");
    CHECK(json["fields"][3]["value"].is_null());
    CHECK(json["fields"][4]["state"] == "illegible");
    CHECK(json["fields"][5]["state"] == "absent");
    CHECK(json["checks"][0]["verdict"] == "passed");
    CHECK(json["case_id"].is_null());
}

TEST_CASE("a reading of a document comes back from its JSON as it was", "[core]") {
    const Json json = example();
    const auto back = parse_json(dump_json(json)).get<DocumentReading>();
    CHECK(Json(back) == json);
    CHECK(back.fields[2].value == "rent,food");
    CHECK(back.fields[2].values == std::vector<std::string>{"rent", "food"});
    CHECK_FALSE(back.fields[0].values);
    CHECK(back.fields[3].value.empty());
    CHECK(back.pages[0].paper_page == 2);
    CHECK(back.find("phone") == &back.fields[4]);
    CHECK(back.find("phon") == nullptr);
}

TEST_CASE("events, records and files come back from their JSON as they were", "[core]") {
    const Event event{"2026-7KQ4M2X9", 3, "2026-11-22T09:00:00Z", "clerk", "note", {{"text", "ملاحظة"}}};
    CHECK(Json(parse_json(dump_json(event)).get<Event>()) == Json(event));
    const Record record{"R-000017", {{"full_name", "ماجد الشمالي"}, {"national_id", "1012345672"}}};
    CHECK(parse_json(dump_json(record)).get<Record>().fields == record.fields);
    const StoredFile file{"original",           "a.png",    "image/png",
                          std::string(64, 'b'), 1ull << 40, "2026-11-22T09:00:00Z"};
    CHECK(Json(Json(file).get<StoredFile>()) == Json(file));
}

TEST_CASE("JSON of the wrong shape is refused with the name of the member", "[core][hostile]") {
    const std::string text =
        GENERATE(as<std::string>{}, R"([])", R"({})", R"(null)", R"({"file":1})",
                 R"({"file":"a","version":"1"})", R"({"file":"a","version":99999999999})",
                 R"({"file":"a","fields":{}})", R"({"file":"a","fields":[1]})",
                 R"({"file":"a","fields":[{"key":"k","state":"maybe","source":"ocr"}]})",
                 R"({"file":"a","fields":[{"key":"k","state":"read","source":"ocr","value":5}]})",
                 R"({"file":"a","fields":[{"key":"k","state":"read","source":"ocr","box_mm":[1,2]}]})",
                 R"({"file":"a","pages":[{"page":1.5,"registered":true}]})",
                 R"({"file":"a","checks":[{"id":"a","subject":"b","verdict":"fine"}]})");
    CAPTURE(text);
    const Json json = parse_json(text);
    try {
        json.get<DocumentReading>();
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::bad_input);
        CHECK_FALSE(error.where().field.empty());
    }
}

TEST_CASE("JSON that is not strictly JSON is refused", "[core][hostile]") {
    const std::string deep = std::string(65, '[') + std::string(65, ']');
    std::string crowd = "{";
    for (int i = 0; i < 10'001; ++i) crowd += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    const std::string text =
        GENERATE_COPY(as<std::string>{}, "", "{", R"({"a":1,"a":2})", R"({"x":[{"a":1,"b":{},"a":2}]})", deep,
                      std::string(1'000'000, '['), "{} x", "{}{}", std::string("{}\0x", 4),
                      std::string("{}\0", 3), "\"\xff\"", "\"\xed\xa0\x80\"", "{'a':1}", "[1,]", "NaN",
                      "1e999", "// c\n1", "\"\\ud800\"", "\"a\nb\"", "01", crowd + "}");
    CAPTURE(text.substr(0, 40));
    CHECK_THROWS_AS(parse_json(text), Error);
}

TEST_CASE("nesting up to the limit and equal keys in different objects are fine", "[core]") {
    CHECK_NOTHROW(parse_json(std::string(64, '[') + std::string(64, ']')));
    CHECK(parse_json(R"([{"a":1},{"a":{"a":2}}])")[1]["a"]["a"] == 2);
    CHECK(parse_json(" \"\xd8\xb3\" ") == "س");
}

TEST_CASE("what is dumped is one line of valid UTF-8 whatever was put in", "[core][hostile]") {
    const std::string text = dump_json(Json{{"v",
                                             "a\n\xff\xd8"
                                             "b"}});
    CHECK(text.find('\n') == std::string::npos);
    CHECK(parse_json(text)["v"] == "a\n\uFFFD\uFFFDb");
}
