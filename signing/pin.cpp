#include "signing/pin.h"

#include <array>

#include <sodium.h>

#include "core/error.h"
#include "core/hash.h"

namespace sanad::signing {
namespace {

constexpr std::uint32_t most_memory_kib = 4u << 20;
constexpr std::uint32_t most_passes = 64;

void start_sodium() {
    if (sodium_init() < 0) throw Error(ErrorCode::external, "sodium_init");
}

}  // namespace

PinStretch new_pin_stretch() {
    start_sodium();
    PinStretch made;
    made.salt.resize(crypto_pwhash_SALTBYTES);
    randombytes_buf(made.salt.data(), made.salt.size());
    return made;
}

std::string stretched(const std::string& pin, const PinStretch& stretch) {
    start_sodium();
    if (stretch.salt.size() != crypto_pwhash_SALTBYTES || stretch.memory_kib < 8 ||
        stretch.memory_kib > most_memory_kib || stretch.passes < 1 || stretch.passes > most_passes)
        throw Error(ErrorCode::corrupt, "the stretch of a PIN is none");
    std::array<unsigned char, 32> key{};
    if (crypto_pwhash(key.data(), key.size(), pin.data(), pin.size(),
                      reinterpret_cast<const unsigned char*>(stretch.salt.data()), stretch.passes,
                      std::size_t{stretch.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw Error(ErrorCode::resource, "crypto_pwhash: not enough memory",
                    UserMessage{"key.no_memory", {}});
    auto text = to_hex({reinterpret_cast<const char*>(key.data()), key.size()});
    sodium_memzero(key.data(), key.size());
    return text;
}

}  // namespace sanad::signing
