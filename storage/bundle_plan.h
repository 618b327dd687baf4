// What is to be done with the cases of a bundle in this archive. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "storage/branches.h"
#include "storage/bundle.h"
#include "storage/bundle_read.h"

namespace sanad::storage {

struct CasePlan {
    const BundleCase* from = nullptr;
    ImportedCase result;         // `id` is where it goes
    std::uint64_t known = 0;     // events that are at `id` already
    std::vector<Event> missing;  // to be added there, as this archive stores them
    std::uint64_t common = 0;    // with the line that it parts from
};

// Lines that the same import is about to write, by what they will be called here.
using Planned = std::map<std::string, Chain>;

// Looks and writes nothing but into `planned`.
CasePlan plan_case(const Txn& txn, const ArchiveKeys& keys, const Office& office, const BundleCase& one,
                   Planned& planned);

// The checks that hold about a case after the import: a conflict, the same person in other cases.
void check_imported(const Txn& txn, const ArchiveKeys& keys, const CasePlan& plan, std::vector<Check>& into);

// About a person's record beside the others with the same national id.
void check_person(const Txn& txn, const ArchiveKeys& keys, const Record& record, std::vector<Check>& into);

}  // namespace sanad::storage
