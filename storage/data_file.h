// `data.mdb` looked at as a file, before LMDB maps it: a file shorter than its map is a SIGBUS, and LMDB has
// no checksums. FORMAT.md, section 1. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <string>

namespace sanad::storage {

struct DataFile {
    std::uint64_t page_size = 0;
    std::uint64_t map_size = 0;   // bytes
    std::uint64_t last_page = 0;  // number of the last page in use
};

// Reads both meta pages. Throws Error(corrupt) where they are not whole or the file is shorter than its map.
DataFile look_at_data_file(const std::string& path);

// The map size that the newer meta page states, however long the file is. Throws Error(corrupt) where the
// meta pages are not whole.
std::uint64_t map_size_of(const std::string& path);

// Makes the file at least `size` bytes long, with room on the disk for all of them. Throws Error(resource)
// with "storage.disk_full"; then the file is as long as before.
void extend_data_file(const std::string& path, std::uint64_t size);

}  // namespace sanad::storage
