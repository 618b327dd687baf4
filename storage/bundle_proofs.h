// What a bundle says beside its cases: that their events are entries of the office's log, and which cases it
// has destroyed. FORMAT.md, section 11. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/json.h"
#include "storage/bundle_read.h"
#include "storage/case_values.h"
#include "storage/merkle.h"

namespace sanad::storage {

// A case of a bundle as its archive has it.
struct LoggedCase {
    std::string folder;  // within the bundle; empty: the bundle is this case
    std::string id;
    std::vector<StoredEvent> events;
};

Json proofs_of(const std::vector<LoggedCase>& cases, const Tree& tree);

// Holds every proof against the event that it speaks of and the checkpoint of the manifest. Returns how many
// events are proved; throws Error(bad_input) naming the first proof that does not hold.
std::uint64_t hold_proofs(const Json& proofs, const Bundle& bundle);

// The signed certificates of destruction, each with the case that it names. Throws Error(bad_input) for one
// that the office did not sign.
Json erasures_json(const std::vector<std::string>& certificates);
std::vector<BundleErasure> parse_erasures(const Json& json, const LogKey& office);

}  // namespace sanad::storage
