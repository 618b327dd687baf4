// The tree of the log: RFC 6962, section 2.1. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/hash.h"

namespace sanad::storage {

Sha256 leaf_hash(std::string_view entry);
Sha256 node_hash(const Sha256& left, const Sha256& right);

// As much of the tree as adding a leaf needs: the roots of its complete subtrees, largest first.
class Frontier {
public:
    Frontier() = default;
    // Throws Error(corrupt) where there are not as many subtrees as a tree of `size` leaves has.
    Frontier(std::uint64_t size, std::vector<Sha256> subtrees);

    void add(std::string_view entry);
    void add_leaf(const Sha256& leaf);
    Sha256 root() const;  // of the empty tree: SHA-256 of nothing

    std::uint64_t size() const { return size_; }
    const std::vector<Sha256>& subtrees() const { return subtrees_; }
    bool operator==(const Frontier&) const = default;

private:
    std::uint64_t size_ = 0;
    std::vector<Sha256> subtrees_;
};

// All of the tree: its root at any size that it had, and proofs. 64 bytes of memory a leaf.
class Tree {
public:
    void add(std::string_view entry);
    std::uint64_t size() const { return levels_.empty() ? 0 : levels_.front().size(); }

    // `size` is at most the tree's.
    Sha256 root(std::uint64_t size) const;

    using Proof = std::vector<Sha256>;
    // That leaf `index` is in the tree of `size` leaves (2.1.1); index < size.
    Proof inclusion(std::uint64_t index, std::uint64_t size) const;
    // That the tree of `size` leaves begins with that of `before` (2.1.2); before <= size.
    Proof consistency(std::uint64_t before, std::uint64_t size) const;

private:
    Sha256 part(std::uint64_t from, std::uint64_t until) const;

    std::vector<std::vector<Sha256>> levels_;  // [k][j]: root of the j-th complete subtree of 2^k leaves
};

// The verifier's side (RFC 9162, 2.1.3.2 and 2.1.4.2): every hash of the proof is used, none is left over.
bool proves_inclusion(const Tree::Proof& proof, const Sha256& leaf, std::uint64_t index, std::uint64_t size,
                      const Sha256& root);
bool proves_consistency(const Tree::Proof& proof, std::uint64_t before, const Sha256& root_before,
                        std::uint64_t size, const Sha256& root);

}  // namespace sanad::storage
