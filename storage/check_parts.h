// The parts of Archive::check. Each reads one snapshot and returns what is wrong in it; nothing where it is
// whole. They run in a process apart (storage/apart.h). Included by storage/*.cpp only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/check.h"
#include "storage/environment.h"
#include "storage/sealing.h"

namespace sanad::storage {

// What a table is found to hold, besides what is wrong: whose rows they are.
struct TableFindings {
    std::vector<Check> checks;
    std::set<std::string> cases;
    std::set<std::string> records;
    std::set<std::string> settings;  // keys
};

Check damage(const char* id, const std::string& subject, const std::string& evidence);

TableFindings check_table(Environment& environment, const ArchiveKeys& keys, Table table);
std::vector<Check> check_case(Environment& environment, const ArchiveKeys& keys, const std::string& case_id);
std::vector<Check> check_record(Environment& environment, const ArchiveKeys& keys, const std::string& id);
std::vector<Check> check_setting(Environment& environment, const ArchiveKeys& keys, const std::string& key);

}  // namespace sanad::storage
