// What became of a bundle that was taken in: cases of another archive (FORMAT.md, section 11; decision 78).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/check.h"

namespace sanad::storage {

struct ImportResult {
    int added = 0;
    int updated = 0;
    int unchanged = 0;
};

struct ImportedCase {
    enum class How {
        added,      // the archive did not have it
        extended,   // it had the beginning
        unchanged,  // it had all of it
        set_aside,  // its events part from those that are here: kept beside them, under `id`
        erased      // it was erased here, and is not taken in again
    };
    std::string id;        // what it is called here
    std::string original;  // what it is called by itself
    How how = How::unchanged;
    std::uint64_t events = 0;  // added by this import
};

struct BundleImport {
    std::string office;  // name of the log that signed it
    bool first_of_office = false;
    std::vector<ImportedCase> cases = {};
    ImportResult records = {};
    std::uint64_t proved = 0;  // events of the bundle whose place in the office's log is proved
    // "bundle.conflict", "bundle.erased_here", "bundle.erased_there", "bundle.record_differs" (doubtful);
    // "bundle.same_person", "bundle.office_new" (noted). Every time they hold, not only at the first import.
    std::vector<Check> checks = {};
};

// Two lines of one case that part from each other.
struct CaseConflict {
    std::string case_id;       // the one that the archive had first
    std::string other_id;      // the one that was set aside
    std::uint64_t common = 0;  // events that both begin with
    std::uint64_t events = 0;  // of the first
    std::uint64_t other_events = 0;
};

}  // namespace sanad::storage
