// The bytes of a file as they are read every day. Included by storage/*.cpp only.
#pragma once

#include <string>

#include "storage/case_values.h"
#include "storage/environment.h"
#include "storage/sealing.h"

namespace sanad::storage {

// As stored_blob (storage/vault.h), but without hashing the bytes again: every chunk's seal is bound to the
// hash, to its place among the chunks and to the key of the case. The check hashes too.
std::string sealed_blob_bytes(const Txn& txn, const ArchiveKeys& keys, const Key& key,
                              const std::string& case_id, const StoredBlob& blob);

}  // namespace sanad::storage
