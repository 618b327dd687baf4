#include <csignal>
#include <filesystem>
#include <set>

#include "core/files.h"
#include "storage/apart.h"
#include "storage/bytes.h"
#include "storage/merkle.h"
#include "storage/sealing.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using namespace sanad::storage;

namespace {

Key counted_key() {
    std::string bytes;
    for (char i = 0; i < 32; ++i) bytes += i;
    return Key(bytes);
}

// The tree as RFC 6962 defines it, by recursion.
Sha256 tree_hash(const std::vector<std::string>& leaves) {
    if (leaves.empty()) return sha256({});
    if (leaves.size() == 1) return leaf_hash(leaves.front());
    std::size_t split = 1;
    while (split * 2 < leaves.size()) split *= 2;
    const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(split);
    return node_hash(tree_hash({leaves.begin(), middle}), tree_hash({middle, leaves.end()}));
}

std::string hex(const Sha256& hash) {
    return to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace

TEST_CASE("the worked example of the format opens", "[storage]") {
    const std::string sealed =
        from_hex("01a0a1a2a3a4a5a6a7a8a9aaabe6c0cff4c313ad696ec2d4b9c96cdd844e3339a05ae06e");
    const std::string context = std::string("settings\0", 9) + std::string(16, '\0');
    CHECK(unseal(counted_key(), context, sealed) == "سند");
}

TEST_CASE("a sealed value opens only as it was sealed", "[storage][hostile]") {
    const Key key = random_key();
    for (const std::string& plain :
         {std::string(), std::string("x"), std::string(5000, 'a'), noise(5000, 4)}) {
        const std::string sealed = seal(key, "table", plain);
        CHECK(unseal(key, "table", sealed) == plain);
        CHECK_FALSE(unseal(key, "tablf", sealed).has_value());
        CHECK_FALSE(unseal(random_key(), "table", sealed).has_value());
        for (std::size_t i = 0; i < sealed.size(); i += 1 + sealed.size() / 60) {
            std::string changed = sealed;
            changed[i] = static_cast<char>(changed[i] ^ 0x10);
            CHECK_FALSE(unseal(key, "table", changed).has_value());
            CHECK_FALSE(unseal(key, "table", sealed.substr(0, i)).has_value());
        }
    }
    CHECK(seal(key, "t", std::string(5000, 'a')).size() < 200);
    CHECK(seal(key, "t", "same") != seal(key, "t", "same"));
}

TEST_CASE("the log's tree is RFC 6962's", "[storage]") {
    // Leaves and roots of the vectors that the certificate transparency implementations share.
    const std::vector<std::string> leaves = {
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    const std::vector<std::string> roots = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    Frontier tree;
    CHECK(hex(tree.root()) == sha256_hex(""));
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        tree.add(from_hex(leaves[i]));
        CHECK(hex(tree.root()) == roots[i]);
    }
}

TEST_CASE("the frontier gives the root of a tree of any size", "[storage]") {
    Frontier tree;
    std::vector<std::string> leaves;
    for (int i = 0; i < 70; ++i) {
        leaves.push_back("entry " + std::to_string(i));
        tree.add(leaves.back());
        CHECK(tree.root() == tree_hash(leaves));
        CHECK(Frontier(tree.size(), tree.subtrees()).root() == tree.root());
    }
    CHECK(refusal([&] { Frontier(71, tree.subtrees()); }) != "");
}

TEST_CASE("one key file may be lost, not both", "[storage][hostile]") {
    const Folder folder;
    const std::string at = folder / "a";
    Archive::create(at, passphrase, quick);
    const std::string keys = read_file(at + "/keys");
    write_file(at + "/keys", keys.substr(0, keys.size() / 2));
    {
        const Archive archive = Archive::open(at, passphrase);
        CHECK(summary(archive.check()).find("storage.keys_damaged keys") != std::string::npos);
    }
    std::filesystem::remove(at + "/keys.copy");
    CHECK(refusal([&] { Archive::open(at, passphrase); }) == "storage.keys_lost");
    write_file(at + "/keys", keys);
    const Archive archive = Archive::open(at, passphrase);
    CHECK(summary(archive.check()).find("storage.keys_damaged keys.copy") != std::string::npos);
}

TEST_CASE("a key file that lies is refused", "[storage][hostile]") {
    const Folder folder;
    const std::string at = folder / "a";
    Archive::create(at, passphrase, quick);
    const std::string line = read_file(at + "/keys").substr(0, read_file(at + "/keys").find('\n'));
    const auto refused = [&](const std::string& from, const std::string& to) {
        std::string changed = line;
        REQUIRE(changed.find(from) != std::string::npos);
        changed.replace(changed.find(from), from.size(), to);
        for (const char* name : {"/keys", "/keys.copy"})
            write_file(at + name, changed + "\n" + sha256_hex(changed) + "\n");
        return refusal([&] { Archive::open(at, passphrase); });
    };
    CHECK(refused("\"passes\":1", "\"passes\":2") == "storage.passphrase_wrong");
    CHECK(refused("\"passes\":1", "\"passes\":4000000000") != "");
    CHECK(refused("\"memory_kib\":8", "\"memory_kib\":4000000000") != "");
    CHECK(refused("\"version\":1", "\"version\":2") == "storage.newer_format");
    CHECK(refused("\"salt\"", "\"sugar\"") == "storage.keys_lost");
    CHECK(refused("\"kdf\":\"argon2id13\"", "\"kdf\":\"later\"") == "storage.passphrase_wrong");
    CHECK(refused("\"slots\"", "\"slats\"") == "storage.keys_lost");
}

TEST_CASE("what dies apart takes nothing else with it", "[storage]") {
    const auto results = run_apart(6, [] {
        return [](std::size_t i) -> std::string {
            if (i == 1) raise(SIGSEGV);
            if (i == 4) throw std::runtime_error("like a death");
            return std::string(i * 100'000, 'x');
        };
    });
    REQUIRE(results.size() == 6);
    CHECK(results[0] == "");
    CHECK_FALSE(results[1].has_value());
    CHECK(results[3]->size() == 300'000);
    CHECK_FALSE(results[4].has_value());
    CHECK(results[5]->size() == 500'000);
}

TEST_CASE("what is drawn ahead is as random as the rest, and nothing of it is left or drawn twice",
          "[storage][hostile]") {
    std::set<std::string> seen;
    for (int round = 0; round < 20; ++round) {
        {
            const DrawnAhead ahead(100);
            for (int i = 0; i < 10; ++i) seen.insert(random_bytes(12));  // the last two are not among the 100
        }
        seen.insert(random_bytes(12));
    }
    CHECK(seen.size() == 20 * 11);
    CHECK(seen.count(std::string(12, '\0')) == 0);
}

TEST_CASE("a sealer that seals many values seals each as a seal of its own", "[storage]") {
    const Key key = random_key();
    Sealer sealer(key);
    std::set<std::string> sealed;
    for (int i = 0; i < 20; ++i) {
        const std::string context = "events\1" + std::to_string(i),
                          plain(static_cast<std::size_t>(i) * 100, 'x');
        const std::string one = sealer.seal(context, plain);
        CHECK(unseal(key, context, one) == plain);
        CHECK_FALSE(unseal(key, "events\1", one));
        sealed.insert(one.substr(1, nonce_size));
    }
    CHECK(sealed.size() == 20);
}
