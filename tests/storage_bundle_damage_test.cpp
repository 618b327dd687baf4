// Any damage to any file of a bundle: nothing of it is taken in, and nothing crashes.
#include <filesystem>
#include <fstream>
#include <random>

#include "core/files.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace fs = std::filesystem;

TEST_CASE("a bundle with any one byte changed, cut or moved is refused", "[storage][hostile]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive::create(folder / "b", passphrase, quick);
    Archive from = Archive::open(folder / "a", passphrase);
    Archive into = Archive::open(folder / "b", passphrase);
    const std::string nothing = from.checkpoint();
    for (int i = 0; i < 3; ++i) {
        const std::string scan = noise(4'000, static_cast<unsigned>(i));
        from.append("2026-DDDDDDD" + std::to_string(i), {opened(), filed(scan), filed("")}, {scan, ""});
    }
    from.export_since(nothing, folder / "good");
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "good"))
        if (entry.is_regular_file())
            files.push_back(entry.path().lexically_relative(folder / "good").string());
    std::mt19937 random(13);
    for (int round = 0; round < 150; ++round) {
        const std::string bad = folder / "bad";
        fs::copy(folder / "good", bad, fs::copy_options::recursive);
        const std::string file = bad + "/" + files[random() % files.size()];
        const std::string before = read_file(file);
        std::string bytes = before;
        const std::size_t at = bytes.empty() ? 0 : random() % bytes.size();
        switch (bytes.empty() ? 2 : round % 4) {
            case 0:
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
                break;
            case 1:
                bytes.resize(at);
                break;
            case 2:
                bytes.insert(at, 1, static_cast<char>(random()));
                break;
            default:
                std::swap(bytes[at], bytes[bytes.size() - 1 - at]);
        }
        std::ofstream(file, std::ios::binary) << bytes;
        INFO("round " << round << " " << file);
        if (bytes != before) CHECK(refusal([&] { into.import_bundle(bad); }) == "bundle.damaged");
        fs::remove_all(bad);
    }
    CHECK(into.cases().empty());
    CHECK(into.import_bundle(folder / "good").cases.size() == 3);
}
