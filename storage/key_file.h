// `keys` and `keys.copy`: the archive key, wrapped by a passphrase. FORMAT.md, section 2.
// Included by storage/*.cpp only.
#pragma once

#include <string>

#include "storage/archive.h"
#include "storage/sealing.h"

namespace sanad::storage {

// Makes a new archive key and writes both files to `folder`.
Key write_new_keys(const std::string& folder, const std::string& passphrase, const KeyCost& cost);

// Throws Error(bad_input) for a wrong passphrase, Error(corrupt) where neither file is whole,
// Error(unsupported) for a later version of the archive.
Key unlock(const std::string& folder, const std::string& passphrase);

// The same with the text of a key file that lies elsewhere; `path` is what messages name.
Key unlock_copy(const std::string& text, const std::string& passphrase, const std::string& path);

// The key file as it should be, taken from the whole one of the two; and the archive's id (16 bytes) in it.
struct WholeKeys {
    std::string archive_id;
    std::string text;
};
WholeKeys whole_keys(const std::string& folder);
void write_keys(const std::string& folder, const std::string& text);  // both files

// Empty, or which of the two files is missing, damaged, behind, or not the same as the first.
std::string fault_of_keys(const std::string& folder);
// Both are whole, and one of them was put there from another archive.
bool are_keys_of_two_archives(const std::string& folder);

}  // namespace sanad::storage
