#include <filesystem>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "core/files.h"
#include "core/messages.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

TEST_CASE("what was filed is there after opening again", "[storage]") {
    const Folder folder;
    const std::string at = folder / "archive";
    const std::string scan = noise(700'000, 1);
    const std::string letter(600'000, 'a');
    Archive::create(at, passphrase, quick);
    {
        Archive archive = Archive::open(at, passphrase);
        const Case sum = archive.append("2026-7KQ4M2X9", {opened(), filed(scan), filed(letter, "letter.txt")},
                                        {scan, letter});
        CHECK(sum.events == 3);
        CHECK(sum.files.size() == 2);
        CHECK(archive.append("2026-7KQ4M2X9", {confirmed("full_name", "سلمى بنت ناصر الحارثي")}).events == 4);
    }
    const Archive archive = Archive::open(at, passphrase, true);
    const auto found = archive.find_case("2026-7KQ4M2X9");
    REQUIRE(found.has_value());
    CHECK(found->find("full_name")->value == "سلمى بنت ناصر الحارثي");
    CHECK(found->find("full_name")->confidence == 0.1 + 0.2);
    CHECK(archive.blob("2026-7KQ4M2X9", sha256_hex(scan)) == scan);
    CHECK(archive.blob("2026-7KQ4M2X9", sha256_hex(letter)) == letter);
    const auto events = archive.events("2026-7KQ4M2X9");
    REQUIRE(events.size() == 4);
    for (std::size_t i = 0; i < events.size(); ++i) CHECK(events[i].sequence == i + 1);
    CHECK(dump_json(Json(sum_of(events))) == dump_json(Json(*found)));
    INFO(summary(archive.check()));
    CHECK(whole(archive.check()));
    CHECK_FALSE(archive.find_case("2026-00000000"));
    CHECK_FALSE(archive.find_case(""));
    CHECK(refusal([&] { archive.blob("2026-7KQ4M2X9", sha256_hex("other")); }) == "storage.no_blob");
}

TEST_CASE("opening says what is wrong", "[storage]") {
    const Folder folder;
    const std::string at = folder / "archive";
    CHECK_FALSE(Archive::exists(at));
    CHECK(refusal([&] { Archive::open(at, passphrase); }) == "storage.no_archive");
    CHECK(refusal([&] { Archive::create(at, ""); }) == "storage.passphrase_empty");
    Archive::create(at, passphrase, quick);
    CHECK(Archive::exists(at));
    CHECK(refusal([&] { Archive::create(at, passphrase, quick); }) == "storage.exists");
    CHECK(refusal([&] { Archive::open(at, "nine small boat"); }) == "storage.passphrase_wrong");
    CHECK(refusal([&] { Archive::open(at, ""); }) == "storage.passphrase_wrong");
    std::filesystem::create_directories(folder / "full/of-something");
    CHECK(refusal([&] { Archive::create(folder / "full", passphrase, quick); }) ==
          "storage.folder_not_empty");
    std::filesystem::create_directories(folder / "empty/.new-Aban09");
    std::filesystem::permissions(folder / "empty/.new-Aban09", std::filesystem::perms::owner_all);
    Archive::create(folder / "empty/", passphrase, quick);
    CHECK(whole(Archive::open(folder / "empty", passphrase).check()));
}

TEST_CASE("an archive that could not be filled is none", "[storage]") {
    const Folder folder;
    const std::string at = folder / "archive";
    const auto fail = [](Archive& made, const std::string& in) {
        made.put_setting("half", "done");
        CHECK(Archive::exists(in));
        throw Error(ErrorCode::external, "in the middle");
    };
    CHECK_THROWS(Archive::create(at, passphrase, quick, fail));
    CHECK_FALSE(std::filesystem::exists(at));
    CHECK(std::filesystem::is_empty(folder / ""));
    Archive::create(at, passphrase, quick, [](Archive& made, const std::string& in) {
        made.put_setting("all", "done");
        write_file(in + "/beside.pem", "certificate");
    });
    const Archive archive = Archive::open(at, passphrase);
    CHECK(archive.setting("all") == "done");
    CHECK(read_file(at + "/beside.pem") == "certificate");
    CHECK(whole(archive.check()));
}

TEST_CASE("nothing is written into an archive but its own files", "[storage][hostile]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    archive.append("2026-AAAAAAAA", {opened()});
    std::filesystem::create_directory_symlink(folder / "a", folder / "link");
    std::filesystem::create_directory(folder / "a/papers");
    const auto refused = [&](const std::string& in) {
        CAPTURE(in);
        CHECK(refusal([&] { archive.export_case("2026-AAAAAAAA", in + "/out"); }) ==
              "storage.inside_archive");
        CHECK(refusal([&] { archive.export_since(archive.checkpoint(), in + "/deep/out"); }) ==
              "storage.inside_archive");
        CHECK(refusal([&] { archive.backup(in + "/backup"); }) == "storage.inside_archive");
        CHECK(refusal([&] { archive.backup(in + "/backup.sanad"); }) == "storage.inside_archive");
        CHECK(refusal([&] { Archive::create(in + "/b", passphrase, quick); }) == "storage.inside_archive");
        CHECK(refusal([&] { Archive::refuse_inside(in + "/server.key"); }) == "storage.inside_archive");
    };
    for (const char* in : {"a", "a/", "a/.", "a/papers", "link", "a/../a"}) refused(folder / in);
    for (const char* in : {"new", "new/", "./new", "none/../new", "new/deep"}) {
        CAPTURE(in);
        CHECK(refusal([&] { Archive::refuse_inside(folder / in + "/key.pem", folder / "new"); }) ==
              "storage.inside_archive");
    }
    CHECK_NOTHROW(Archive::refuse_inside(folder / "newer/key.pem", folder / "new"));
    CHECK_NOTHROW(Archive::refuse_inside(folder / "key.pem", folder / "new/"));
    CHECK(refusal([&] { Archive::refuse_inside(folder / "a/key.pem", folder / "new"); }) ==
          "storage.inside_archive");
    archive.backup(folder / "stick");
    archive = Archive::open(folder / "a", passphrase, true);
    CHECK(refusal([&] { Archive::restore(folder / "stick", folder / "a/r", passphrase); }) ==
          "storage.inside_archive");
    CHECK(refusal([&] { Archive::repair(folder / "a", folder / "a/r", passphrase); }) ==
          "storage.inside_archive");
    for (const char* own : {"data.mdb", "keys", "keys.copy", "mark", "search/seal", "../link/lock.mdb"})
        CHECK(refusal([&] { Archive::refuse_own_file((folder / "a/") + own); }) == "storage.inside_archive");
    for (const char* other : {"trust.pem", "papers/data.mdb", "../data.mdb", "../none/keys"})
        CHECK_NOTHROW(Archive::refuse_own_file((folder / "a/") + other));
    CHECK(whole(archive.check()));
}

TEST_CASE("every message of the archive stands in both languages", "[storage]") {
    for (const char* id : {"storage.no_archive", "storage.passphrase_wrong", "storage.in_use",
                           "storage.disk_full", "storage.file_damaged", "storage.case_damaged",
                           "storage.whole", "storage.rolled_back", "storage.inside_archive"}) {
        INFO(id);
        CHECK(has_message(id));
        CHECK(message(id, Language::ar, {"x", "y"}) != message(id, Language::en, {"x", "y"}));
    }
}

TEST_CASE("there is one writer, and a second one waits", "[storage]") {
    const Folder folder;
    const std::string at = folder / "archive";
    Archive::create(at, passphrase, quick);
    auto writer = std::make_unique<Archive>(Archive::open(at, passphrase));
    CHECK(refusal([&] { Archive::open(at, passphrase, false, std::chrono::milliseconds(50)); }) ==
          "storage.in_use");
    Archive reader = Archive::open(at, passphrase, true);
    writer->append("2026-AAAAAAAA", {opened()});
    CHECK(reader.find_case("2026-AAAAAAAA").has_value());
    CHECK(refusal([&] { reader.append("2026-AAAAAAAA", {opened()}); }) == "storage.read_only");
    std::thread ends([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        writer.reset();
    });
    Archive next = Archive::open(at, passphrase);
    ends.join();
    CHECK(next.append("2026-AAAAAAAA", {event("note", {{"text", "second"}})}).events == 2);
}

TEST_CASE("another process reads while this one writes and the file grows", "[storage]") {
    const Folder folder;
    const std::string at = folder / "archive";
    Archive::create(at, passphrase, quick);
    const Archive reader = Archive::open(at, passphrase, true);
    const std::string large = noise(3'000'000, 3);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        try {
            Archive writer = Archive::open(at, passphrase);
            for (int i = 0; i < 3; ++i)
                writer.append("2026-BBBBBBB" + std::to_string(i), {opened(), filed(large)}, {large});
            _exit(0);
        } catch (const std::exception&) {
            _exit(1);
        }
    }
    int status = 1;
    waitpid(child, &status, 0);
    REQUIRE(status == 0);
    CHECK(reader.cases().size() == 3);
    CHECK(reader.blob("2026-BBBBBBB2", sha256_hex(large)) == large);
    CHECK(reader.cases_with_blob(sha256_hex(large)).size() == 3);
    CHECK(whole(reader.check()));
}

TEST_CASE("threads file and read at once without loss", "[storage]") {
    const Folder folder;
    const std::string at = folder / "archive";
    Archive::create(at, passphrase, quick);
    Archive archive = Archive::open(at, passphrase);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&archive, t] {
            for (unsigned i = 0; i < 12; ++i) {
                const std::string bytes = noise(60'000, i + 100 * static_cast<unsigned>(t));
                archive.append("2026-SHARED00", {filed(bytes)}, {bytes});
                archive.cases();
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(archive.events("2026-SHARED00").size() == 48);
    INFO(summary(archive.check()));
    CHECK(whole(archive.check()));
}

TEST_CASE("a filing that a case cannot hold changes nothing", "[storage][hostile]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    archive.append("2026-CCCCCCCC", {opened()});
    const std::string bytes = "bytes";
    Event foreign = event("note", {{"text", "x"}});
    foreign.case_id = "2026-DDDDDDDD";
    Json deep = Json::array();
    for (int i = 0; i < 100; ++i) deep = Json::array({deep});
    CHECK(refusal([&] {
              archive.append("2026-CCCCCCCC", {event("note", {{"text", "kept?"}}), filed(bytes)});
          }) == "storage.filing_refused");
    CHECK(refusal([&] { archive.append("2026-CCCCCCCC", {foreign}); }) == "storage.filing_refused");
    CHECK(refusal([&] { archive.append("2026-CCCCCCCC", {}); }) == "storage.filing_refused");
    CHECK(refusal([&] { archive.append("../../etc/passwd", {opened()}); }) == "storage.filing_refused");
    CHECK(refusal([&] { archive.append(std::string(600, 'A'), {opened()}); }) == "storage.filing_refused");
    CHECK(refusal([&] {
              archive.append("2026-CCCCCCCC", {event("confirmed", {{"after", 5}})});
          }) == "storage.filing_refused");
    CHECK(refusal([&] { archive.append("2026-CCCCCCCC", {event("note", deep)}); }) != "");
    CHECK_FALSE(archive.find_case(std::string(600, 'A')));
    CHECK(archive.find_case("2026-CCCCCCCC")->events == 1);
    CHECK(archive.append("2026-CCCCCCCC", {event("from-the-future", {{"text", "kept"}}), filed("")}, {""})
              .events == 3);
    CHECK(archive.blob("2026-CCCCCCCC", sha256_hex("")).empty());
    CHECK(whole(archive.check()));
}

TEST_CASE("cases are found by state, field, record, words and original", "[storage]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    const std::string scan = noise(1000, 7);
    Event late = confirmed("full_name", "أحمد عبد الله الزهراني");
    late.at = "2026-11-23T09:00:00Z";
    archive.append("2026-EEEEEEE1", {opened(), filed(scan), confirmed("national_id", "1000000008"), late},
                   {scan});
    archive.append("2026-EEEEEEE2",
                   {opened(), filed(scan), confirmed("iban", "SA0380000000608010167519"),
                    event("matched", {{"record_id", "R-000005"}})},
                   {scan});
    const auto ids = [&](const storage::CaseQuery& query) {
        std::string all;
        for (const Case& value : archive.cases(query)) all += value.id.substr(12);
        return all;
    };
    CHECK(ids({}) == "12");
    CHECK(ids({.words = "احمد عبدالله"}) == "1");
    CHECK(ids({.words = "أحمد القحطاني"}).empty());
    CHECK(ids({.field = "national_id", .value = "١٠٠٠٠٠٠٠٠٨"}) == "1");
    CHECK(ids({.field = "iban", .value = "sa03 8000 0000 6080 1016 7519"}) == "2");
    CHECK(ids({.field = "national_id", .value = "1000000009"}).empty());
    CHECK(ids({.record_id = "R-000005"}) == "2");
    CHECK(ids({.state = "closed"}).empty());
    CHECK(archive.cases_with_blob(sha256_hex(scan)).size() == 2);
    CHECK(archive.cases_with_blob(sha256_hex("never seen")).empty());
    archive.append("2026-EEEEEEE1", {confirmed("national_id", "1000000016")});
    CHECK(ids({.field = "national_id", .value = "1000000008"}).empty());
    CHECK(ids({.field = "national_id", .value = "1000000016"}) == "1");
}

TEST_CASE("settings keep any bytes", "[storage]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    const std::string key = noise(100'000, 9);
    archive.put_setting("authority.key", key);
    archive.put_setting("اسم الجمعية", "جمعية المثال");
    archive.put_setting("authority.key", key + "2");
    CHECK(archive.setting("authority.key") == key + "2");
    CHECK(archive.setting("اسم الجمعية") == "جمعية المثال");
    CHECK_FALSE(archive.setting("authority.ke").has_value());
    CHECK(whole(archive.check()));
}
