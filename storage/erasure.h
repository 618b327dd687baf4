// What stays of a case that was erased: that it was there, which entries of the log were its own, who
// destroyed it, when and why. FORMAT.md, section 8. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "storage/archive.h"
#include "storage/environment.h"
#include "storage/sealing.h"

namespace sanad::storage {

constexpr char entry_of_event = 1;
constexpr char entry_of_erasure = 2;

struct StoredErasure {
    Erasure erasure;
    std::string entry;  // what stands in the log for it
};

std::string erasure_key(std::string_view case_id, std::uint64_t log_index);

// The plain value of its row. `salt` has 32 bytes.
std::string erasure_value(std::string_view salt, const Erasure& erasure);
std::string erasure_entry(std::string_view salt, const Erasure& erasure);

// Every erasure. `visit` is given the row's key, and nothing where the row does not open or is not what a
// later version would write (Error(unsupported) is thrown for that).
void scan_erasures(const Txn& txn, const ArchiveKeys& keys,
                   const std::function<void(const std::string& key, const StoredErasure*)>& visit);

}  // namespace sanad::storage
