// A bundle that was read and found to be what its office signed. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/record.h"
#include "storage/bundle_format.h"

namespace sanad::storage {

struct BundleCase {
    std::string folder;  // within the bundle; empty: the bundle is this case
    std::string id;
    std::vector<Event> events;                 // as seen outside (storage/branches.h)
    std::map<std::string, std::string> files;  // hash -> name within the bundle
    std::uint64_t bytes = 0;                   // of its files
};

struct BundleRecord {
    Record record;
    std::uint64_t seen_at = 0;  // commit of its office
};

// A case that the office has destroyed, by its signed certificate.
struct BundleErasure {
    std::string case_id, at, why;
};

struct Bundle {
    std::string folder;
    Manifest manifest;
    std::vector<BundleCase> cases;
    std::vector<BundleRecord> records;
    std::vector<BundleErasure> erasures;
    std::uint64_t proved = 0;  // events whose place in the office's log is proved
};

// Reads all of it: the list against every file that is there, the signature, every case's events, every
// record. Throws Error(bad_input) with "bundle.damaged", Error(not_found) with "bundle.none",
// Error(unsupported).
Bundle read_bundle(const std::string& folder);

// The bytes of a file of a case, its hash compared again.
std::string bundle_bytes(const Bundle& bundle, const std::string& name, const std::string& sha256);

}  // namespace sanad::storage
