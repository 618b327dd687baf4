// A folder of plain files that appears when it is complete. Included by storage/*.cpp only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "storage/bundle_format.h"
#include "storage/unfinished.h"

namespace sanad::storage {

// Made beside its place, renamed when it is complete, removed when it is not.
class NewFolder {
public:
    // Throws Error(conflict) with "storage.folder_not_empty" or "storage.inside_archive", Error(resource),
    // Error(external).
    explicit NewFolder(const std::string& folder);
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;

    // `name` may lie in one folder of its own.
    void add(const std::string& name, std::string_view bytes);
    const FileList& files() const { return files_; }

    // Puts it in its place; the paths of its files.
    std::vector<std::string> finish();

private:
    [[noreturn]] void fail(const std::error_code& reason) const;

    std::filesystem::path place_;
    Unfinished made_;
    FileList files_;
};

}  // namespace sanad::storage
