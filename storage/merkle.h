// The tree of the log: RFC 6962, section 2.1. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
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
    Sha256 root() const;  // of the empty tree: SHA-256 of nothing

    std::uint64_t size() const { return size_; }
    const std::vector<Sha256>& subtrees() const { return subtrees_; }
    bool operator==(const Frontier&) const = default;

private:
    std::uint64_t size_ = 0;
    std::vector<Sha256> subtrees_;
};

}  // namespace sanad::storage
