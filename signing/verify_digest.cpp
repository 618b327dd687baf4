#include "signing/verify_digest.h"

#include <algorithm>

namespace sanad::signing {
namespace {

DigestContextPtr copy_of(const EVP_MD_CTX* context) {
    auto copy = owned<DigestContextPtr>(EVP_MD_CTX_new(), "EVP_MD_CTX_new");
    succeeded(EVP_MD_CTX_copy_ex(copy.get(), context), "EVP_MD_CTX_copy_ex");
    return copy;
}

}  // namespace

CoveredDigests::CoveredDigests(std::string_view pdf, std::vector<std::uint64_t> heads)
    : pdf_(pdf), heads_(std::move(heads)) {
    std::sort(heads_.begin(), heads_.end());
    heads_.erase(std::unique(heads_.begin(), heads_.end()), heads_.end());
}

const CoveredDigests::ByHead& CoveredDigests::beginnings(const EVP_MD* algorithm) {
    const auto [found, fresh] = known_.try_emplace(EVP_MD_get_type(algorithm));
    if (!fresh) return found->second;
    const auto running = owned<DigestContextPtr>(EVP_MD_CTX_new(), "EVP_MD_CTX_new");
    succeeded(EVP_DigestInit_ex(running.get(), algorithm, nullptr), "EVP_DigestInit_ex");
    std::uint64_t done = 0;
    for (const auto head : heads_) {
        if (head > pdf_.size()) break;
        succeeded(EVP_DigestUpdate(running.get(), pdf_.data() + done, head - done), "EVP_DigestUpdate");
        done = head;
        found->second[head] = copy_of(running.get());
    }
    return found->second;
}

std::string CoveredDigests::digest(const EVP_MD* algorithm, std::uint64_t head, std::uint64_t tail,
                                   std::uint64_t end) {
    const auto& known = beginnings(algorithm);
    const auto found = known.find(head);
    if (found == known.end()) return {};
    const auto whole = copy_of(found->second.get());
    succeeded(EVP_DigestUpdate(whole.get(), pdf_.data() + tail, end - tail), "EVP_DigestUpdate");
    std::string digest(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
    succeeded(EVP_DigestFinal_ex(whole.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr),
              "EVP_DigestFinal_ex");
    return digest;
}

}  // namespace sanad::signing
