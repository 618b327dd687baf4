// What must not be written into an archive's folder. Included by storage/*.cpp only.
#pragma once

#include <string>

namespace sanad::storage {

// Backups would take it with them in clear, and restoring, compacting and erasing know nothing of it. Throws
// Error(conflict) with "storage.inside_archive" where `place` lies in the folder of an archive, this or
// another.
void refuse_inside_archive(const std::string& place);

}  // namespace sanad::storage
