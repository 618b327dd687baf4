// The ways to open an archive.
#include <algorithm>
#include <thread>

#include "core/files.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

struct Office {
    Folder folder;
    std::string at = folder / "a";

    Office() {
        Archive::create(at, passphrase, quick);
        Archive::open(at, passphrase).append("2026-KEYKEY01", {opened(), filed("scan")}, {"scan"});
    }
    std::string opening(const std::string& secret) const {
        return refusal([&] {
            const std::size_t cases = Archive::open(at, secret, true).cases().size();
            CHECK(cases == 1);
        });
    }
};

}  // namespace

TEST_CASE("several passphrases open the same archive, and each can go", "[storage]") {
    const Office office;
    const std::string log_key = Archive::open(office.at, passphrase, true).log_key();
    CHECK(Archive::add_passphrase(office.at, passphrase, "deputy's own words", quick) == "2");
    CHECK(office.opening("deputy's own words").empty());
    CHECK(office.opening(passphrase).empty());
    CHECK(Archive::key_slots(office.at).size() == 2);
    CHECK(refusal([&] { Archive::remove_key(office.at, passphrase, "1"); }) == "storage.last_slot");
    CHECK(refusal([&] { Archive::remove_key(office.at, passphrase, "7"); }) == "storage.no_slot");
    Archive::remove_key(office.at, "deputy's own words", "1");
    CHECK(office.opening(passphrase) == "storage.passphrase_wrong");
    CHECK(Archive::open(office.at, "deputy's own words", true).log_key() == log_key);
    CHECK(whole(Archive::open(office.at, "deputy's own words").check()));
    CHECK(refusal([&] { Archive::remove_key(office.at, "deputy's own words", "2"); }) == "storage.last_slot");
}

TEST_CASE("a passphrase is changed without touching the data", "[storage]") {
    const Office office;
    const std::string data = read_file(office.at + "/data.mdb");
    Archive::change_passphrase(office.at, passphrase, "ten large ships", quick);
    CHECK(read_file(office.at + "/data.mdb") == data);
    CHECK(office.opening(passphrase) == "storage.passphrase_wrong");
    CHECK(office.opening("ten large ships").empty());
    CHECK(Archive::key_slots(office.at).size() == 1);
    // A backup from now on opens with the new one only.
    Archive::open(office.at, "ten large ships", true).backup(office.folder / "b");
    CHECK(refusal([&] { Archive::restore(office.folder / "b", office.folder / "r", passphrase); }) ==
          "storage.passphrase_wrong");
    Archive::restore(office.folder / "b", office.folder / "r", "ten large ships");
    CHECK(whole(Archive::open(office.folder / "r", "ten large ships").check()));
}

TEST_CASE("a key file opens an archive, and nothing but that file does", "[storage][hostile]") {
    const Office office;
    const std::string text = Archive::add_key_file(office.at, passphrase);
    REQUIRE(text.back() == '\n');
    const std::string secret = text.substr(0, text.size() - 1);
    CHECK(office.opening(secret).empty());
    CHECK(Archive::key_slots(office.at).back().kind == "key-file");
    std::string changed = secret;
    changed.back() = changed.back() == '0' ? '1' : '0';
    for (const std::string& other :
         {changed, secret.substr(0, secret.size() - 1), secret + "0", std::string("sanad-key-1:"),
          "sanad-key-1:" + std::string(64, 'g'), std::string()}) {
        INFO(other);
        CHECK(office.opening(other) == "storage.passphrase_wrong");
    }
    Archive::change_passphrase(office.at, secret, "instead of the file", quick);
    CHECK(office.opening(secret) == "storage.passphrase_wrong");
    CHECK(office.opening("instead of the file").empty());
    CHECK(office.opening(passphrase).empty());
}

TEST_CASE("no slot is made or lost by who cannot open the archive", "[storage][hostile]") {
    const Office office;
    const std::string keys = read_file(office.at + "/keys");
    CHECK(refusal([&] { Archive::add_passphrase(office.at, "guessed", "mine", quick); }) ==
          "storage.passphrase_wrong");
    CHECK(refusal([&] { Archive::add_key_file(office.at, "guessed"); }) == "storage.passphrase_wrong");
    CHECK(refusal([&] { Archive::change_passphrase(office.at, "guessed", "mine", quick); }) ==
          "storage.passphrase_wrong");
    CHECK(refusal([&] { Archive::remove_key(office.at, "guessed", "1"); }) == "storage.passphrase_wrong");
    CHECK(refusal([&] { Archive::change_passphrase(office.at, passphrase, "", quick); }) ==
          "storage.passphrase_empty");
    CHECK(read_file(office.at + "/keys") == keys);
    for (int i = 0; i < 63; ++i) Archive::add_key_file(office.at, passphrase);
    CHECK(refusal([&] { Archive::add_key_file(office.at, passphrase); }) == "storage.slots_full");
    CHECK(office.opening(passphrase).empty());
}

TEST_CASE("a power cut between the two key files leaves an archive that opens", "[storage][hostile]") {
    const Office office;
    const std::string before = read_file(office.at + "/keys.copy");
    Archive::change_passphrase(office.at, passphrase, "ten large ships", quick);
    write_file(office.at + "/keys.copy", before);
    CHECK(office.opening("ten large ships").empty());
    CHECK(office.opening(passphrase) == "storage.passphrase_wrong");
    const auto checks = Archive::open(office.at, "ten large ships", true).check();
    CHECK(summary(checks).find("storage.keys_damaged keys.copy") != std::string::npos);
}

TEST_CASE("between two pieces of long work others get their turn to write", "[storage]") {
    const Office office;
    Archive batch = Archive::open(office.at, passphrase);
    bool written = false;
    std::thread other([&] {
        Archive waiting = Archive::open(office.at, passphrase);
        waiting.append("2026-KEYKEY02", {opened()});
        written = true;
    });
    for (int i = 0; i < 100 && !written; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        batch.let_others_write(std::chrono::milliseconds(5000));
    }
    other.join();
    CHECK(written);
    CHECK(batch.append("2026-KEYKEY02", {event("note", {{"text", "after them"}})}).events == 2);
    Archive reader = Archive::open(office.at, passphrase, true);
    reader.let_others_write(std::chrono::milliseconds(0));
    CHECK(refusal([&] { reader.append("2026-KEYKEY02", {opened()}); }) == "storage.read_only");
}

TEST_CASE("a key file that was put there from another archive is named, and takes nobody in",
          "[storage][hostile]") {
    const Office office, other;
    const std::string own = read_file(office.at + "/keys"), foreign = read_file(other.at + "/keys");
    write_file(office.at + "/keys.copy", foreign);
    const auto checks = Archive::open(office.at, passphrase).check();
    CHECK(std::any_of(checks.begin(), checks.end(), [](const Check& check) {
        return check.id == "storage.keys_damaged" && check.subject == "keys.copy" &&
               check.verdict == Verdict::failed;
    }));
    write_file(office.at + "/keys", foreign);
    write_file(office.at + "/keys.copy", own);
    CHECK(office.opening(passphrase) == "storage.keys_differ");
    CHECK(office.opening("words of nobody") == "storage.keys_differ");
    write_file(office.at + "/keys.copy", foreign);
    CHECK(office.opening(passphrase) == "storage.file_damaged");
    write_file(office.at + "/keys", own);
    CHECK(office.opening(passphrase).empty());
}
