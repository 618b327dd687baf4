// Backups: whole while the archive works, refused when they are not what was written.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/files.h"
#include "storage/backup_run.h"
#include "storage/dump.h"
#include "storage/environment.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

namespace fs = std::filesystem;

void fill(Archive& archive, unsigned from, unsigned until) {
    for (unsigned i = from; i < until; ++i) {
        const std::string scan = noise(20'000, i);
        archive.append("2026-BACKUP" + std::to_string(10 + i),
                       {opened(), filed(scan), confirmed("full_name", "سلمى الحارثي")}, {scan});
    }
}

struct Office {
    Folder folder;
    std::string at = folder / "a";
    std::string to = folder / "backup";

    Office() {
        Archive::create(at, passphrase, quick);
        Archive archive = Archive::open(at, passphrase);
        fill(archive, 0, 4);
        archive.import_records({{"", {{"national_id", "1000000008"}, {"full_name", "سلمى الحارثي"}}}});
        archive.put_setting("authority.key", noise(3000, 99));
        write_file(at + "/trust.pem", "certificate");
        fs::create_directories(at + "/papers/visit");
        write_file(at + "/papers/visit/paper.toml", "id = \"visit\"");
    }

    Archive open(bool read_only = true) const { return Archive::open(at, passphrase, read_only); }

    std::string restored(const std::string& from, const std::string& name) const {
        Archive::restore(from, folder / name, passphrase);
        const Archive archive = Archive::open(folder / name, passphrase);
        INFO(summary(archive.check()));
        CHECK(whole(archive.check()));
        return everything(archive);
    }

    bool sums_agree() const {
        return std::system(
                   ("cd '" + to + "' && sha256sum --strict --quiet -c SHA256SUMS >/dev/null 2>&1").c_str()) ==
               0;
    }
};

std::size_t files_in(const std::string& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

// $SANAD_BACKUP_ROUNDS; scripts/prove.sh storage-backup sets it.
int rounds() {
    const char* named = std::getenv("SANAD_BACKUP_ROUNDS");
    return named != nullptr ? std::max(1, std::atoi(named)) : 6;
}

}  // namespace

TEST_CASE("a backup restores to the same archive", "[storage]") {
    const Office office;
    const auto result = office.open().backup(office.to);
    CHECK(result.full);
    CHECK(result.files.size() == 1);
    CHECK(office.sums_agree());
    CHECK(office.restored(office.to, "restored") == everything(office.open()));
    CHECK(read_file(office.folder / "restored/trust.pem") == "certificate");
    CHECK(read_file(office.folder / "restored/papers/visit/paper.toml") == "id = \"visit\"");
    CHECK(files_in(office.folder / "restored") == files_in(office.at));
    Archive again = Archive::open(office.folder / "restored", passphrase);
    fill(again, 90, 91);
    CHECK(whole(again.check()));
}

TEST_CASE("a later run writes what changed since and nothing else", "[storage]") {
    const Office office;
    const auto first = office.open().backup(office.to);
    auto second = office.open().backup(office.to);
    CHECK_FALSE(second.full);
    CHECK(second.rows == 0);
    CHECK(second.files.empty());
    {
        Archive archive = office.open(false);
        fill(archive, 4, 5);
        archive.import_records({{"", {{"national_id", "1000000008"}, {"phone", "0500000001"}}}});
        archive.append("2026-BACKUP10", {event("note", {{"text", "later"}})});
    }
    second = office.open().backup(office.to);
    CHECK_FALSE(second.full);
    CHECK(second.bytes < first.bytes / 2);
    write_file(office.at + "/trust.pem", "another certificate");
    fs::remove_all(office.at + "/papers");
    CHECK(office.open().backup(office.to).rows == 2);
    CHECK(office.sums_agree());
    CHECK(office.restored(office.to, "restored") == everything(office.open()));
    CHECK(read_file(office.folder / "restored/trust.pem") == "another certificate");
    CHECK_FALSE(fs::exists(office.folder / "restored/papers"));
}

TEST_CASE("a backup most of which is out of date is written anew", "[storage]") {
    const Office office;
    office.open().backup(office.to);
    bool anew = false;
    for (int i = 0; i < 12 && !anew; ++i) {
        office.open(false).put_setting("authority.key", noise(60'000, static_cast<unsigned>(i)));
        anew = office.open().backup(office.to).full;
    }
    CHECK(anew);
    CHECK(files_in(office.to) == 2);
    CHECK(office.restored(office.to, "restored") == everything(office.open()));
}

TEST_CASE("a backup in one file is replaced as a whole", "[storage]") {
    const Office office;
    const std::string file = office.folder / "stick.sanad";
    office.open().backup(file);
    {
        Archive archive = office.open(false);
        fill(archive, 4, 6);
    }
    CHECK(office.open().backup(file).full);
    CHECK(office.restored(file, "restored") == everything(office.open()));
    CHECK(files_in(office.folder / "") == 3);
}

TEST_CASE("every backup taken during writes restores and checks", "[storage]") {
    const Office office;
    Archive archive = office.open(false);
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        for (unsigned i = 10; !stop && i < 2000; ++i) {
            fill(archive, i, i + 1);
            for (int note = 0; note < 10 && !stop; ++note)
                archive.append("2026-BACKUP" + std::to_string(10 + note % 4),
                               {event("note", {{"text", "busy"}})});
        }
    });
    std::size_t last = 0;
    for (int round = 0; round < rounds(); ++round) {
        if (round % 5 == 4) fs::remove_all(office.to);
        const auto result = archive.backup(office.to);
        const std::string name = "restored" + std::to_string(round);
        Archive::restore(office.to, office.folder / name, passphrase);
        const Archive restored = Archive::open(office.folder / name, passphrase, true);
        INFO("round " << round << ", commit " << result.commit << "\n" << summary(restored.check()));
        CHECK(whole(restored.check()));
        CHECK(restored.cases().size() >= last);
        last = restored.cases().size();
        fs::remove_all(office.folder / name);
    }
    stop = true;
    writer.join();
    CHECK(archive.cases().size() >= last);
    CHECK(whole(archive.check()));
    if (rounds() >= 50)
        WARN(rounds() << " backups taken while " << last << " cases came in, all restored whole");
}

TEST_CASE("tables of a later version travel with a backup and through compaction", "[storage]") {
    const Office office;
    {
        storage::Environment environment(office.at, storage::Environment::Access::read_write);
        environment.write(0, [](storage::WriteTxn& txn) { txn.put_anywhere("zz-later", "key", "value"); });
    }
    office.open().backup(office.to);
    office.restored(office.to, "restored");
    Archive::compact(office.folder / "restored", passphrase);
    storage::Environment environment(office.folder / "restored", storage::Environment::Access::read_only);
    storage::Dump rows(environment);
    storage::Row last;
    for (storage::Row row; rows.next(row);) last = row;
    CHECK(last.table == "zz-later");
    CHECK(last.value == "value");
}

TEST_CASE("a damaged backup is refused before anything is touched", "[storage][hostile]") {
    const Office office;
    office.open().backup(office.to);
    {
        Archive archive = office.open(false);
        fill(archive, 4, 6);
    }
    office.open().backup(office.to);
    const std::string target = office.folder / "restored";
    const auto refused = [&] {
        const std::string id = refusal([&] { Archive::restore(office.to, target, passphrase); });
        CHECK(files_in(office.folder / "") == 2);
        return id;
    };
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(office.to)) files.push_back(entry.path().string());
    REQUIRE(files.size() == 3);
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        const std::string& file = files[static_cast<std::size_t>(round) % files.size()];
        const std::string before = read_file(file);
        std::string bytes = before;
        if (round % 4 == 3)
            bytes.resize(random() % bytes.size());
        else
            bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
        write_file(file, bytes);
        INFO("round " << round << " " << file);
        CHECK(refused() != "");
        CHECK(refusal([&] { office.open().backup(office.to); }) != "");
        write_file(file, before);
    }
    fs::rename(office.to + "/000001-01.sanad", office.folder / "elsewhere.sanad");
    CHECK(refusal([&] { Archive::restore(office.to, target, passphrase); }) == "storage.backup_damaged");
    fs::rename(office.folder / "elsewhere.sanad", office.to + "/000001-01.sanad");
    CHECK(refusal([&] { Archive::restore(office.to, target, "nine small boat"); }) ==
          "storage.passphrase_wrong");
    CHECK_FALSE(fs::exists(target));
    CHECK(refusal([&] { Archive::restore(office.to, office.at, passphrase); }) == "storage.exists");
    CHECK(refusal([&] { Archive::restore(office.folder / "none", target, passphrase); }) ==
          "storage.no_backup");
    CHECK(office.restored(office.to, "restored") == everything(office.open()));
}

