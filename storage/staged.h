// Files of a bundle that is too large for one commit: they are laid in the archive ahead of the commit that
// makes all of it visible. FORMAT.md, section 9. Included by storage/*.cpp only.
#pragma once

#include <set>
#include <string>

#include "storage/archive_impl.h"

namespace sanad::storage {

// Cases for which files lie ready that none of their events speaks of yet.
std::set<std::string> staged_cases(const Txn& txn, const ArchiveKeys& keys);

void note_staged(Change& change, const ArchiveKeys& keys, const std::set<std::string>& cases);
void forget_staged(Change& change, const ArchiveKeys& keys);  // they are the cases' own now

// Removes what an import that was cut off left. The caller is the writer.
void drop_staged(const Archive::Impl& archive);

}  // namespace sanad::storage
