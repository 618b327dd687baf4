// What a bundle proves of its cases, and what it says of destroyed ones.
#include <filesystem>
#include <fstream>
#include <functional>

#include "core/files.h"
#include "storage/bundle_format.h"
#include "storage/key_file.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

namespace fs = std::filesystem;

struct Pair {
    Pair() {
        for (const char* name : {"a", "b"}) Archive::create(folder / name, passphrase, quick);
        a.emplace(Archive::open(folder / "a", passphrase));
        b.emplace(Archive::open(folder / "b", passphrase));
        nothing = a->checkpoint();
    }
    // Signs the bundle again, as the office that made it could.
    void sign_again(const std::string& bundle) const {
        storage::FileList files;
        for (const auto& entry : fs::recursive_directory_iterator(bundle))
            if (const auto name = entry.path().lexically_relative(bundle).generic_string();
                entry.is_regular_file() && name != storage::bundle_list && name != storage::bundle_manifest)
                files[name] = sha256_hex(read_file(entry.path().string()));
        const storage::ArchiveKeys keys(storage::unlock(folder / "a", passphrase));
        auto manifest = *storage::parse_manifest(read_file(bundle + "/manifest.txt"));
        manifest.list_hash = sha256_hex(storage::list_text(files));
        const storage::NoteSigner signer(keys.log, manifest.office.name);
        const std::string text = storage::manifest_text(manifest, signer);
        std::ofstream(bundle + "/manifest.txt", std::ios::binary) << text;
        files["manifest.txt"] = sha256_hex(text);
        std::ofstream(bundle + "/SHA256SUMS", std::ios::binary) << storage::list_text(files);
    }
    Folder folder;
    std::optional<Archive> a, b;
    std::string nothing;
};

void fill(Archive& archive) {
    Record record;
    record.fields = {{"national_id", "1012345672"}, {"full_name", "نورة بنت راشد"}};
    archive.import_records({record});
    archive.append("2026-PPPPPPP1", {opened(), confirmed("national_id", "1012345672"),
                                     event("matched", {{"record_id", "R-000001"},
                                                       {"how", "national_id"},
                                                       {"confidence", 1},
                                                       {"record", Json(*archive.find_record("R-000001"))}})});
    archive.append("2026-PPPPPPP2", {opened(), event("note", {{"text", "about R-000001"}})});
}

bool says(const storage::BundleImport& done, const std::string& id) {
    return std::any_of(done.checks.begin(), done.checks.end(),
                       [&](const Check& check) { return check.id == id; });
}

}  // namespace

TEST_CASE("every event of a bundle is proved to be in the log of its office", "[storage]") {
    Pair on;
    fill(*on.a);
    on.a->export_since(on.nothing, on.folder / "all");
    CHECK(on.b->import_bundle(on.folder / "all").proved == 5);
    on.a->export_case("2026-PPPPPPP1", on.folder / "one");
    CHECK(on.b->import_bundle(on.folder / "one").proved == 3);
    // Passed on by the other office, under its own numbers, and from two lines of one case.
    on.a->append("2026-PPPPPPP1", {event("note", {{"text", "here"}})});
    on.b->append("2026-PPPPPPP1", {event("note", {{"text", "there"}})});
    on.a->export_since(on.nothing, on.folder / "later");
    on.b->import_bundle(on.folder / "later");
    REQUIRE(on.b->conflicts().size() == 1);
    const std::string set_aside = on.b->conflicts()[0].other_id;
    on.b->export_case(set_aside, on.folder / "line");
    CHECK(on.a->import_bundle(on.folder / "line").proved == 4);
}

TEST_CASE("a bundle whose proofs do not hold is refused though its office signed it", "[storage][hostile]") {
    Pair on;
    fill(*on.a);
    const std::string good = on.folder / "good";
    on.a->export_since(on.nothing, good);
    const Json proofs = parse_json(read_file(good + "/proofs.json"));
    const auto import_with = [&](const std::function<void(Json&)>& change) {
        const std::string bad = on.folder / "bad";
        fs::copy(good, bad, fs::copy_options::recursive);
        Json changed = proofs;
        change(changed);
        std::ofstream(bad + "/proofs.json", std::ios::binary) << changed.dump();
        on.sign_again(bad);
        const auto why = refusal([&] { on.b->import_bundle(bad); });
        fs::remove_all(bad);
        return why;
    };
    CHECK(import_with([](Json& j) { j["cases"][0]["events"][0]["index"] = 1; }) == "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"][0]["events"][0]["index"] = 1u << 31; }) == "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"][0]["events"][0]["sequence"] = 2; }) == "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"][0]["events"][0]["sequence"] = 0; }) == "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"][0]["events"][0]["salt"] = std::string(64, '0'); }) ==
          "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"][0]["events"][0]["salt"] = "zz"; }) == "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"][0]["events"][0]["path"].erase(0); }) == "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"][0]["events"][0]["path"].push_back(std::string(64, 'a')); }) ==
          "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"][0]["id"] = "2026-PPPPPPP2"; }) == "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"][0]["folder"] = "nowhere"; }) == "bundle.damaged");
    CHECK(import_with([](Json& j) { j["cases"] = 7; }) == "bundle.damaged");
    CHECK(import_with([](Json& j) { j["version"] = 2; }) == "bundle.newer");
    CHECK(on.b->cases().empty());
    // One of an earlier version has none.
    fs::remove(good + "/proofs.json");
    on.sign_again(good);
    const auto done = on.b->import_bundle(good);
    CHECK(done.cases.size() == 2);
    CHECK(done.proved == 0);
}

TEST_CASE("that a case was destroyed follows in the next bundle, and is shown, not done", "[storage]") {
    Pair on;
    fill(*on.a);
    on.a->export_since(on.nothing, on.folder / "first");
    on.b->import_bundle(on.folder / "first");
    const std::string then = on.a->checkpoint();
    on.a->erase("2026-PPPPPPP2", "clerk", "asked for", "2026-11-22T09:00:00Z");
    on.a->export_since(then, on.folder / "second");
    const auto done = on.b->import_bundle(on.folder / "second");
    CHECK(done.cases.empty());
    CHECK(says(done, "bundle.erased_there"));
    CHECK(on.b->find_case("2026-PPPPPPP2"));
    CHECK(says(on.b->import_bundle(on.folder / "second"), "bundle.erased_there"));
    on.b->erase("2026-PPPPPPP2", "clerk", "destroyed there", "2026-11-22T09:00:00Z");
    CHECK_FALSE(says(on.b->import_bundle(on.folder / "second"), "bundle.erased_there"));
    // A certificate that was changed is none.
    const std::string bad = on.folder / "second";
    std::string text = read_file(bad + "/erasures.json");
    text.replace(text.find("PPPPPPP2"), 8, "PPPPPPP1");
    std::ofstream(bad + "/erasures.json", std::ios::binary) << text;
    on.sign_again(bad);
    CHECK(refusal([&] { on.b->import_bundle(bad); }) == "bundle.damaged");
}
