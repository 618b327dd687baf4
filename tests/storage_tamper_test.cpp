// Somebody who can write to the database, but has no key: every change is found, and the table or case named.
#include "storage/environment.h"

#include "storage/bytes.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using namespace sanad::storage;

namespace {

struct Tampered {
    Folder folder;
    std::string at = folder / "a";
    std::string first_record;  // the sealed value before it was updated
    std::string first_case;

    Tampered() {
        Archive::create(at, passphrase, quick);
        Archive archive = Archive::open(at, passphrase);
        archive.append("2026-LLLLLLL1", {opened(), filed("scan")}, {"scan"});
        archive.import_records({{"", {{"national_id", "1000000008"}, {"phone", "0500000001"}}}});
        first_record = raw(Table::records, "R-000001");
        first_case = raw(Table::cases, "2026-LLLLLLL1");
        archive.import_records({{"", {{"national_id", "1000000008"}, {"phone", "0500000002"}}}});
        archive.append("2026-LLLLLLL1", {confirmed("national_id", "1000000008")});
        archive.append("2026-LLLLLLL2", {opened(), filed("scan")}, {"scan"});
    }

    std::string raw(Table table, const std::string& key) const {
        std::string value;
        Environment::shared(at)->write(0, [&](WriteTxn& txn) { value = txn.get(table, key).value(); });
        return value;
    }

    std::string first_key(Table table) const {
        std::string found;
        Environment::shared(at)->write(0, [&](WriteTxn& txn) {
            txn.scan(table, {}, [&](std::string_view key, std::string_view) {
                found = key;
                return false;
            });
        });
        return found;
    }

    void put(Table table, const std::string& key, const std::string& value) const {
        Environment::shared(at)->write(0, [&](WriteTxn& txn) { txn.put(table, key, value); });
    }

    void remove(Table table, const std::string& key) const {
        Environment::shared(at)->write(0, [&](WriteTxn& txn) { txn.remove(table, key); });
    }

    bool found(const std::string& what) const {
        const std::string said = summary(Archive::open(at, passphrase, true).check());
        UNSCOPED_INFO(said);
        return said.find(what) != std::string::npos;
    }
};

std::string event_row(unsigned long sequence) {
    return std::string("2026-LLLLLLL1\0", 14) + u64_bytes(sequence);
}

}  // namespace

TEST_CASE("an untouched archive is whole", "[storage]") { CHECK(Tampered().found("storage.whole")); }

TEST_CASE("a removed row is found", "[storage][hostile]") {
    const Tampered archive;
    SECTION("the last event") {
        archive.remove(Table::events, event_row(3));
        CHECK(archive.found("storage.case_damaged 2026-LLLLLLL1 event 3"));
        CHECK(archive.found("storage.table_changed events 4 / 5"));
    }
    SECTION("a whole case, with all that is its own") {
        for (unsigned long i = 1; i <= 3; ++i) archive.remove(Table::events, event_row(i));
        archive.remove(Table::cases, "2026-LLLLLLL1");
        archive.remove(Table::keys, "2026-LLLLLLL1");
        CHECK(archive.found("storage.table_changed cases 1 / 2"));
        CHECK(archive.found("storage.table_changed keys 1 / 2"));
    }
    SECTION("a file's chunk") {
        archive.remove(Table::blobs, archive.first_key(Table::blobs));
        CHECK(archive.found("storage.case_damaged 2026-LLLLLLL1 file " + sha256_hex("scan")));
    }
    SECTION("a record") {
        archive.remove(Table::records, "R-000001");
        CHECK(archive.found("storage.record_damaged R-000001"));
    }
    SECTION("a row of the index") {
        archive.remove(Table::index, archive.first_key(Table::index));
        CHECK(archive.found("storage.table_changed index"));
    }
    SECTION("an entry of the log") {
        archive.remove(Table::log, u64_bytes(4));
        CHECK(archive.found("storage.log_damaged log 4 / 5"));
    }
    SECTION("the head") {
        archive.remove(Table::meta, "head");
        CHECK(refusal([&] { Archive::open(archive.at, passphrase); }) == "storage.file_damaged");
    }
}

TEST_CASE("nothing is proved or exported of a log that is not as it was sealed", "[storage][hostile]") {
    const Tampered archive;
    std::string checkpoint;
    {
        Archive opened = Archive::open(archive.at, passphrase);
        checkpoint = opened.checkpoint();
        opened.append("2026-LLLLLLL2", {confirmed("national_id", "1000000008")});
    }
    // After what the checkpoint speaks of, so that only the sealed head tells.
    archive.put(Table::log, u64_bytes(5), archive.raw(Table::log, u64_bytes(0)));
    const Archive tampered = Archive::open(archive.at, passphrase, true);
    const std::string out = archive.at + "-out";
    CHECK(refusal([&] { tampered.prove_consistency(checkpoint); }) == "storage.log_damaged");
    CHECK(refusal([&] { tampered.export_since(checkpoint, out); }) == "storage.log_damaged");
    CHECK(refusal([&] { tampered.export_case("2026-LLLLLLL1", out); }) == "storage.log_damaged");
    CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("a value put back to an earlier state is found", "[storage][hostile]") {
    const Tampered archive;
    SECTION("a record") {
        archive.put(Table::records, "R-000001", archive.first_record);
        CHECK(archive.found("storage.table_changed records 1 / 1"));
    }
    SECTION("a case, and its later event removed") {
        archive.put(Table::cases, "2026-LLLLLLL1", archive.first_case);
        archive.remove(Table::events, event_row(3));
        CHECK(archive.found("storage.table_changed cases 2 / 2"));
        CHECK(archive.found("storage.table_changed events 4 / 5"));
    }
}

TEST_CASE("a value moved to another place is found", "[storage][hostile]") {
    const Tampered archive;
    SECTION("an event in another's place") {
        archive.put(Table::events, event_row(2), archive.raw(Table::events, event_row(3)));
        CHECK(archive.found("storage.case_damaged 2026-LLLLLLL1 event 2"));
    }
    SECTION("the key of another case") {
        archive.put(Table::keys, "2026-LLLLLLL1", archive.raw(Table::keys, "2026-LLLLLLL2"));
        CHECK(archive.found("storage.case_damaged 2026-LLLLLLL1"));
    }
    SECTION("an entry of the log in another's place") {
        archive.put(Table::log, u64_bytes(1), archive.raw(Table::log, u64_bytes(0)));
        CHECK(archive.found("storage.log_damaged"));
        CHECK(archive.found("storage.case_damaged 2026-LLLLLLL1 event 2"));
    }
    SECTION("a row of the index that nobody wrote") {
        archive.put(Table::index, "c" + std::string(16, 'x') + "2026-LLLLLLL2", "");
        CHECK(archive.found("storage.table_changed index"));
    }
}
