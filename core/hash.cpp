#include "core/hash.h"

#include <openssl/evp.h>

#include "core/error.h"

namespace sanad {
namespace {

// Looked up once: for a short text that takes longer than hashing it.
const EVP_MD* algorithm() {
    static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return found;
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
    Sha256 digest{};
    unsigned int length = 0;
    if (algorithm() == nullptr ||
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, algorithm(), nullptr) != 1 ||
        length != digest.size())
        throw Error(ErrorCode::external, "EVP_Digest failed");
    return digest;
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex(bytes.size() * 2, '0');
    auto into = hex.begin();
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        *into++ = digits[byte >> 4];
        *into++ = digits[byte & 15];
    }
    return hex;
}

std::string sha256_hex(std::string_view bytes) {
    const Sha256 digest = sha256(bytes);
    return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace sanad
