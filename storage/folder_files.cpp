#include "storage/folder_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "storage/key_file.h"
#include "storage/search_seal.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* key_name = "keys";
constexpr std::uint64_t largest = 64 << 20;
constexpr std::size_t longest_name = 511;

// What the database and its locks are made of, and the key file, of which the whole one of two is taken.
bool is_own(const std::string& name) {
    constexpr std::array<std::string_view, 6> own = {"data.mdb",    "lock.mdb", "mark",
                                                     "writer.lock", "keys",     "keys.copy"};
    // The index of words is made from the cases again.
    return std::find(own.begin(), own.end(), name) != own.end() || name == search_folder ||
           name.rfind(std::string(search_folder) + "/", 0) == 0;
}

bool is_hidden(const fs::path& relative) {
    return std::any_of(relative.begin(), relative.end(),
                       [](const fs::path& part) { return part.empty() || part.string().front() == '.'; });
}

}  // namespace

FolderFiles::FolderFiles(std::string folder) : folder_(std::move(folder)), names_{key_name} {
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
        const fs::path relative = entry.path().lexically_relative(folder_);
        const std::string name = relative.generic_string();
        if (entry.is_regular_file() && !is_own(name) && !is_hidden(relative) && name.size() <= longest_name)
            names_.push_back(name);
    }
    std::sort(names_.begin(), names_.end());
}

bool FolderFiles::next(Row& into) {
    if (at_ == names_.size()) return false;
    const std::string& name = names_[at_++];
    into = {
        "", name,
        name == key_name ? whole_keys(folder_).text : read_file((fs::path(folder_) / name).string(), largest),
        false};
    return true;
}

void write_folder_file(const std::string& folder, const Row& row) {
    if (row.key == key_name) {
        write_keys(folder, row.value);
        return;
    }
    const fs::path relative(row.key);
    const bool leads_out =
        relative.is_absolute() || relative.lexically_normal() != relative || is_hidden(relative);
    if (leads_out || is_own(row.key) || row.key.find('\0') != std::string::npos)
        throw Error(ErrorCode::corrupt, "a file that is none of an archive's: " + row.key, Where{folder});
    const fs::path path = fs::path(folder) / relative;
    fs::create_directories(path.parent_path());
    write_file(path.string(), row.value);
}

}  // namespace sanad::storage
