// `writer.lock` and `mark`: what makes one process the writer, and what it last acknowledged. FORMAT.md,
// sections 1 and 6. Included by storage/*.cpp only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "storage/descriptor.h"
#include "storage/sealing.h"

namespace sanad::storage {

class WriterLock {
public:
    // Waits up to `patience`. Throws Error(conflict) with "storage.in_use".
    WriterLock(const std::string& folder, std::chrono::milliseconds patience);

private:
    Descriptor file_;
};

void write_mark(const std::string& folder, const ArchiveKeys& keys, std::uint64_t commit);

// Nothing where the file is missing or was not written whole (a power cut in the middle of it).
std::optional<std::uint64_t> read_mark(const std::string& folder, const ArchiveKeys& keys);

}  // namespace sanad::storage
