// Numbers and hex as FORMAT.md writes them. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sanad::storage {

std::string u32_bytes(std::uint32_t value);  // big-endian
std::string u64_bytes(std::uint64_t value);

// The number at `offset`; nothing where the bytes end before it does.
std::optional<std::uint32_t> read_u32(std::string_view bytes, std::size_t offset);
std::optional<std::uint64_t> read_u64(std::string_view bytes, std::size_t offset);

// Throws Error(corrupt) for what is not hex.
std::string from_hex(std::string_view hex);

}  // namespace sanad::storage