TEST_CASE("a backup that somebody without the key has made is refused", "[storage][hostile]") {
    const Office office;
    office.open().backup(office.to);
    const std::string first = office.to + "/000001-01.sanad";
    storage::RunReader reader({first}, nullptr);
    const storage::ArchiveKeys wrong(storage::random_key());
    fs::create_directories(office.folder / "forged");
    storage::RunWriter writer(office.folder / "forged", "000001", reader.header(), wrong, 1 << 20);
    for (storage::Row row; reader.next(row);) {
        if (row.table.empty() && row.key == "trust.pem") row.value = "a forger's certificate";
        writer.add(row);
    }
    std::string list;
    for (const auto& file : writer.finish()) list += file.sha256 + "  " + file.name + "\n";
    write_file(office.folder / "forged/SHA256SUMS", list);
    CHECK(refusal([&] { Archive::restore(office.folder / "forged", office.folder / "r", passphrase); }) ==
          "storage.backup_damaged");
    CHECK_FALSE(fs::exists(office.folder / "r"));
}

TEST_CASE("a run in several files is read as one, and each has to be there", "[storage][hostile]") {
    const Folder folder;
    const storage::ArchiveKeys keys(storage::random_key());
    storage::RunWriter writer(folder / "", "000001", {std::string(16, 'a'), 0, 3}, keys, 10'000);
    for (int i = 10; i < 60; ++i)
        writer.add({"t", std::to_string(i), noise(1000, static_cast<unsigned>(i)), false});
    std::vector<std::string> paths;
    for (const auto& file : writer.finish()) paths.push_back(folder / file.name);
    CHECK(paths.size() == 5);
    const auto count = [&](const std::vector<std::string>& of) {
        storage::RunReader reader(of, &keys);
        int rows = 0;
        for (storage::Row row; reader.next(row);) ++rows;
        return rows;
    };
    CHECK(count(paths) == 50);
    CHECK(refusal([&] { count({paths.begin(), paths.end() - 1}); }) == "storage.backup_damaged");
    CHECK(refusal([&] { count({paths[0], paths[2]}); }) == "storage.backup_damaged");
    CHECK(refusal([&] { count({paths[1]}); }) == "storage.backup_damaged");
}

TEST_CASE("a backup is never overwritten by what is not its archive's future", "[storage][hostile]") {
    const Office office;
    const std::string earlier = office.folder / "earlier";
    fs::copy(office.at, earlier, fs::copy_options::recursive);
    {
        Archive archive = office.open(false);
        fill(archive, 4, 5);
    }
    office.open().backup(office.to);
    office.open().backup(office.folder / "stick.sanad");
    const std::string expected = everything(office.open());
    CHECK(refusal([&] { Archive::open(earlier, passphrase).backup(office.to); }) ==
          "storage.backup_is_later");
    {
        Archive archive = Archive::open(earlier, passphrase);
        fill(archive, 20, 24);  // as many commits, with another content
    }
    CHECK(refusal([&] { Archive::open(earlier, passphrase).backup(office.to); }) ==
          "storage.backup_of_other_history");
    Archive::create(office.folder / "other", passphrase, quick);
    const Archive other = Archive::open(office.folder / "other", passphrase);
    CHECK(refusal([&] { other.backup(office.to); }) == "storage.backup_of_another");
    CHECK(refusal([&] { other.backup(office.folder / "stick.sanad"); }) == "storage.backup_of_another");
    CHECK(refusal([&] { other.backup(office.at); }) == "storage.folder_not_empty");
    CHECK(office.restored(office.to, "restored") == expected);
    CHECK(office.restored(office.folder / "stick.sanad", "restored-too") == expected);
}
