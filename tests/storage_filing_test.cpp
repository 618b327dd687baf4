// What a filing makes before its transaction must be what a reader gets.
#include <catch2/catch.hpp>

#include <limits>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "storage/case_values.h"
#include "storage/coding.h"
#include "storage/event_text.h"
#include "storage/sealing.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::storage;
using namespace sanad::test;

namespace {

Event event_with(Json what) {
    Event made = event("note", std::move(what));
    made.who = "كاتب \"1\"\n";
    return made;
}

Json nested(int depth) {
    Json value = 1;
    for (int i = 0; i < depth; ++i) value = Json{{"in", std::move(value)}};
    return value;
}

}  // namespace

TEST_CASE("the text of an event is its JSON", "[storage]") {
    const std::vector<Json> whats = {{{"text", "ملاحظة\tو\\\"سطر\"\n"}},
                                     {{"numbers", {1, -2, 0.1, 1e300, -0.0, 18446744073709551615ull}}},
                                     {{"none", nullptr}, {"yes", true}, {"list", Json::array()}},
                                     Json::object(),
                                     nested(62)};
    for (const Json& what : whats) {
        EventText text(event_with(what));
        const Event& event = text.at("2026-7KQ4M2X9", 17);
        CHECK(text.json() == dump_json(Json(event)));
        CHECK(dump_json(parse_json(text.json()).get<Event>().what) == dump_json(event.what));
    }
}

TEST_CASE("the text of a case's sum is its JSON", "[storage]") {
    Reading full;
    full.key = "full_name";
    full.page = 2;
    full.box = {1.5, 0.1, 1e300, -0.0};
    full.state = ReadState::read;
    full.value = full.text = "نص \"بين\" علامتين\\\x1f\u2028\U0001F600";
    full.values = {{"a", "ب"}};
    full.confidence = 0.999'85;
    full.accepted = true;
    full.source = Source::pdf_field;
    full.alternatives = {{"one", 0.1}, {"two", 1}};
    full.calendar = "hijri";
    full.written = "1446-01-02";
    full.model = "digits-2";
    Reading illegible;
    illegible.state = ReadState::illegible;
    illegible.value = "of no account";
    Case made{.id = "2026-7KQ4M2X9"};
    CHECK(case_text(made) == dump_json(Json(made)));
    made.kind = "support-request";
    made.state = "received";
    made.channel = made.submitted_on = made.form = made.record_id = made.changed_at = "x";
    made.version = -3;
    made.events = 18446744073709551615ull;
    made.files = {{"original", "a.png", "image/png", std::string(64, 'a'), 20'000, "2026"},
                  {"", "", "", "", 0}};
    made.fields = {full, illegible, Reading{}};
    made.checks = {{"dates.in_order", "submitted_on", Verdict::noted, "1446"}};
    made.faults = {{"page.empty", "scan.png", Verdict::failed}, {}};
    CHECK(case_text(made) == dump_json(Json(made)));
    made.faults.back().evidence = "ab\xff";
    CHECK(case_text(made) == dump_json(Json(made)));
}

TEST_CASE("an event that would be read as another one becomes that one before it is summed",
          "[storage][hostile]") {
    EventText letters(event_with({{"text", "ab\xff"}}));
    CHECK(letters.at("A", 1).what.at("text") == "ab\xEF\xBF\xBD");
    EventText number(event_with({{"n", std::numeric_limits<double>::quiet_NaN()}}));
    CHECK(number.at("A", 1).what.at("n").is_null());
    CHECK(number.json() == dump_json(Json(number.at("A", 1))));
    CHECK_THROWS_AS(EventText(event_with(nested(64))), Error);
    Json many = Json::object();
    for (int i = 0; i < 10'001; ++i) many.push_back({std::to_string(i), i});
    CHECK_THROWS_AS(EventText(event_with(many)), Error);
}

TEST_CASE("a coded text behind another one is read as both", "[storage]") {
    std::string rest;
    for (std::size_t size = 0; size < 70'000; size = size * 3 / 2 + 1) {
        for (; rest.size() < size; rest += static_cast<char>('a' + rest.size() % 7 * (rest.size() % 3)))
            ;
        rest.resize(size);
        for (const std::string& before : {std::string(), std::string("b"), std::string(41, '\x7f')})
            CHECK(decoded(coded_behind(before, coded(rest))) == before + rest);
        const std::string random = random_bytes(size);
        CHECK(decoded(coded_behind("before", coded(random))) == "before" + random);
    }
}

TEST_CASE("filings of many threads to one new case are all there, in one order", "[storage]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    constexpr int threads = 8, each = 5;
    std::vector<std::thread> clerks;
    for (int t = 0; t < threads; ++t)
        clerks.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) {
                const std::string bytes = "scan " + std::to_string(i);  // the same of every thread
                archive.append("2026-AAAAAAAA",
                               {event_with({{"text", std::to_string(t * each + i)}}), filed(bytes)}, {bytes});
            }
        });
    for (auto& clerk : clerks) clerk.join();
    std::set<std::string> notes;
    for (const Event& event : archive.events("2026-AAAAAAAA"))
        if (event.kind == "note") notes.insert(event.what.at("text").get<std::string>());
    CHECK(notes.size() == threads * each);
    CHECK(archive.find_case("2026-AAAAAAAA")->events == 2 * threads * each);
    CHECK(archive.blob("2026-AAAAAAAA", sha256_hex("scan 4")) == "scan 4");
    CHECK(whole(archive.check()));
    CHECK(whole(archive.check_log()));
}
