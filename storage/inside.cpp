#include "storage/inside.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "storage/archive.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 6> own_files = {"data.mdb",    "lock.mdb", "mark",
                                                  "writer.lock", "keys",     "keys.copy"};

fs::path real_place(const std::string& place) {
    std::error_code reason;
    const fs::path absolute = fs::absolute(place, reason).lexically_normal();
    fs::path real = fs::weakly_canonical(absolute, reason);
    if (reason) real = absolute;
    return real.has_filename() ? real : real.parent_path();
}

// One of its files alone may have such a name anywhere.
bool is_archive(const fs::path& folder) {
    std::error_code reason;
    return fs::exists(folder / "data.mdb", reason) &&
           (fs::exists(folder / "keys", reason) || fs::exists(folder / "keys.copy", reason));
}

[[noreturn]] void refuse(const std::string& place, const fs::path& archive) {
    throw Error(ErrorCode::conflict, place + " lies in the archive " + archive.string(), {place},
                {"storage.inside_archive", {place, archive.string()}});
}

}  // namespace

void refuse_inside_archive(const std::string& place) {
    for (fs::path folder = real_place(place).parent_path();; folder = folder.parent_path()) {
        if (is_archive(folder)) refuse(place, folder);
        if (folder == folder.parent_path()) return;
    }
}

void Archive::refuse_inside(const std::string& path) { refuse_inside_archive(path); }

void Archive::refuse_inside(const std::string& path, const std::string& coming) {
    refuse_inside_archive(path);
    const fs::path archive = real_place(coming), real = real_place(path);
    const auto [end, differs] = std::mismatch(archive.begin(), archive.end(), real.begin(), real.end());
    if (end == archive.end()) refuse(path, archive);
}

void Archive::refuse_own_file(const std::string& path) {
    if (path.empty()) return;
    const fs::path real = real_place(path), folder = real.parent_path();
    const bool own = std::find(own_files.begin(), own_files.end(), real.filename()) != own_files.end();
    if (own && is_archive(folder)) refuse(path, folder);
    if (folder.filename() == "search" && is_archive(folder.parent_path())) refuse(path, folder.parent_path());
}

}  // namespace sanad::storage
