#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

Record person(const std::string& national_id, const std::string& name, const std::string& phone = "") {
    return {"", {{"national_id", national_id}, {"full_name", name}, {"phone", phone}}};
}

}  // namespace

TEST_CASE("importing again changes only what is new", "[storage]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    const auto first =
        archive.import_records({person("1000000008", "نورة بنت سعد المطيري", "0500000001"),
                                person("1000000016", "خالد بن فهد العتيبي"), person("", "بلا رقم")});
    CHECK(first.added == 3);
    const auto second = archive.import_records({person("1000000008", "نورة بنت سعد المطيري"),
                                                person("1000000016", "خالد بن فهد العتيبي", "0500000002"),
                                                person("1000000016", "خالد بن فهد العتيبي", "0500000002")});
    CHECK(second.added == 0);
    CHECK(second.updated == 1);
    CHECK(second.unchanged == 2);
    REQUIRE(archive.records().size() == 3);
    CHECK(archive.find_record("R-000001")->get("phone") == "0500000001");
    CHECK(archive.find_record("R-000002")->get("phone") == "0500000002");
    CHECK_FALSE(archive.find_record("R-000004"));
    INFO(summary(archive.check()));
    CHECK(whole(archive.check()));
}

TEST_CASE("candidates share an identifier or a name", "[storage]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    archive.import_records({person("1000000008", "نورة بنت سعد المطيري", "0500000001"),
                            person("1000000016", "خالد بن فهد العتيبي", "0500000002"),
                            person("1000000024", "ريم المالكي")});
    const auto ids = [&](const Record& like) {
        std::string all;
        for (const Record& record : archive.candidates(like)) all += record.id.substr(7);
        return all;
    };
    CHECK(ids(person("1000000016", "")) == "2");
    CHECK(ids(person("", "", "٠٥٠٠٠٠٠٠٠١")) == "1");
    CHECK(ids(person("", "نوره سعد")) == "1");
    CHECK(ids(person("1000000024", "خالد")) == "23");
    CHECK(ids(person("", "بن")).empty());
    CHECK(ids(person("", "")).empty());
}

TEST_CASE("twenty thousand records are imported", "[storage]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    std::vector<Record> many;
    for (int i = 0; i < 20'000; ++i)
        many.push_back({"", {{"national_id", std::to_string(1'000'000'000 + i)}}});
    CHECK(archive.import_records(many).added == 20'000);
    CHECK(archive.find_record("R-020000")->get("national_id") == "1000019999");
}
