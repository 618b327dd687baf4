// What every target shares. A target hands any bytes to one parser; an exception other than Error that leaves
// it, a sanitizer's report or a broken invariant ends the process, and the fuzzer keeps the bytes.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "core/error.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace sanad::fuzz {

inline std::string_view text_of(const unsigned char* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// Stays in release builds, where assert does not.
inline void must(bool holds) {
    if (!holds) std::abort();
}

// What `parse` returns; nothing where it refuses the bytes as it may.
template <class Parse>
auto unless_refused(Parse parse) -> std::optional<decltype(parse())> {
    try {
        return parse();
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace sanad::fuzz
