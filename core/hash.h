// SHA-256, as hex and as bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sanad {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);  // 64 lower-case digits
std::string to_hex(std::string_view bytes);

}  // namespace sanad
