// From a PIN, which is short, to a passphrase that costs something to guess: Argon2id (RFC 9106).
#pragma once

#include <cstdint>
#include <string>

namespace sanad::signing {

// Stored beside what it protects.
struct PinStretch {
    std::string salt = {};                 // 16 bytes
    std::uint32_t memory_kib = 64 * 1024;  // 8 .. 4 Mi
    std::uint32_t passes = 3;              // 1 .. 64
};

PinStretch new_pin_stretch();

// 64 hexadecimal digits. Throws Error(resource) where there is not so much memory, Error(corrupt) for a
// stretch that nobody made.
std::string stretched(const std::string& pin, const PinStretch& stretch);

}  // namespace sanad::signing
