// What every store and every index of words has to do, whatever it is made of: the archive and the indexes of
// this program are driven through the interfaces alone, and a store of plain maps beside them shows that the
// suite asks for nothing that only they can do.
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "storage/plain_index.h"
#include "storage/search_index.h"
#include "storage/stores.h"
#include "storage/xapian_index.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::BlobStore;
using storage::CaseStore;
using storage::SearchIndex;

namespace {

class MemoryStore : public CaseStore, public BlobStore {
public:
    Case append(const std::string& case_id, std::vector<Event> added,
                const std::vector<std::string_view>& blobs) override {
        auto bytes = bytes_;
        for (const auto blob : blobs) bytes[case_id][sha256_hex(blob)] = std::string(blob);
        auto all = events(case_id);
        if (case_id.empty() || added.empty()) throw Error(ErrorCode::bad_input, "no filing");
        for (Event& one : added) {
            if (!one.case_id.empty() && one.case_id != case_id) throw Error(ErrorCode::bad_input, "foreign");
            one.case_id = case_id;
            one.sequence = all.size() + 1;
            all.push_back(std::move(one));
        }
        Case sum;
        try {
            sum = sum_of(all);
        } catch (const Error& bad) {
            throw Error(ErrorCode::bad_input, bad.what());
        }
        for (const StoredFile& file : sum.files)
            if (bytes[case_id].count(file.sha256) == 0) throw Error(ErrorCode::bad_input, "bytes missing");
        events_[case_id] = all;
        bytes_ = bytes;
        return sum;
    }
    std::optional<Case> find_case(const std::string& id) const override {
        const auto all = events(id);
        return all.empty() ? std::nullopt : std::optional<Case>(sum_of(all));
    }
    std::vector<Event> events(const std::string& id) const override {
        const auto found = events_.find(id);
        return found == events_.end() ? std::vector<Event>{} : found->second;
    }
    std::vector<Case> cases(const storage::CaseQuery& query) const override {
        std::vector<Case> found;
        storage::PlainIndex words;
        for (const auto& [id, all] : events_) words.put(sum_of(all));
        std::set<std::string> named;
        for (const auto& hit : words.find(query.words, events_.size())) named.insert(hit.case_id);
        for (const auto& [id, all] : events_) {
            const Case value = sum_of(all);
            const Reading* field = value.find(query.field);
            if (!query.state.empty() && value.state != query.state) continue;
            if (!query.words.empty() && named.count(id) == 0) continue;
            if (!query.field.empty() && (field == nullptr || field->value != query.value)) continue;
            found.push_back(value);
        }
        std::stable_sort(found.begin(), found.end(),
                         [](const Case& a, const Case& b) { return a.changed_at > b.changed_at; });
        return found;
    }
    std::string blob(const std::string& case_id, const std::string& sha256) const override {
        const auto of_case = bytes_.find(case_id);
        if (of_case == bytes_.end() || of_case->second.count(sha256) == 0)
            throw Error(ErrorCode::not_found, "no blob");
        return of_case->second.at(sha256);
    }
    std::vector<std::string> cases_with_blob(const std::string& sha256) const override {
        std::vector<std::string> ids;
        for (const auto& [id, blobs] : bytes_)
            if (blobs.count(sha256) != 0) ids.push_back(id);
        return ids;
    }

private:
    std::map<std::string, std::vector<Event>> events_;
    std::map<std::string, std::map<std::string, std::string>> bytes_;
};

// A store with both interfaces, whatever keeps it alive, and how to have it again after everything was
// closed.
struct Stores {
    CaseStore* cases;
    BlobStore* blobs;
    std::function<void()> reopen;
};

struct ArchiveStores {
    ArchiveStores() {
        storage::Archive::create(at, passphrase, quick);
        archive.emplace(storage::Archive::open(at, passphrase));
    }
    Stores stores() {
        Stores made{&*archive, &*archive, {}};
        made.reopen = [this] {
            archive.reset();
            archive.emplace(storage::Archive::open(at, passphrase));
        };
        return made;
    }
    Folder folder;
    std::string at = folder / "a";
    std::optional<storage::Archive> archive;
};

ErrorCode code_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::external;
}

