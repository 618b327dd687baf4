// What the files of the search index were when they were last written. Included by storage/*.cpp only.
#pragma once

#include <optional>
#include <string>

#include "storage/sealing.h"

namespace sanad::storage {

constexpr const char* search_folder = "search";

std::string index_folder(const std::string& archive);  // of Xapian's files

// Hashes the files, writes the seal beside them, returns the seal's hash.
std::string write_search_seal(const std::string& archive, const Key& key);

// The hash of the seal that lies there; nothing where there is none or it does not open.
std::optional<std::string> search_seal(const std::string& archive, const Key& key);

// Whether the files are those of the seal. Looks at what the file system says of them, and reads them where
// that differs, where they are small, or where `all_bytes`.
bool agrees_with_seal(const std::string& archive, const Key& key, bool all_bytes);

// What the file system says of the files: it changes when somebody writes to one.
std::string stamp_of_index(const std::string& archive);

}  // namespace sanad::storage
