// The chain of cross-reference sections (ISO 32000-2, 7.5.4 to 7.5.8), followed from the end of the file.
// Included by pdf/*.cpp only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pdf/revisions.h"
#include "pdf/revisions_value.h"

namespace sanad::pdf {

struct XrefEntry {
    enum class Kind { free, in_file, in_stream };
    Kind kind = Kind::free;
    std::uint64_t place = 0;       // offset in the file, or number of the object stream
    std::uint64_t index = 0;       // in the object stream
    std::uint64_t generation = 0;  // of one in the file
};

// One revision: usually one section, two in a linearised or hybrid file.
struct XrefRevision {
    std::map<int, XrefEntry> entries;
    Value trailer;
    Revision extent;
};

struct XrefChain {
    std::vector<XrefRevision> revisions;  // oldest first; never empty for a file that has objects
    std::vector<Anomaly> anomalies;
};

// Falls back to scan_chain where the sections cannot be followed.
XrefChain read_xref_chain(std::string_view pdf);

// One revision of all objects that stand in the file, the last of each number, as readers that repair take
// them.
XrefChain scan_chain(std::string_view pdf, const std::string& why);

}  // namespace sanad::pdf