void hold_to_contract(Stores on) {
    const std::string id = "2026-CCCCCCC1", other = "2026-CCCCCCC2";
    const std::string scan = noise(400'000, 3);
    CHECK_FALSE(on.cases->find_case(id));
    CHECK_FALSE(on.cases->find_case(""));
    CHECK(on.cases->events(id).empty());
    CHECK(on.cases->cases().empty());
    CHECK(code_of([&] { on.blobs->blob(id, sha256_hex(scan)); }) == ErrorCode::not_found);

    SECTION("events get their places, the case is their sum, bytes come back as they were") {
        const Case sum = on.cases->append(id, {opened(), filed(scan)}, {scan});
        CHECK(sum.events == 2);
        CHECK(sum.state == "received");
        CHECK(on.cases->append(id, {event("note", {{"text", "later"}})}).events == 3);
        on.reopen();
        const auto events = on.cases->events(id);
        REQUIRE(events.size() == 3);
        for (std::size_t i = 0; i < events.size(); ++i) {
            CHECK(events[i].sequence == i + 1);
            CHECK(events[i].case_id == id);
        }
        CHECK(dump_json(Json(sum_of(events))) == dump_json(Json(*on.cases->find_case(id))));
        CHECK(on.blobs->blob(id, sha256_hex(scan)) == scan);
        CHECK(on.blobs->cases_with_blob(sha256_hex(scan)) == std::vector<std::string>{id});
        CHECK(on.blobs->cases_with_blob(sha256_hex("other")).empty());
    }
    SECTION("a filing is all or nothing") {
        on.cases->append(id, {opened()});
        const auto refused = [&](std::vector<Event> events) {
            return code_of([&] { on.cases->append(id, std::move(events)); });
        };
        CHECK(refused({}) == ErrorCode::bad_input);
        CHECK(refused({event("note", {{"text", "x"}}), filed(scan)}) == ErrorCode::bad_input);
        Event foreign = event("note", {{"text", "x"}});
        foreign.case_id = other;
        CHECK(refused({foreign}) == ErrorCode::bad_input);
        CHECK(refused({event("note", {{"text", "x"}}), event("moved", {{"from", "x"}})}) ==
              ErrorCode::bad_input);
        CHECK(code_of([&] { on.cases->append("", {opened()}); }) == ErrorCode::bad_input);
        on.reopen();
        CHECK(on.cases->find_case(id)->events == 1);
        CHECK(on.cases->events(id).size() == 1);
        CHECK(code_of([&] { on.blobs->blob(id, sha256_hex(scan)); }) == ErrorCode::not_found);
    }
    SECTION("bytes are written once, and known ones need not be given again") {
        on.cases->append(id, {opened(), filed(scan)}, {scan, scan});
        CHECK(on.cases->append(id, {filed(scan, "again.png")}).files.size() == 2);
        CHECK(code_of([&] { on.cases->append(other, {opened(), filed(scan)}); }) == ErrorCode::bad_input);
        on.cases->append(other, {opened(), filed(scan), filed("")}, {scan, ""});
        CHECK(on.blobs->blob(other, sha256_hex("")).empty());
        CHECK(on.blobs->cases_with_blob(sha256_hex(scan)).size() == 2);
    }
    SECTION("cases are found by state, field and words, newest first") {
        Event late = confirmed("full_name", "نورة الحربي");
        late.at = "2026-11-23T09:00:00Z";
        on.cases->append(id, {opened(), confirmed("national_id", "1000000008")});
        on.cases->append(other, {opened(), late});
        REQUIRE(on.cases->cases().size() == 2);
        CHECK(on.cases->cases().front().id == other);
        const auto only = [&](const storage::CaseQuery& query, const std::string& wanted) {
            const auto found = on.cases->cases(query);
            return found.size() == 1 && found.front().id == wanted;
        };
        CHECK(only({.field = "national_id", .value = "1000000008"}, id));
        CHECK(only({.words = "نوره الحربى"}, other));
        CHECK(on.cases->cases({.state = "received"}).size() == 2);
        CHECK(on.cases->cases({.state = "closed"}).empty());
    }
}

// An index as its interface has it, before and after it was closed.
struct Index {
    std::unique_ptr<SearchIndex> index;
    std::function<std::unique_ptr<SearchIndex>()> reopen;
};

Case of(int number, const std::string& name) {
    std::vector<Event> events = {opened(), confirmed("full_name", name)};
    for (std::size_t i = 0; i < events.size(); ++i) {
        events[i].case_id = "2026-WWWWWWW" + std::to_string(number);
        events[i].sequence = i + 1;
    }
    return sum_of(events);
}

void hold_to_contract(Index on) {
    const auto found = [&](const std::string& words, std::size_t limit = 10) {
        std::string all;
        for (const auto& hit : on.index->find(words, limit)) all += hit.case_id.substr(12);
        return all;
    };
    on.index->put(of(1, "سلطان الحربي"));
    on.index->put(of(2, "سلطانة الحربي"));
    on.index->put(of(3, "ماجد الشمري"));
    on.index->commit();
    CHECK(found("سلطان").substr(0, 1) == "1");  // as it is before as a beginning
    CHECK(found("سلطان").size() == 2);
    CHECK(found("الحربي").size() == 2);
    CHECK(found("الحربى سلطانه").substr(0, 1) == "2");  // before the one that is a letter off
    CHECK(found("الشمرى") == "3");
    CHECK(found("الشمي") == "3");  // a letter left out
    CHECK(found("سلطان الشمري").empty());
    CHECK(found("").empty());
    CHECK(found("الحربي", 0).empty());
    CHECK(found("الحربي", 1).size() == 1);
    on.index->put(of(3, "ماجد العنزي"));
    on.index->remove("2026-WWWWWWW1");
    on.index->remove("2026-NOTTHERE");
    on.index->commit();
    CHECK(found("الشمري").empty());
    CHECK(found("العنزي") == "3");
    CHECK(found("الحربي") == "2");
    if (on.reopen) {
        on.index.reset();
        on.index = on.reopen();
        CHECK(found("العنزي") == "3");
        CHECK(found("سلطان") == "2");
    }
}

}  // namespace

