// What the archive is measured beside: bytes in LMDB and in files, durable, and nothing else.
// Included by bench/*.cpp only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sanad::bench {

class RawLmdb {
public:
    explicit RawLmdb(const std::string& folder);
    ~RawLmdb();
    RawLmdb(const RawLmdb&) = delete;
    RawLmdb& operator=(const RawLmdb&) = delete;

    // One durable commit.
    void put(std::string_view key, std::string_view value);
    void put(const std::vector<std::pair<std::string_view, std::string_view>>& rows);

private:
    struct Impl;
    Impl* impl_;
};

// Written beside, synced, renamed, the folder synced.
void write_durably(const std::string& folder, const std::string& name, const std::string& bytes);

// The bytes of these files as one zstd frame each, as the archive's seals compress.
std::size_t compressed_size(const std::vector<std::string>& files);

}  // namespace sanad::bench
