// The bytes of a backup's files that writer and reader agree on. FORMAT.md, section 12.
// Included by storage/*.cpp only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sanad::storage {

constexpr std::string_view backup_magic = "SANADBAK";
constexpr char backup_version = 1;
constexpr char backup_end = 0;
constexpr char backup_put = 1;
constexpr char backup_removed = 2;
constexpr const char* backup_ending = ".sanad";
constexpr const char* unfinished_backup = ".new-";
inline const std::string backup_context("backup\0", 7);
constexpr std::size_t archive_id_size = 16;

}  // namespace sanad::storage
