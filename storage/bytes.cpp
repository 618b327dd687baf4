#include "storage/bytes.h"

#include "core/error.h"

namespace sanad::storage {
namespace {

template <class Number>
std::string written(Number value) {
    std::string made(sizeof value, '\0');
    for (std::size_t i = made.size(); i-- > 0; value = static_cast<Number>(value >> 8))
        made[i] = static_cast<char>(value & 0xff);
    return made;
}

template <class Number>
std::optional<Number> read(std::string_view bytes, std::size_t offset) {
    if (offset > bytes.size() || bytes.size() - offset < sizeof(Number)) return {};
    Number value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value = static_cast<Number>(value << 8 | static_cast<unsigned char>(bytes[offset + i]));
    return value;
}

int digit(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    throw Error(ErrorCode::corrupt, "not a hexadecimal digit");
}

}  // namespace

std::string u32_bytes(std::uint32_t value) { return written(value); }
std::string u64_bytes(std::uint64_t value) { return written(value); }
std::optional<std::uint32_t> read_u32(std::string_view bytes, std::size_t offset) {
    return read<std::uint32_t>(bytes, offset);
}
std::optional<std::uint64_t> read_u64(std::string_view bytes, std::size_t offset) {
    return read<std::uint64_t>(bytes, offset);
}

std::string from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) throw Error(ErrorCode::corrupt, "half a byte of hex");
    std::string made;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        made += static_cast<char>(digit(hex[i]) << 4 | digit(hex[i + 1]));
    return made;
}

}  // namespace sanad::storage
