// The log against somebody who has every key: a checkpoint that was carried away tells.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "storage/bytes.h"
#include "storage/log_check.h"
#include "storage/note_signer.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using namespace sanad::storage;

namespace {

// RFC 6962's definition, word for word.
Sha256 tree_hash(const std::vector<std::string>& leaves, std::size_t from, std::size_t until) {
    if (until == from) return sha256({});
    if (until - from == 1) return leaf_hash(leaves[from]);
    std::size_t split = 1;
    while (split * 2 < until - from) split *= 2;
    return node_hash(tree_hash(leaves, from, from + split), tree_hash(leaves, from + split, until));
}

struct MadeTree {
    std::vector<std::string> leaves;
    Tree tree;
    explicit MadeTree(std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            leaves.push_back("entry " + std::to_string(i));
            tree.add(leaves.back());
        }
    }
    Sha256 root(std::size_t size) const { return tree_hash(leaves, 0, size); }
};

// $SANAD_LOG_ROUNDS; scripts/prove.sh storage-log sets it.
int rounds() {
    const char* named = std::getenv("SANAD_LOG_ROUNDS");
    return named != nullptr ? std::max(1, std::atoi(named)) : 250;
}

std::string only(const std::vector<Check>& checks) {
    REQUIRE(checks.size() == 1);
    return checks.front().id;
}

}  // namespace

TEST_CASE("roots and proofs of trees of every size agree with the definition", "[storage]") {
    const MadeTree made(40);
    for (std::size_t size = 0; size <= 40; ++size) {
        const Sha256 root = made.root(size);
        CHECK(made.tree.root(size) == root);
        for (std::size_t i = 0; i < size; ++i)
            CHECK(proves_inclusion(made.tree.inclusion(i, size), leaf_hash(made.leaves[i]), i, size, root));
        for (std::size_t before = 0; before <= size; ++before)
            CHECK(proves_consistency(made.tree.consistency(before, size), before, made.root(before), size,
                                     root));
    }
}

TEST_CASE("the proofs are those of RFC 6962's example", "[storage]") {
    // 2.1.3: seven leaves d0..d6; the nodes a..l are named as there.
    const MadeTree made(7);
    const auto leaf = [&](std::size_t i) { return leaf_hash(made.leaves[i]); };
    const Sha256 g = node_hash(leaf(0), leaf(1)), h = node_hash(leaf(2), leaf(3));
    const Sha256 i = node_hash(leaf(4), leaf(5)), k = node_hash(g, h), l = node_hash(i, leaf(6));
    CHECK(made.tree.inclusion(0, 7) == Tree::Proof{leaf(1), h, l});
    CHECK(made.tree.inclusion(3, 7) == Tree::Proof{leaf(2), g, l});
    CHECK(made.tree.inclusion(4, 7) == Tree::Proof{leaf(5), leaf(6), k});
    CHECK(made.tree.inclusion(6, 7) == Tree::Proof{i, k});
    CHECK(made.tree.consistency(3, 7) == Tree::Proof{leaf(2), leaf(3), g, l});
    CHECK(made.tree.consistency(4, 7) == Tree::Proof{l});
    CHECK(made.tree.consistency(6, 7) == Tree::Proof{i, leaf(6), k});
}

