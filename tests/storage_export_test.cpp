#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>

#include "core/error.h"
#include "core/files.h"
#include "core/messages.h"
#include "storage/descriptor.h"
#include "storage/export_names.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

namespace fs = std::filesystem;

bool sums_agree(const std::string& folder) {
    return std::system(
               ("cd '" + folder + "' && sha256sum --strict --quiet -c SHA256SUMS >/dev/null 2>&1").c_str()) ==
           0;
}

}  // namespace

TEST_CASE("a case leaves as a folder that sha256sum verifies", "[storage]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    const std::string scan = noise(300'000, 1);
    archive.append("2026-HHHHHHH1",
                   {opened(), filed(scan, "طلب دعم.png"), filed(scan, "طلب دعم.png"),
                    filed("pdf", "d.pdf", "declaration")},
                   {scan, "pdf"});
    const auto paths = archive.export_case("2026-HHHHHHH1", folder / "out/bundle");
    CHECK(paths.size() == 8);
    CHECK(read_file(folder / "out/bundle/original-01-طلب دعم.png") == scan);
    CHECK(read_file(folder / "out/bundle/original-02-طلب دعم.png") == scan);
    CHECK(read_file(folder / "out/bundle/declaration-03-d.pdf") == "pdf");
    const Json json = parse_json(read_file(folder / "out/bundle/case.json"));
    CHECK(json.at("events").size() == 4);
    CHECK(json.at("case").at("id") == "2026-HHHHHHH1");
    CHECK(read_file(folder / "out/bundle/VERIFY.txt").find("sha256sum -c SHA256SUMS") != std::string::npos);
    CHECK(sums_agree(folder / "out/bundle"));
    for (const std::string& path : paths) CHECK(fs::is_regular_file(path));
    CHECK(std::distance(fs::directory_iterator(folder / "out"), fs::directory_iterator()) == 1);
    write_file(folder / "out/bundle/declaration-03-d.pdf", "changed");
    CHECK_FALSE(sums_agree(folder / "out/bundle"));
    CHECK(refusal([&] { archive.export_case("2026-HHHHHHH1", folder / "out/bundle"); }) ==
          "storage.folder_not_empty");
    fs::create_directory(folder / "empty");
    CHECK(archive.export_case("2026-HHHHHHH1", folder / "empty/").size() == 8);
    CHECK(refusal([&] { archive.export_case("2026-00000000", folder / "none"); }) == "storage.no_case");
    CHECK_FALSE(fs::exists(folder / "none"));
}

TEST_CASE("what an export that was killed left goes with the next one, not what another works on",
          "[storage][hostile]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    archive.append("2026-HHHHHHH1", {opened()});
    for (const char* name : {".out.new-Killed", ".out.new-Atwork", ".out.new-theirs", ".other.new-Killed"}) {
        fs::create_directory(folder / name);
        fs::permissions(folder / name, fs::perms::owner_all);
        write_file((folder / name) + "/case.json", "half");
    }
    fs::permissions(folder / ".out.new-theirs", fs::perms::owner_all | fs::perms::group_read);
    fs::create_directory(folder / ".out.new-kept-by-hand");
    const storage::Descriptor at_work(open((folder / ".out.new-Atwork").c_str(), O_RDONLY | O_DIRECTORY));
    REQUIRE(flock(at_work.get(), LOCK_EX | LOCK_NB) == 0);
    archive.export_case("2026-HHHHHHH1", folder / "out");
    CHECK_FALSE(fs::exists(folder / ".out.new-Killed"));
    for (const char* kept : {".out.new-Atwork/case.json", ".out.new-theirs", ".out.new-kept-by-hand",
                             ".other.new-Killed/case.json", "out/case.json"})
        CHECK(fs::exists(folder / kept));
}

TEST_CASE("an export that finds the disk full names the place that was asked for, and leaves nothing",
          "[storage][hostile]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    const std::string scan = noise(300'000, 1);
    archive.append("2026-HHHHHHH1", {opened(), filed(scan, "scan.png")}, {scan});
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    const rlimit little{100'000, before.rlim_max};
    const auto handled = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &little);
    std::string said, id;
    try {
        archive.export_case("2026-HHHHHHH1", folder / "out");
    } catch (const Error& error) {
        id = error.message().id;
        said = message(id, Language::en, error.message().arguments);
    }
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handled);
    CHECK(id == "storage.disk_full");
    CHECK(said.find(folder / "out") != std::string::npos);
    CHECK(said.find(".new-") == std::string::npos);
    for (const auto& entry : fs::directory_iterator(folder / ".")) CHECK(entry.path().filename() == "a");
}

TEST_CASE("no name leads out of the folder or deceives the eye", "[storage][hostile]") {
    using storage::safe_name;
    CHECK(safe_name("../../etc/passwd") == "passwd");
    CHECK(safe_name("..\\..\\windows\\system.ini") == "system.ini");
    CHECK(safe_name("..") == "file");
    CHECK(safe_name("") == "file");
    CHECK(safe_name(". . .") == "file");
    CHECK(safe_name("-rf.png") == "rf.png");
    CHECK(safe_name(".bashrc") == "bashrc");
    CHECK(safe_name("a\nb\\c\r.png") == "c.png");
    CHECK(safe_name("invoice\u202Egnp.exe") == "invoicegnp.exe");
    CHECK(safe_name("a\u061C\u200F\u2066\u2028\u0085b") == "ab");
    CHECK(safe_name("what?*<is>|\"this\".pdf") == "what___is___this_.pdf");
    CHECK(safe_name("bad\xff\xc3.png") == "bad__.png");
    CHECK(safe_name("طلب.png") == "طلب.png");
    const std::string long_name = safe_name(std::string(99, 'a') + "ططططط.png");
    CHECK(long_name.size() <= 100);
    CHECK(long_name.substr(long_name.size() - 4) == ".png");
}

TEST_CASE("hostile names are exported and verified", "[storage][hostile]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    std::vector<Event> events = {opened()};
    for (const char* name :
         {"../../../tmp/x", "/etc/passwd", "a\nb", "\\", "SHA256SUMS", "case.json", "", "CASE.JSON"})
        events.push_back(filed("same", name));
    events.push_back(filed("same", "x", "../../role"));
    archive.append("2026-HHHHHHH2", events, {"same"});
    CHECK(archive.export_case("2026-HHHHHHH2", folder / "bundle").size() == 14);
    CHECK(sums_agree(folder / "bundle"));
    CHECK(std::distance(fs::recursive_directory_iterator(folder / "bundle"),
                        fs::recursive_directory_iterator()) == 14);
}
