#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/case.h"
#include "core/error.h"
#include "core/workflow.h"

using namespace sanad;

namespace {

// Counts the events of one case as they are written.
struct History {
    std::vector<Event> events = {};

    History& add(const std::string& kind, Json what) {
        const auto next = events.size() + 1;
        events.push_back({"2026-7KQ4M2X9", next, "2026-11-22T09:00:0" + std::to_string(next % 10) + "Z",
                          "clerk", kind, std::move(what)});
        return *this;
    }
};

Json opened() {
    return {{"case_kind", "support-request"}, {"channel", "interview"}, {"submitted_on", "2026-11-22"}};
}

Reading reading(const std::string& key, const std::string& value, Source source = Source::ocr) {
    Reading made{key, 1, {}, ReadState::read, value};
    made.source = source;
    return made;
}

DocumentReading document(std::vector<Reading> fields) {
    DocumentReading made{"scan.png"};
    made.form = "support-request";
    made.version = 1;
    made.fields = std::move(fields);
    return made;
}

}  // namespace

TEST_CASE("a case is the sum of its events", "[core]") {
    const StoredFile file{"original", "scan.png", "image/png", std::string(64, 'a'), 10, ""};
    History history;
    history.add("opened", opened())
        .add("file", file)
        .add("reading", document({reading("phone", "0512345678"), reading("city", "الواحة")}))
        .add("checks", Json::array({Check{"phone.format", "phone", Verdict::passed, "0512345678"}}))
        .add("confirmed",
             {{"key", "city"}, {"before", nullptr}, {"after", reading("city", "الواحات", Source::person)}})
        .add("matched", {{"record_id", "R-000017"}, {"how", "phone+name"}})
        .add("fault", {{"id", "page.empty"}, {"file", "scan2.png"}, {"evidence", "2"}})
        .add("moved", {{"from", "received"}, {"to", "checking"}, {"why", ""}});
    const Case sum = sum_of(history.events);
    CHECK(sum.id == "2026-7KQ4M2X9");
    CHECK(sum.kind == "support-request");
    CHECK(sum.state == "checking");
    CHECK(sum.channel == "interview");
    CHECK(sum.form == "support-request");
    CHECK(sum.files.size() == 1);
    REQUIRE(sum.find("city") != nullptr);
    CHECK(sum.find("city")->value == "الواحات");
    CHECK(sum.find("phone")->value == "0512345678");
    CHECK(sum.find("iban") == nullptr);
    CHECK(sum.checks.size() == 1);
    CHECK(sum.faults.front().id == "page.empty");
    CHECK(sum.record_id == "R-000017");
    CHECK(sum.events == 8);
    CHECK(sum.changed_at == "2026-11-22T09:00:08Z");
    CHECK(Json(sum)["state"] == "checking");
}

TEST_CASE("a new case is in the first state of its kind", "[core]") {
    CHECK(sum_of(History{}.add("opened", opened()).events).state == "received");
    CHECK(sum_of(History{}.add("opened", {{"case_kind", "policy-approval"}}).events).state == "drafted");
    CHECK(initial_state("no-such-kind").empty());
}

TEST_CASE("a later reading does not overwrite what a person confirmed", "[core]") {
    History history;
    history.add("opened", opened())
        .add("reading", document({reading("city", "x")}))
        .add("confirmed", {{"key", "city"}, {"after", reading("city", "الواحة", Source::person)}})
        .add("reading", document({reading("city", "y"), reading("phone", "0512345678")}));
    const Case sum = sum_of(history.events);
    CHECK(sum.find("city")->value == "الواحة");
    CHECK(sum.find("phone")->value == "0512345678");
}

TEST_CASE("a page that is missing takes nothing away from what another file gave", "[core]") {
    Reading absent{"city"};
    History history;
    history.add("opened", opened())
        .add("reading", document({reading("city", "الواحة")}))
        .add("reading", document({absent}));
    CHECK(sum_of(history.events).find("city")->value == "الواحة");
}

