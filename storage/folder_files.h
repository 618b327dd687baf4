// The files beside the database that belong to an archive: the key file, public certificates, added papers.
// Included by storage/*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "storage/rows.h"

namespace sanad::storage {

class FolderFiles : public RowSource {
public:
    explicit FolderFiles(std::string folder);
    bool next(Row& into) override;

private:
    std::string folder_;
    std::vector<std::string> names_;  // relative, ascending
    std::size_t at_ = 0;
};

// Writes such a file into `folder`. Throws Error(corrupt) for a name that leads out of it or is one of ours.
void write_folder_file(const std::string& folder, const Row& row);

}  // namespace sanad::storage
