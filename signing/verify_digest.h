// Digests of the bytes that signatures cover, in one pass over the file however many signatures it has: all
// of them begin at its first byte, so the digest of the beginning is shared. Included by signing/*.cpp only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "signing/openssl_handles.h"

namespace sanad::signing {

class CoveredDigests {
public:
    // `heads`: the ends of the first spans that will be asked for, in any order.
    CoveredDigests(std::string_view pdf, std::vector<std::uint64_t> heads);

    // Of bytes [0, head) and [tail, end), which must lie in the file in this order.
    std::string digest(const EVP_MD* algorithm, std::uint64_t head, std::uint64_t tail, std::uint64_t end);

private:
    using ByHead = std::map<std::uint64_t, DigestContextPtr>;
    const ByHead& beginnings(const EVP_MD* algorithm);

    std::string_view pdf_;
    std::vector<std::uint64_t> heads_;  // sorted, each once
    std::map<int, ByHead> known_;       // by NID
};

}  // namespace sanad::signing
