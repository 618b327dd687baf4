// A case that was erased is nowhere any more, and everybody can see that it was.
#include <filesystem>
#include <functional>

#include "core/files.h"
#include "storage/environment.h"
#include "storage/key_file.h"
#include "storage/signed_note.h"
#include "storage/vault.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using namespace sanad::storage;

namespace {

namespace fs = std::filesystem;

const std::string canary_id = "1099887760";
const std::string canary_name = "قطوفدانية";
const std::string erased_case = "2026-ERASED01";

struct Office {
    Folder folder;
    std::string at = folder / "a";
    std::vector<std::string> secrets;  // bytes of the erased case as they are stored

    Office() {
        Archive::create(at, passphrase, quick);
        Archive archive = Archive::open(at, passphrase);
        const std::string scan = noise(300'000, 5);
        archive.append(
            erased_case,
            {opened(), filed(scan), confirmed("full_name", canary_name), confirmed("national_id", canary_id)},
            {scan});
        archive.append("2026-STAYS001", {opened(), filed(scan), confirmed("full_name", "سلمى الحارثي")},
                       {scan});
        archive.append(erased_case, {event("note", {{"text", canary_name}})});
        remember();
    }

    // The wrapped key, and pieces of every sealed value of the case.
    void remember() {
        Environment::shared(at)->write(0, [&](WriteTxn& txn) {
            for (const Table table : {Table::keys, Table::cases, Table::events, Table::blobs})
                txn.scan(table, erased_case, [&](std::string_view, std::string_view value) {
                    secrets.emplace_back(value.substr(0, 64));
                    if (value.size() > 4096) secrets.emplace_back(value.substr(value.size() / 2, 64));
                    return true;
                });
        });
        REQUIRE(secrets.size() > 7);
    }

    int hits(const std::string& in) const {
        int count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(in)) {
            if (!entry.is_regular_file()) continue;
            const std::string bytes = read_file(entry.path().string());
            for (const std::string& secret : secrets)
                if (bytes.find(secret) != std::string::npos) ++count;
            for (const std::string& secret : {canary_id, canary_name})
                if (bytes.find(secret) != std::string::npos) ++count;
        }
        return count;
    }

