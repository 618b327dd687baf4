// Bundles between offices: verified as a whole, taken in once, in any order, and nothing decided.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "core/files.h"
#include "storage/bundle_format.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;
using How = storage::ImportedCase::How;

namespace {

namespace fs = std::filesystem;

// An office with an archive of its own.
struct Office {
    explicit Office(const Folder& folder, const std::string& name) : at(folder / name) {
        Archive::create(at, passphrase, quick);
        archive.emplace(Archive::open(at, passphrase));
        nothing = archive->checkpoint();
    }
    std::string all_to(const std::string& place) const {
        archive->export_since(nothing, place);
        return place;
    }
    // A case with one original, about the person with this national id, who becomes a record.
    void take(const std::string& id, const std::string& person, const std::string& phone) {
        Record record;
        record.fields = {{"national_id", person}, {"full_name", "نورة بنت راشد"}, {"phone", phone}};
        archive->import_records({record});
        Record like;
        like.fields["national_id"] = person;
        const auto known = archive->candidates(like).front();
        const std::string scan = noise(3'000, static_cast<unsigned>(std::hash<std::string>{}(id)));
        archive->append(id,
                        {opened(), filed(scan), confirmed("national_id", person),
                         event("matched", {{"record_id", known.id},
                                           {"how", "national_id"},
                                           {"confidence", 1},
                                           {"record", Json(known)}})},
                        {scan});
    }
    std::string at;
    std::optional<Archive> archive;
    std::string nothing;  // checkpoint of the empty log
};

bool says(const storage::BundleImport& done, const std::string& id, const std::string& subject) {
    return std::any_of(done.checks.begin(), done.checks.end(), [&](const Check& check) {
        return check.id == id && (subject.empty() || check.subject == subject);
    });
}

Event note(const std::string& text) { return event("note", {{"text", text}}); }

void replace_in(const std::string& path, const std::string& old, const std::string& now) {
    std::string text = read_file(path);
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    text.replace(at, old.size(), now);
    std::ofstream(path, std::ios::binary) << text;
}

// As somebody would who knows how the list is made.
void renew_list(const std::string& bundle) {
    storage::FileList files;
    for (const auto& entry : fs::recursive_directory_iterator(bundle))
        if (entry.is_regular_file() && entry.path().filename() != storage::bundle_list)
            files[entry.path().lexically_relative(bundle).generic_string()] =
                sha256_hex(read_file(entry.path().string()));
    std::ofstream(bundle + "/SHA256SUMS", std::ios::binary) << storage::list_text(files);
}

}  // namespace

TEST_CASE("a case goes to another office with its files, its events and the person", "[storage]") {
    const Folder folder;
    Office a(folder, "a"), b(folder, "b");
    a.take("2026-HHHHHHH1", "1012345672", "0512345678");
    a.archive->export_case("2026-HHHHHHH1", folder / "bundle");
    const auto done = b.archive->import_bundle(folder / "bundle");
    REQUIRE(done.cases.size() == 1);
    CHECK(done.cases[0].how == How::added);
    CHECK(done.records.added == 1);
    CHECK(says(done, "bundle.office_new", ""));
    const auto there = b.archive->find_case("2026-HHHHHHH1");
    REQUIRE(there);
    CHECK(there->events == 4);
    CHECK(b.archive->blob(there->id, there->files[0].sha256) ==
          a.archive->blob(there->id, there->files[0].sha256));
    CHECK(there->record_id.rfind("R-000001@", 0) == 0);
    CHECK(b.archive->find_record(there->record_id)->get("phone") == "0512345678");
    CHECK(whole(b.archive->check()));
    CHECK(whole(b.archive->check_log()));
    const auto checkpoint = b.archive->checkpoint();
    const auto again = b.archive->import_bundle(folder / "bundle");
    CHECK(again.cases[0].how == How::unchanged);
    CHECK_FALSE(says(again, "bundle.office_new", ""));
    CHECK(b.archive->checkpoint() == checkpoint);
    const auto back = a.archive->import_bundle(folder / "bundle");  // its own
    CHECK(back.cases[0].how == How::unchanged);
    CHECK(back.checks.empty());
    CHECK(a.archive->records().size() == 1);
}

TEST_CASE("bundles of two branches come to equal archives in any order and however often", "[storage]") {
    const Folder folder;
    Office a(folder, "a"), b(folder, "b");
    a.take("2026-HHHHHHH1", "1012345672", "0512345678");
    a.take("2026-HHHHHHH2", "1098765432", "0511111111");
    b.take("2026-HHHHHHH3", "1012345672", "0599999999");
    b.take("2026-HHHHHHH1", "1055555555", "0522222222");  // the same number, another case
    const std::vector<std::string> early = {a.all_to(folder / "a1"), b.all_to(folder / "b1")};
    a.archive->append("2026-HHHHHHH1", {note("later in a")});
    Record moved;
    moved.fields = {{"national_id", "1098765432"}, {"phone", "0533333333"}};
    a.archive->import_records({moved});
    a.archive->append("2026-HHHHHHH2", {note("has moved")});
    b.archive->append("2026-HHHHHHH3", {note("later in b")});
    std::vector<std::string> bundles = early;
    bundles.push_back(a.all_to(folder / "a2"));
    bundles.push_back(b.all_to(folder / "b2"));
    std::sort(bundles.begin(), bundles.end());
    std::string contents;
    int number = 0;
    do {
        Office c(folder, "c" + std::to_string(number++));
        for (const auto& bundle : bundles) c.archive->import_bundle(bundle);
        const auto checkpoint = c.archive->checkpoint();
        for (const auto& bundle : bundles) c.archive->import_bundle(bundle);
        CHECK(c.archive->checkpoint() == checkpoint);
        if (contents.empty()) contents = c.archive->contents();
        CHECK(c.archive->contents() == contents);
        CHECK(c.archive->cases().size() == 4);
        CHECK(c.archive->conflicts().size() == 1);
        if (number == 1) {
            INFO(summary(c.archive->check()));
            CHECK(whole(c.archive->check()));
            CHECK(whole(c.archive->check_log()));
        }
        // What one office passes on comes to the same as what the two gave.
        if (number % 8 == 1) {
            Office d(folder, "d" + std::to_string(number));
            d.archive->import_bundle(c.all_to(folder / ("from-c" + std::to_string(number))));
            CHECK(d.archive->contents() == contents);
        }
    } while (std::next_permutation(bundles.begin(), bundles.end()));
    CHECK(number == 24);
    a.archive->import_bundle(folder / "b2");
    b.archive->import_bundle(folder / "a2");
    CHECK(a.archive->contents() == b.archive->contents());
    CHECK(a.archive->contents() == contents);
}

TEST_CASE("two offices that took in the same person find each other", "[storage]") {
    const Folder folder;
    Office a(folder, "a"), b(folder, "b");
    a.take("2026-HHHHHHH1", "1012345672", "0512345678");
    b.take("2026-HHHHHHH2", "1012345672", "0599999999");
    const auto done = b.archive->import_bundle(a.all_to(folder / "a1"));
    CHECK(says(done, "bundle.same_person", "2026-HHHHHHH1"));
    CHECK(says(done, "bundle.same_record", "R-000001"));
    CHECK(says(done, "bundle.record_differs", "R-000001"));
    CHECK(b.archive->cases({.field = "national_id", .value = "1012345672"}).size() == 2);
    CHECK(b.archive->cases({.record_id = "R-000001"}).size() == 2);
    CHECK(b.archive->find_record("R-000001")->get("phone") == "0599999999");  // as it was
    Record like;
    like.fields["national_id"] = "1012345672";
    REQUIRE(b.archive->candidates(like).size() == 1);  // an applicant is matched with one, our own
    CHECK(b.archive->candidates(like).front().id == "R-000001");
    // What we import about the person changes our record, not the other office's.
    like.fields["city"] = "الرياض";
    CHECK(b.archive->import_records({like}).updated == 1);
    CHECK(b.archive->find_record("R-000001")->get("city") == "الرياض");
}

TEST_CASE("events that part are kept beside each other and go on apart", "[storage]") {
    const Folder folder;
    Office a(folder, "a"), b(folder, "b");
    a.take("2026-HHHHHHH1", "1012345672", "0512345678");
    b.archive->import_bundle(a.all_to(folder / "1"));
    a.archive->append("2026-HHHHHHH1", {note("in a")});
    b.archive->append("2026-HHHHHHH1", {note("in b")});
    const auto done = b.archive->import_bundle(a.all_to(folder / "2"));
    REQUIRE(done.cases.size() == 1);
    CHECK(done.cases[0].how == How::set_aside);
    CHECK(says(done, "bundle.conflict", "2026-HHHHHHH1"));
    REQUIRE(b.archive->conflicts().size() == 1);
    const auto conflict = b.archive->conflicts().front();
    CHECK(conflict.case_id == "2026-HHHHHHH1");
    CHECK(conflict.common == 4);
    CHECK(conflict.events == 5);
    CHECK(b.archive->events("2026-HHHHHHH1").back().what.at("text") == "in b");
    CHECK(b.archive->events(conflict.other_id).back().what.at("text") == "in a");
    a.archive->append("2026-HHHHHHH1", {note("more in a")});
    const auto later = b.archive->import_bundle(a.all_to(folder / "3"));
    CHECK(later.cases[0].how == How::extended);
    CHECK(later.cases[0].id == conflict.other_id);
    CHECK(b.archive->conflicts().size() == 1);
    CHECK(whole(b.archive->check()));
    // An older bundle says nothing new.
    CHECK(b.archive->import_bundle(folder / "1").cases[0].how == How::unchanged);
    // What was erased here stays erased.
    b.archive->erase(conflict.other_id, "clerk", "asked for", "2026-11-22T09:00:00Z");
    b.archive->erase("2026-HHHHHHH1", "clerk", "asked for", "2026-11-22T09:00:00Z");
    CHECK(b.archive->import_bundle(folder / "3").cases[0].how == How::erased);
    CHECK(b.archive->cases().empty());
}

TEST_CASE("only what was filed since a checkpoint leaves, and only of this log", "[storage]") {
    const Folder folder;
    Office a(folder, "a"), b(folder, "b");
    a.take("2026-HHHHHHH1", "1012345672", "0512345678");
    a.take("2026-HHHHHHH2", "1098765432", "0512345679");
    const auto checkpoint = a.archive->checkpoint();
    a.archive->append("2026-HHHHHHH2", {note("later")});
    a.archive->export_since(checkpoint, folder / "since");
    const auto done = b.archive->import_bundle(folder / "since");
    REQUIRE(done.cases.size() == 1);
    CHECK(done.cases[0].id == "2026-HHHHHHH2");
    CHECK(done.cases[0].events == 5);  // the whole case: the bundle needs no other
    CHECK(refusal([&] { a.archive->export_since(b.archive->checkpoint(), folder / "x"); }) ==
          "bundle.foreign_checkpoint");
    CHECK(refusal([&] { a.archive->export_since("", folder / "x"); }) == "bundle.foreign_checkpoint");
    a.archive->export_since(a.archive->checkpoint(), folder / "none");
    CHECK(b.archive->import_bundle(folder / "none").cases.empty());
}

TEST_CASE("a bundle that was changed by hand is refused as a whole", "[storage][hostile]") {
    const Folder folder;
    Office a(folder, "a"), b(folder, "b");
    a.take("2026-HHHHHHH1", "1012345672", "0512345678");
    a.take("2026-HHHHHHH2", "1098765432", "0512345679");
    const std::string good = a.all_to(folder / "good");
    const std::string before = everything(*b.archive);
    const std::string place = "/2026-HHHHHHH1/";
    const auto first_file = [&](const std::string& at) { return at + place + "original-01-scan.png"; };
    const std::vector<std::pair<const char*, std::function<void(const std::string&)>>> edits = {
        {"a value", [&](const std::string& at) { replace_in(at + place + "case.json", "clerk", "klerc"); }},
        {"a value and the list",
         [&](const std::string& at) {
             replace_in(at + place + "case.json", "clerk", "klerc");
             renew_list(at);
         }},
        {"a file", [&](const std::string& at) { std::ofstream(first_file(at), std::ios::app) << "x"; }},
        {"a file cut short", [&](const std::string& at) { fs::resize_file(first_file(at), 100); }},
        {"a file less", [&](const std::string& at) { fs::remove(first_file(at)); }},
        {"a case less",
         [&](const std::string& at) {
             fs::remove_all(at + place);
             renew_list(at);
         }},
        {"a file more", [&](const std::string& at) { write_file(at + place + "more.png", "x"); }},
        {"a file more in the list",
         [&](const std::string& at) {
             write_file(at + place + "more.png", "x");
             renew_list(at);
         }},
        {"a link instead of a file",
         [&](const std::string& at) {
             fs::rename(first_file(at), folder / "elsewhere.png");
             fs::create_symlink(folder / "elsewhere.png", first_file(at));
         }},
        {"a folder that is a link",
         [&](const std::string& at) {
             fs::rename(at + place, folder / "elsewhere");
             fs::create_symlink(folder / "elsewhere", at + "/2026-HHHHHHH1");
         }},
        {"a folder in a folder", [&](const std::string& at) { fs::create_directory(at + place + "deep"); }},
        {"no manifest",
         [&](const std::string& at) {
             fs::remove(at + "/manifest.txt");
             renew_list(at);
         }},
        {"no signature",
         [&](const std::string& at) {
             std::string text = read_file(at + "/manifest.txt");
             text.resize(text.rfind("\n\n") + 2);
             write_file(at + "/manifest.txt", text);
             renew_list(at);
         }},
        {"another commit",
         [&](const std::string& at) {
             replace_in(at + "/manifest.txt", "commit: ", "commit: 9");
             renew_list(at);
         }},
        {"a name that leads out",
         [&](const std::string& at) {
             std::ofstream(at + "/SHA256SUMS", std::ios::app)
                 << std::string(64, 'a') << "  ../../etc/passwd\n";
         }},
        {"an absolute name",
         [&](const std::string& at) {
             std::ofstream(at + "/SHA256SUMS", std::ios::app) << std::string(64, 'a') << "  /etc/passwd\n";
         }},
        {"an empty list", [&](const std::string& at) { write_file(at + "/SHA256SUMS", ""); }},
        {"a list that ends in a line",
         [&](const std::string& at) {
             fs::resize_file(at + "/SHA256SUMS", fs::file_size(at + "/SHA256SUMS") - 5);
         }},
        {"no JSON",
         [&](const std::string& at) {
             write_file(at + place + "case.json", std::string(100'000, '['));
             renew_list(at);
         }},
    };
    int number = 0;
    for (const auto& [name, edit] : edits) {
        const std::string bad = folder / ("bad" + std::to_string(number++));
        fs::copy(good, bad, fs::copy_options::recursive);
        edit(bad);
        INFO(name);
        CHECK(refusal([&] { b.archive->import_bundle(bad); }) == "bundle.damaged");
        std::error_code none;
        fs::remove_all(folder / "elsewhere", none);
    }
    CHECK(everything(*b.archive) == before);
    CHECK(refusal([&] { b.archive->import_bundle(folder / "nowhere"); }) == "bundle.none");
    CHECK(refusal([&] { b.archive->import_bundle(folder / "a/keys"); }) == "bundle.none");
    CHECK(b.archive->import_bundle(good).cases.size() == 2);
}

TEST_CASE("a bundle is taken from the office that is meant", "[storage][hostile]") {
    const Folder folder;
    Office a(folder, "a"), b(folder, "b"), c(folder, "c");
    a.take("2026-HHHHHHH1", "1012345672", "0512345678");
    const std::string bundle = a.all_to(folder / "1");
    CHECK(refusal([&] { b.archive->import_bundle(bundle, c.archive->log_key()); }) == "bundle.other_key");
    CHECK(refusal([&] { b.archive->import_bundle(bundle, "nonsense"); }) == "bundle.other_key");
    const auto done = b.archive->import_bundle(bundle, a.archive->log_key());
    CHECK(done.cases.size() == 1);
    CHECK_FALSE(says(done, "bundle.office_new", ""));
    // Another key under the same name: somebody who calls himself the office.
    auto manifest = *storage::parse_manifest(read_file(bundle + "/manifest.txt"));
    const storage::NoteSigner other(storage::random_key(), manifest.office.name);
    write_file(bundle + "/manifest.txt", storage::manifest_text(manifest, other));
    renew_list(bundle);
    CHECK(refusal([&] { b.archive->import_bundle(bundle); }) == "bundle.other_key");
    CHECK(c.archive->import_bundle(bundle).first_of_office);  // who does not know it yet is told so
}

TEST_CASE("an import that is killed leaves all of the bundle or nothing", "[storage]") {
    const Folder folder;
    Office a(folder, "a");
    constexpr int cases = 40;
    for (int i = 0; i < cases; ++i)
        a.take("2026-K" + std::to_string(1'000'000 + i), std::to_string(1'000'000'000 + i), "0512345678");
    const std::string bundle = a.all_to(folder / "bundle");
    std::mt19937 random(6);
    int none = 0, all = 0;
    for (int round = 0; round < 24; ++round) {
        const std::string at = folder / ("b" + std::to_string(round));
        Archive::create(at, passphrase, quick);
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            Archive::open(at, passphrase).import_bundle(bundle);
            _exit(0);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 120'000));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        Archive archive = Archive::open(at, passphrase);
        const auto found = archive.cases().size();
        CHECK((found == 0 || found == cases));
        CHECK(archive.records().size() == found);
        ++(found == 0 ? none : all);
        CHECK(archive.import_bundle(bundle).cases.size() == cases);
        CHECK(archive.cases().size() == cases);
        if (round == 0) CHECK(whole(archive.check()));
    }
    CHECK(none > 0);
}
