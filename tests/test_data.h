// Real material for measuring, which is not part of the project: $SANAD_TEST_DATA, else ../shared/data beside
// the source.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

namespace sanad::test {

inline std::optional<std::filesystem::path> test_data(const std::string& part) {
    const char* named = std::getenv("SANAD_TEST_DATA");
    const std::filesystem::path root = named != nullptr ? named : SANAD_SOURCE_DIR "/../shared/data";
    if (!std::filesystem::exists(root / part)) {
        WARN("skipped: no " << (root / part).string() << " (set SANAD_TEST_DATA)");
        return std::nullopt;
    }
    return root / part;
}

}  // namespace sanad::test
