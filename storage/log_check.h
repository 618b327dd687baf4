// The log held against itself, the events, and a checkpoint from outside. Included by storage/*.cpp only.
#pragma once

#include <optional>
#include <vector>

#include "core/check.h"
#include "storage/environment.h"
#include "storage/merkle.h"
#include "storage/sealing.h"
#include "storage/signed_note.h"

namespace sanad::storage {

// The whole tree as the table has it. Throws Error(corrupt) where entries are missing in the middle.
Tree read_tree(const Txn& txn);

// The same, held against the sealed head: what is proved or signed follows from it. Throws Error(corrupt)
// with "storage.log_damaged" where they differ.
Tree sealed_tree(const Txn& txn, const ArchiveKeys& keys);

// Of the archive whose key file names `archive_id` (16 bytes).
std::string log_origin(std::string_view archive_id);

// What is wrong; where nothing is, one passed check. With `outside`, whether all that it speaks of is as it
// was.
std::vector<Check> check_log(const Txn& txn, const ArchiveKeys& keys,
                             const std::optional<Checkpoint>& outside);

}  // namespace sanad::storage
