// SHA-256 of bytes that come piece by piece. Included by storage/*.cpp only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace sanad::storage {

class Digest {
public:
    Digest();
    void add(std::string_view bytes);
    std::string so_far() const;  // 32 bytes

private:
    struct Free {
        void operator()(EVP_MD_CTX* raw) const noexcept { EVP_MD_CTX_free(raw); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace sanad::storage