TEST_CASE("no forged proof is accepted", "[storage][hostile]") {
    const MadeTree made(33);
    std::mt19937 random(6962);
    int tried = 0;
    for (int round = 0; round < rounds() * 20; ++round) {
        const std::size_t size = 2 + random() % 32;
        const std::size_t index = random() % size;
        const std::size_t before = 1 + random() % (size - 1);
        const bool of_leaf = round % 2 == 0;
        Tree::Proof proof = of_leaf ? made.tree.inclusion(index, size) : made.tree.consistency(before, size);
        std::uint64_t first = of_leaf ? index : before, last = size;
        Sha256 claim = of_leaf ? leaf_hash(made.leaves[index]) : made.root(before), root = made.root(size);
        const Tree::Proof honest = proof;
        const auto kind = random() % 8;
        if (kind == 0 && !proof.empty())
            proof.erase(proof.begin() + static_cast<long>(random() % proof.size()));
        if (kind == 1) proof.push_back(made.root(1 + random() % 33));
        if (kind == 2 && !proof.empty()) proof[random() % proof.size()][random() % 32] ^= 1;
        if (kind == 3 && proof.size() > 1) std::swap(proof.front(), proof.back());
        if (kind == 4) claim = leaf_hash("never logged");
        if (kind == 5) first = random() % (size + 2);
        if (kind == 6) last = 1 + random() % 40;
        if (kind == 7) root = made.root(random() % 33);
        const bool same = proof == honest && first == (of_leaf ? index : before) && last == size &&
                          root == made.root(size) &&
                          claim == (of_leaf ? leaf_hash(made.leaves[index]) : made.root(before));
        if (same) continue;
        ++tried;
        const bool accepted = of_leaf ? proves_inclusion(proof, claim, first, last, root)
                                      : proves_consistency(proof, first, claim, last, root);
        // Sizes that have the same path prove the same of the same root: only then is another number
        // accepted.
        const bool true_anyway =
            of_leaf ? first < made.leaves.size() && last <= 33 && first < last &&
                          claim == leaf_hash(made.leaves[first]) && root == made.root(last)
                    : first <= last && last <= 33 && claim == made.root(first) && root == made.root(last);
        if (accepted && !true_anyway) {
            INFO("kind " << kind << ", size " << size << " as " << last << ", at " << first);
            const bool only_sizes_differ = proof == honest && (kind == 5 || kind == 6);
            CHECK(only_sizes_differ);
        }
    }
    CHECK(tried > rounds());
}

TEST_CASE("a signed note opens with its key and as it was signed", "[storage]") {
    const Key seed = random_key();
    const NoteSigner signer(seed, "sanad-archive/test");
    const std::string note = signer.sign("line one\nسطر\n");
    CHECK(open_note(note, signer.key()) == "line one\nسطر\n");
    CHECK(parse_verifier_key(verifier_key(signer.key()))->key == signer.key().key);
    CHECK(NoteSigner(seed, "sanad-archive/test").sign("line one\nسطر\n") == note);
    CHECK_FALSE(open_note(note, NoteSigner(random_key(), "sanad-archive/test").key()));
    CHECK_FALSE(open_note(note, NoteSigner(seed, "sanad-archive/other").key()));
    // A cosigner's line is passed over, wherever it stands.
    const std::string witness = NoteSigner(random_key(), "witness").sign("line one\nسطر\n");
    CHECK(open_note(note + witness.substr(witness.find("\n\n") + 2), signer.key()));
    CHECK_FALSE(open_note(witness, signer.key()));
}

// c2sp.org/signed-note: the example of its text, made by another implementation.
TEST_CASE("the example note of C2SP is verified", "[storage]") {
    const auto key = parse_verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    REQUIRE(key);
    const std::string note =
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "\u2014 PeterNeumann "
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    CHECK(open_note(note, *key));
}

TEST_CASE("a changed note or checkpoint is refused", "[storage][hostile]") {
    const NoteSigner signer(random_key(), "sanad-archive/test");
    const Checkpoint says{"sanad-archive/test", 12, sha256("root")};
    const std::string note = signer.sign(checkpoint_text(says));
    CHECK(parse_checkpoint(*open_note(note, signer.key()))->root == says.root);
    for (std::size_t i = 0; i < note.size(); ++i) {
        std::string changed = note;
        changed[i] = static_cast<char>(changed[i] ^ (1 + static_cast<char>(i % 7)));
        INFO(i << "\n" << changed);
        CHECK_FALSE(open_note(changed, signer.key()).has_value());
        CHECK_FALSE(open_note(note.substr(0, i), signer.key()).has_value());
    }
    for (const char* text :
         {"", "o", "o\n1\n", "o\n-1\n", "o\n01\nAAAA\n", "o\n99999999999999999999999\nAAAA\n",
          "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
          "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
          "o\n1\n 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"})
        CHECK_FALSE(parse_checkpoint(text).has_value());
    for (const char* key :
         {"", "+", "a+b+c", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
          "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
          "PeterNeumann+c74f20a3+AhpdQcUPDhMQegwxbzhKqiBfsVkmqq"})
        CHECK_FALSE(parse_verifier_key(key).has_value());
    CHECK(refusal([&] { signer.sign("no end"); }) != "");
    CHECK(refusal([&] { signer.sign("bell\a\n"); }) != "");
}

