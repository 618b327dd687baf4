// Digests of the bytes that signatures cover, in one pass over the file however many signatures it has: all
// of them begin at its first byte, so the digest of the beginning is shared. Included by signing/*.cpp only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "signing/openssl_handles.h"

namespace sanad::signing {

class CoveredDigests {
public:
    explicit CoveredDigests(std::string_view pdf) : pdf_(pdf) {}

    // Of bytes [0, head) and [tail, end), which must lie in the file in this order. Cheap where `head` grows
    // from call to call.
    std::string digest(const EVP_MD* algorithm, std::uint64_t head, std::uint64_t tail, std::uint64_t end);

private:
    struct Running {
        DigestContextPtr context;
        std::uint64_t done = 0;
    };

    std::string_view pdf_;
    std::map<int, Running> running_;  // by NID
};

}  // namespace sanad::signing