TEST_CASE("the archive keeps the contract of a case store and a blob store", "[storage][contract]") {
    ArchiveStores archive;
    hold_to_contract(archive.stores());
}

TEST_CASE("a store in memory keeps the same contract", "[storage][contract]") {
    MemoryStore store;
    hold_to_contract(Stores{&store, &store, [] {}});
}

TEST_CASE("the index that Xapian keeps holds the contract of an index", "[storage][contract]") {
    const Folder folder;
    const storage::Key key = storage::random_key();
    using Access = storage::XapianIndex::Access;
    const auto open = [&](Access access) -> std::unique_ptr<SearchIndex> {
        return std::make_unique<storage::XapianIndex>(folder / "index", key, access);
    };
    hold_to_contract(Index{open(Access::make_new), [&] { return open(Access::write); }});
}

TEST_CASE("looking at every case holds the contract of an index", "[storage][contract]") {
    hold_to_contract(Index{std::make_unique<storage::PlainIndex>(), {}});
}

TEST_CASE("filings of many threads share commits and none is refused for another's fault", "[storage]") {
    const Folder folder;
    storage::Archive::create(folder / "a", passphrase, quick);
    storage::Archive archive = storage::Archive::open(folder / "a", passphrase);
    constexpr int threads = 16, each = 6;
    std::vector<std::thread> clerks;
    std::atomic<int> refused = 0, filed_well = 0;
    for (int t = 0; t < threads; ++t)
        clerks.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) {
                const std::string id = "2026-T" + std::to_string(1'000'000 + t * 100 + i);
                const std::string scan = noise(2'000, static_cast<unsigned>(t * 100 + i));
                archive.append(id, {opened(), filed(scan)}, {scan});
                archive.append("2026-SHARED00", {event("note", {{"text", id}})});
                ++filed_well;
                try {
                    archive.append(id, {filed("bytes that are nowhere")});
                } catch (const Error&) {
                    ++refused;
                }
            }
        });
    archive.append("2026-SHARED00", {opened()});
    for (auto& clerk : clerks) clerk.join();
    CHECK(filed_well == threads * each);
    CHECK(refused == threads * each);
    CHECK(archive.cases().size() == threads * each + 1);
    CHECK(archive.find_case("2026-SHARED00")->events == threads * each + 1);
    CHECK(whole(archive.check()));
    CHECK(whole(archive.check_log()));
}
