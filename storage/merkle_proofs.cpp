// The whole tree and its proofs.
#include <bit>

#include "storage/merkle.h"

namespace sanad::storage {
namespace {

// The largest power of two below `size`, which is at least 2.
std::uint64_t split(std::uint64_t size) { return std::bit_floor(size - 1); }

bool odd(std::uint64_t number) { return (number & 1) != 0; }

// Where a proof stands on its way from a leaf to the root: its node's number and the last node of the level.
struct Climb {
    std::uint64_t node;
    std::uint64_t last;

    // On the right edge of an incomplete tree several levels are one step.
    void up_past_lonely() {
        if (odd(node)) return;
        while (node != 0 && !odd(node)) up();
    }
    void up() {
        node >>= 1;
        last >>= 1;
    }
};

}  // namespace

void Tree::add(std::string_view entry) {
    Sha256 hash = leaf_hash(entry);
    for (std::size_t level = 0;; ++level) {
        if (level == levels_.size()) levels_.emplace_back();
        levels_[level].push_back(hash);
        if (odd(levels_[level].size())) return;
        hash = node_hash(*(levels_[level].end() - 2), levels_[level].back());
    }
}

// `from` is a multiple of the size of the complete tree that the part would fit in: every part that root and
// proofs ask for is.
Sha256 Tree::part(std::uint64_t from, std::uint64_t until) const {
    const std::uint64_t size = until - from;
    if (std::has_single_bit(size))
        return levels_[static_cast<std::size_t>(std::countr_zero(size))][from / size];
    const std::uint64_t middle = from + split(size);
    return node_hash(part(from, middle), part(middle, until));
}

Sha256 Tree::root(std::uint64_t size) const { return size == 0 ? sha256({}) : part(0, size); }

Tree::Proof Tree::inclusion(std::uint64_t index, std::uint64_t size) const {
    Proof down;
    for (std::uint64_t from = 0, until = size; until - from > 1;) {
        const std::uint64_t middle = from + split(until - from);
        down.push_back(index < middle ? part(middle, until) : part(from, middle));
        (index < middle ? until : from) = middle;
    }
    return {down.rbegin(), down.rend()};
}

Tree::Proof Tree::consistency(std::uint64_t before, std::uint64_t size) const {
    if (before == 0 || before == size) return {};
    Proof down;
    std::uint64_t from = 0;
    std::uint64_t until = size;
    bool known = true;  // the part is all of the old tree: its root need not be told
    while (before != until) {
        const std::uint64_t middle = from + split(until - from);
        if (before <= middle) {
            down.push_back(part(middle, until));
            until = middle;
        } else {
            down.push_back(part(from, middle));
            from = middle;
            known = false;
        }
    }
    if (!known) down.push_back(part(from, until));
    return {down.rbegin(), down.rend()};
}

bool proves_inclusion(const Tree::Proof& proof, const Sha256& leaf, std::uint64_t index, std::uint64_t size,
                      const Sha256& root) {
    if (index >= size) return false;
    Climb at{index, size - 1};
    Sha256 hash = leaf;
    for (const Sha256& other : proof) {
        if (at.last == 0) return false;
        if (odd(at.node) || at.node == at.last) {
            hash = node_hash(other, hash);
            at.up_past_lonely();
        } else {
            hash = node_hash(hash, other);
        }
        at.up();
    }
    return at.last == 0 && hash == root;
}

bool proves_consistency(const Tree::Proof& proof, std::uint64_t before, const Sha256& root_before,
                        std::uint64_t size, const Sha256& root) {
    if (before > size) return false;
    if (before == size) return proof.empty() && root_before == root;
    if (before == 0) return proof.empty() && root_before == sha256({});
    std::vector<Sha256> path(proof);
    if (std::has_single_bit(before)) path.insert(path.begin(), root_before);
    if (path.empty()) return false;
    Climb at{before - 1, size - 1};
    while (odd(at.node)) at.up();
    Sha256 old_hash = path.front();
    Sha256 new_hash = path.front();
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (at.last == 0) return false;
        if (odd(at.node) || at.node == at.last) {
            old_hash = node_hash(path[i], old_hash);
            new_hash = node_hash(path[i], new_hash);
            at.up_past_lonely();
        } else {
            new_hash = node_hash(new_hash, path[i]);
        }
        at.up();
    }
    return at.last == 0 && old_hash == root_before && new_hash == root;
}

}  // namespace sanad::storage
