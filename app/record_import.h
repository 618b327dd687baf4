// Stored records from a CSV table or a JSON list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/record.h"

namespace sanad::app {

struct ParsedRecords {
    std::vector<Record> good = {};  // values normalised: western digits, ISO days, no invisible marks
    std::vector<RefusedLine> refused = {};
};

// Columns are the keys of the papers; unknown ones are kept. Throws Error(bad_input) where the file is no
// table at all.
ParsedRecords parse_records(std::string_view bytes, const std::string& file);

std::string records_csv(const std::vector<Record>& records);

}  // namespace sanad::app
