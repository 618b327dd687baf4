#include "storage/merkle.h"

#include <bit>
#include <string>
#include <utility>

#include "core/error.h"

namespace sanad::storage {
namespace {

std::string_view view(const Sha256& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

Sha256 leaf_hash(std::string_view entry) { return sha256(std::string(1, '\0').append(entry)); }

Sha256 node_hash(const Sha256& left, const Sha256& right) {
    return sha256(std::string(1, '\1').append(view(left)).append(view(right)));
}

Frontier::Frontier(std::uint64_t size, std::vector<Sha256> subtrees)
    : size_(size), subtrees_(std::move(subtrees)) {
    if (static_cast<std::size_t>(std::popcount(size)) != subtrees_.size())
        throw Error(ErrorCode::corrupt, "the log's frontier does not fit its size");
}

void Frontier::add(std::string_view entry) { add_leaf(leaf_hash(entry)); }

void Frontier::add_leaf(const Sha256& leaf) {
    subtrees_.push_back(leaf);
    // Every trailing 1 of the size is a complete subtree as large as what stands to its right.
    for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
        const Sha256 right = subtrees_.back();
        subtrees_.pop_back();
        subtrees_.back() = node_hash(subtrees_.back(), right);
    }
    ++size_;
}

Sha256 Frontier::root() const {
    if (subtrees_.empty()) return sha256({});
    Sha256 root = subtrees_.back();
    for (std::size_t i = subtrees_.size() - 1; i-- > 0;) root = node_hash(subtrees_[i], root);
    return root;
}

}  // namespace sanad::storage
