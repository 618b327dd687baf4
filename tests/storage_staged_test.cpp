// A bundle that is too large for one commit.
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

// Makes a bundle of cases with a scan each; returns what an archive that took it in comes to.
std::string bundle_of(int cases, const std::string& at, const std::string& bundle) {
    Archive::create(at, passphrase, quick);
    Archive archive = Archive::open(at, passphrase);
    const std::string nothing = archive.checkpoint();
    for (int i = 0; i < cases; ++i) {
        const std::string scan = noise(3'000, static_cast<unsigned>(i));
        archive.append("2026-K" + std::to_string(1'000'000 + i), {opened(), filed(scan)}, {scan});
    }
    archive.export_since(nothing, bundle);
    return archive.contents();
}

}  // namespace

TEST_CASE("the files of a large bundle lie ready unseen, and go where the import is cut off", "[storage]") {
    const Folder folder;
    constexpr int cases = 60;
    const std::string bundle = folder / "bundle";
    const std::string contents = bundle_of(cases, folder / "a", bundle);
    const auto lies_ready = [](const Archive& one) { return one.setting("import.staged").has_value(); };
    bool met = false;
    for (int round = 0; round < 20 && !met; ++round) {
        const std::string at = folder / ("b" + std::to_string(round));
        Archive::create(at, passphrase, quick);
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            Archive::open(at, passphrase)
                .import_bundle(bundle, {}, 1);  // a commit for the files of each case
            _exit(0);
        }
        const Archive reader = Archive::open(at, passphrase, true);
        while (!lies_ready(reader) && waitpid(child, nullptr, WNOHANG) == 0) {
        }
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        met = lies_ready(reader);
        CHECK((!met || reader.cases().empty()));
        CHECK(whole(reader.check()));
    }
    REQUIRE(met);
    const std::string at = [&] {
        int last = 0;
        while (Archive::exists(folder / ("b" + std::to_string(last + 1)))) ++last;
        return folder / ("b" + std::to_string(last));
    }();
    Archive archive = Archive::open(at, passphrase);
    CHECK_FALSE(lies_ready(archive));
    CHECK(whole(archive.check()));
    CHECK(archive.import_bundle(bundle, {}, 1).cases.size() == cases);
    CHECK_FALSE(lies_ready(archive));
    CHECK(whole(archive.check()));
    CHECK(archive.contents() == contents);
    CHECK(archive.blob("2026-K1000003", archive.find_case("2026-K1000003")->files.front().sha256).size() > 0);
}