TEST_CASE("a checkpoint from outside agrees with all that was filed later", "[storage]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    std::vector<std::string> checkpoints = {archive.checkpoint()};
    for (int i = 0; i < 6; ++i) {
        archive.append("2026-LOGLOG0" + std::to_string(i % 3), {event("note", {{"text", "x"}}), opened()});
        checkpoints.push_back(archive.checkpoint());
    }
    const auto key = parse_verifier_key(archive.log_key());
    REQUIRE(key);
    for (const std::string& checkpoint : checkpoints) {
        CHECK(only(archive.check_log(checkpoint)) == "log.consistent");
        CHECK(open_note(checkpoint, *key));
        const Json proof = parse_json(archive.prove_consistency(checkpoint));
        Tree::Proof hashes;
        for (const Json& text : proof.at("hashes")) {
            const std::string bytes = from_hex(text.get<std::string>());
            hashes.emplace_back();
            std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(hashes.back().data()));
        }
        const auto before = parse_checkpoint(checkpoint);
        const auto now = parse_checkpoint(*open_note(proof.at("checkpoint").get<std::string>(), *key));
        CHECK(proves_consistency(hashes, before->size, before->root, now->size, now->root));
    }
    CHECK(only(archive.check_log()) == "log.whole");
    CHECK(archive.log_key() == Archive::open(folder / "a", passphrase, true).log_key());
}

TEST_CASE("what is no checkpoint of this archive is said to be none", "[storage][hostile]") {
    const Folder folder;
    Archive::create(folder / "a", passphrase, quick);
    Archive::create(folder / "b", passphrase, quick);
    Archive archive = Archive::open(folder / "a", passphrase);
    archive.append("2026-LOGLOG01", {opened()});
    const std::string own = archive.checkpoint();
    const std::string other = Archive::open(folder / "b", passphrase).checkpoint();
    CHECK(only(archive.check_log(other)) == "log.checkpoint_foreign");
    CHECK(only(archive.check_log("nothing of the kind")) == "log.checkpoint_unreadable");
    std::string unsigned_one = own;
    unsigned_one[own.size() - 10] = unsigned_one[own.size() - 10] == 'A' ? 'B' : 'A';
    CHECK(summary(archive.check_log(unsigned_one)).find("log.checkpoint_unsigned") != std::string::npos);
    CHECK(refusal([&] { archive.prove_consistency(other); }) == "log.nothing_to_prove");
}

TEST_CASE("an archive of the version before erasures opens, and gets its table when it is written",
          "[storage]") {
    const Folder folder;
    const std::string at = folder / "a";
    Archive::create(at, passphrase, quick);
    Archive::open(at, passphrase).append("2026-LOGLOG01", {opened()});
    {
        MDB_env* env = nullptr;
        mdb_env_create(&env);
        mdb_env_set_maxdbs(env, 16);
        mdb_env_set_mapsize(env, 1 << 20);
        REQUIRE(mdb_env_open(env, at.c_str(), 0, 0600) == 0);
        MDB_txn* txn = nullptr;
        MDB_dbi erased = 0;
        REQUIRE(mdb_txn_begin(env, nullptr, 0, &txn) == 0);
        REQUIRE(mdb_dbi_open(txn, "erased", 0, &erased) == 0);
        REQUIRE(mdb_drop(txn, erased, 1) == 0);
        REQUIRE(mdb_txn_commit(txn) == 0);
        mdb_env_close(env);
    }
    CHECK(whole(Archive::open(at, passphrase, true).check()));
    CHECK(Archive::open(at, passphrase, true).erasures().empty());
    Archive archive = Archive::open(at, passphrase);
    archive.append("2026-LOGLOG02", {opened()});
    archive.erase("2026-LOGLOG01", "clerk", "asked for", "2026-11-22T09:00:00Z");
    CHECK(archive.erasures().size() == 1);
    CHECK(whole(archive.check()));
    CHECK(only(archive.check_log()) == "log.whole");
}