    Erasure erase() const {
        return Archive::open(at, passphrase)
            .erase(erased_case, "clerk", "the applicant asked for it", "2026-11-22T09:00:00Z");
    }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an erased case is gone for every question, and the log still verifies", "[storage]") {
    const Office office;
    const std::string before = Archive::open(office.at, passphrase, true).checkpoint();
    const Erasure done = office.erase();
    CHECK(done.log == std::vector<std::uint64_t>{0, 1, 2, 3, 7});
    CHECK(done.index == 8);
    CHECK(done.files == 1);
    Archive archive = Archive::open(office.at, passphrase);
    CHECK_FALSE(archive.find_case(erased_case).has_value());
    CHECK(archive.events(erased_case).empty());
    CHECK(archive.cases().size() == 1);
    CHECK(archive.cases({.field = "national_id", .value = canary_id}).empty());
    CHECK(archive.cases_with_blob(sha256_hex(noise(300'000, 5))) ==
          std::vector<std::string>{"2026-STAYS001"});
    CHECK(archive.blob("2026-STAYS001", sha256_hex(noise(300'000, 5))) == noise(300'000, 5));
    INFO(summary(archive.check()));
    CHECK(whole(archive.check()));
    CHECK(archive.check_log(before).front().id == "log.consistent");
    REQUIRE(archive.erasures().size() == 1);
    CHECK(archive.erasures().front().why == "the applicant asked for it");
    CHECK(refusal([&] { archive.erase(erased_case, "clerk", "again", ""); }) == "storage.no_case");
    CHECK(refusal([&] { archive.erase("", "clerk", "none", ""); }) == "storage.no_case");
}

TEST_CASE("the certificate of destruction is signed and says what was destroyed", "[storage]") {
    const Office office;
    const Erasure done = office.erase();
    const Archive archive = Archive::open(office.at, passphrase, true);
    const std::string note = archive.certificate_of(done);
    const auto text = open_note(note, *parse_verifier_key(archive.log_key()));
    REQUIRE(text.has_value());
    for (const char* part : {"case: 2026-ERASED01\n", "events: 5\n", "log-entries: 0-3, 7\n",
                             "log-entry-of-erasure: 8\n", "why: the applicant asked for it\n"}) {
        INFO(part);
        CHECK(has(*text, part));
    }
    CHECK_FALSE(has(note, canary_name));
    Erasure hostile = done;
    hostile.why = "line\nkey: kept\x1b[2J";
    CHECK_FALSE(has(archive.certificate_of(hostile), "\nkey: kept"));
}

TEST_CASE("after erasure and compaction no byte of the case is in any file, nor in backups made after",
          "[storage]") {
    const Office office;
    const std::string to = office.folder / "backup";
    Archive::open(office.at, passphrase, true).backup(to);
    CHECK(office.hits(office.at) > 7);  // the search finds what is there
    CHECK(office.hits(to) > 7);
    office.erase();
    CHECK(office.hits(office.at) > 0);  // free pages still hold it
    Archive::compact(office.at, passphrase);
    CHECK(office.hits(office.at) == 0);
    CHECK(Archive::open(office.at, passphrase, true).backup(to).full);
    Archive::open(office.at, passphrase, true).backup(office.folder / "new.sanad");
    CHECK(office.hits(to) == 0);
    CHECK(office.hits(office.folder / "") == 0);
    Archive::restore(to, office.folder / "restored", passphrase);
    const Archive restored = Archive::open(office.folder / "restored", passphrase);
    CHECK(restored.cases().size() == 1);
    CHECK(restored.erasures().size() == 1);
    CHECK(whole(restored.check()));
    CHECK(restored.check_log().front().id == "log.whole");
}

TEST_CASE("a case under a legal hold is not erased, nor one without a reason", "[storage][hostile]") {
    const Office office;
    Archive archive = Archive::open(office.at, passphrase);
    const auto erase = [&](const std::string& why) {
        return refusal([&] { archive.erase(erased_case, "clerk", why, "2026-11-22T09:00:00Z"); });
    };
    CHECK_FALSE(archive.holds(erased_case));
    archive.append(erased_case, {event("hold", {{"why", "a court asked for it"}})});
    CHECK(archive.holds(erased_case));
    CHECK(erase("the time is over") == "erase.held");
    CHECK(archive.find_case(erased_case).has_value());
    archive.append(erased_case, {event("hold-released", {{"why", "the court is done"}})});
    archive.append(erased_case,
                   {event("hold", {{"why", "again"}}), event("hold-released", {{"why", "done"}})});
    CHECK(erase("") == "erase.no_reason");
    CHECK(erase(std::string(5000, 'x')) == "erase.no_reason");
    CHECK(erase("the time is over").empty());
    CHECK_FALSE(archive.holds(erased_case));
}

TEST_CASE("what is said about an erasure cannot be changed or left out", "[storage][hostile]") {
    const Office office;
    office.erase();
    const ArchiveKeys keys(unlock(office.at, passphrase));
    const auto after = [&](const std::function<void(WriteTxn&, const std::string&, std::string)>& act) {
        Environment::shared(office.at)->write(0, [&](WriteTxn& txn) {
            txn.scan(Table::erased, {}, [&](std::string_view key, std::string_view value) {
                act(txn, std::string(key), std::string(value));
                return false;
            });
        });
        const Archive archive = Archive::open(office.at, passphrase, true);
        return summary(archive.check_log()) + summary(archive.check());
    };
    std::string kept;
    SECTION("removed") {
        const std::string said = after([&](WriteTxn& txn, const std::string& key, const std::string&) {
            txn.remove(Table::erased, key);
        });
        CHECK(has(said, "log.event_missing log 0"));
        CHECK(has(said, "storage.table_changed erased 0 / 1"));
    }
    SECTION("changed by who has the keys") {
        const std::string said = after([&](WriteTxn& txn, const std::string& key, const std::string& value) {
            const auto plain = unseal(keys.values, context_of(Table::erased, key), value);
            std::string changed = *plain;
            changed.replace(changed.find("the applicant asked"), 19, "the clerk was tired");
            txn.put(Table::erased, key, seal(keys.values, context_of(Table::erased, key), changed));
        });
        CHECK(has(said, "log.erasure_changed 2026-ERASED01 8"));
    }
    SECTION("damaged") {
        const std::string said = after([&](WriteTxn& txn, const std::string& key, std::string value) {
            value[20] ^= 1;
            txn.put(Table::erased, key, value);
        });
        CHECK(has(said, "log.erasure_changed 2026-ERASED01 does not open"));
    }
}
