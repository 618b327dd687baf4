// A person who was filed stands in no file in clear.
#include <filesystem>

#include "core/files.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

const std::string canary_id = "1099887760";
const std::string canary_name = "قطوفدانية";
const std::string canary_phone = "0555000777";
const std::string canary_iban = "SA4420000001234567891234";

// The letters of the basic plane as UTF-16, little-endian.
std::string utf16(const std::string& utf8) {
    std::string made;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        unsigned letter = static_cast<unsigned char>(utf8[i]);
        if (letter >= 0xc0) letter = (letter & 0x1f) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3f);
        made += static_cast<char>(letter & 0xff);
        made += static_cast<char>(letter >> 8);
    }
    return made;
}

int hits(const std::string& folder) {
    int count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        const std::string bytes = read_file(entry.path().string()) + entry.path().string();
        for (const std::string& secret : {canary_id, canary_name, canary_phone, canary_iban})
            for (const std::string& form : {secret, utf16(secret)})
                if (bytes.find(form) != std::string::npos) ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("no identity stands in any file of the archive", "[storage]") {
    const Folder folder;
    const std::string at = folder / "a";
    Archive::create(at, passphrase, quick);
    {
        Archive archive = Archive::open(at, passphrase);
        const std::string letter = "to " + canary_name + " " + canary_id + " " + utf16(canary_name);
        archive.append("2026-GGGGGGG1",
                       {opened(), filed(letter, canary_name + ".txt"), confirmed("full_name", canary_name),
                        confirmed("national_id", canary_id), confirmed("phone", canary_phone),
                        confirmed("iban", canary_iban)},
                       {letter});
        archive.import_records(
            {{"", {{"national_id", canary_id}, {"full_name", canary_name}, {"phone", canary_phone}}}});
        archive.put_setting("account." + canary_name, canary_id);
        CHECK(archive.candidates({"", {{"full_name", canary_name}}}).size() == 1);
        CHECK(hits(at) == 0);
    }
    CHECK(hits(at) == 0);
    Archive::open(at, passphrase, true).export_case("2026-GGGGGGG1", folder / "bundle");
    CHECK(hits(folder / "bundle") > 0);  // the search itself finds what is in clear
}