TEST_CASE("the reading of another paper does not touch the values of the case", "[core]") {
    DocumentReading declaration = document({reading("city", "z"), reading("witness", "w")});
    declaration.form = "applicant-declaration";
    DocumentReading letter = document({reading("subject", "s")});
    letter.form = "letter";
    History history;
    history.add("opened", opened())
        .add("reading", letter)
        .add("reading", document({reading("city", "x")}))
        .add("reading", declaration);
    const Case sum = sum_of(history.events);
    CHECK(sum.form == "support-request");
    CHECK(sum.find("city")->value == "x");
    CHECK(sum.find("subject")->value == "s");
    CHECK(sum.find("witness") == nullptr);
}

TEST_CASE("an event of a kind that is not known leaves the case as it is", "[core]") {
    History history;
    history.add("opened", opened())
        .add("from-the-future", {{"x", 1}})
        .add("note", {{"text", "a"}})
        .add("signed", Json::object());
    const Case sum = sum_of(history.events);
    CHECK(sum.events == 4);
    CHECK(sum.state == "received");
}

TEST_CASE("events out of order, of another case or of the wrong shape are corruption", "[core][hostile]") {
    const auto code_of = [](const std::vector<Event>& events) {
        try {
            sum_of(events);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::external;
    };
    auto events = History{}.add("opened", opened()).add("note", Json::object()).events;
    CHECK(code_of({}) == ErrorCode::not_found);
    CHECK(code_of({events[1]}) == ErrorCode::corrupt);
    CHECK(code_of({events[0], events[0]}) == ErrorCode::corrupt);
    events[1].case_id = "2026-00000000";
    CHECK(code_of(events) == ErrorCode::corrupt);
    for (const char* kind : {"file", "reading", "confirmed", "checks"})
        for (const Json& what : {Json(nullptr), Json(5), Json::object(), Json::array({1}), Json("x")}) {
            INFO(kind << " " << what.dump());
            CHECK(code_of(History{}.add("opened", opened()).add(kind, what).events) == ErrorCode::corrupt);
        }
    for (const char* kind : {"opened", "matched", "moved", "fault"})
        CHECK(code_of(History{}.add("opened", opened()).add(kind, Json(5)).events) == ErrorCode::corrupt);
}

TEST_CASE("only transitions of the table are allowed", "[core]") {
    CHECK(allowed("support-request", "received", "checking"));
    CHECK(allowed("policy-approval", "signing", "adopted"));
    CHECK_FALSE(allowed("support-request", "received", "accepted"));
    CHECK_FALSE(allowed("support-request", "closed", "checking"));
    CHECK_FALSE(allowed("policy-approval", "received", "checking"));
    CHECK_FALSE(allowed("support-request", "checking", "checking"));
    CHECK_FALSE(allowed("", "", ""));
    CHECK(next_states("support-request", "closed").empty());
    const auto next = next_states("support-request", "with-committee");
    CHECK(std::set<std::string_view>(next.begin(), next.end()) ==
          std::set<std::string_view>{"accepted", "rejected", "missing-information", "withdrawn"});
}

TEST_CASE("every state can be reached and every one leads to the end", "[core]") {
    for (const std::string_view kind : {"support-request", "policy-approval"}) {
        std::set<std::string_view> states, reached{initial_state(kind)}, ends{"closed"};
        for (const Transition& t : transitions())
            if (t.kind == kind) states.insert({t.from, t.to});
        for (std::size_t round = 0; round < states.size(); ++round)
            for (const Transition& t : transitions()) {
                if (t.kind != kind) continue;
                if (reached.count(t.from) != 0) reached.insert(t.to);
                if (ends.count(t.to) != 0) ends.insert(t.from);
            }
        CHECK(reached == states);
        CHECK(ends == states);
    }
}

TEST_CASE("what follows from an act cannot be asked for", "[core]") {
    for (const Transition& t : transitions()) {
        INFO(t.from << " -> " << t.to);
        if (t.to == "declared" || t.to == "adopted" || t.to == "evaluated") CHECK_FALSE(t.by_person);
        if (t.to == "accepted" || t.to == "rejected" || t.to == "withdrawn") CHECK(t.by_person);
    }
    CHECK(channels().size() == 8);
}
