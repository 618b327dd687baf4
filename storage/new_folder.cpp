#include "storage/new_folder.h"

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "storage/inside.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

// As one folder's name: without the slash that may end a path.
fs::path place_of(const std::string& folder) {
    std::error_code none;
    const fs::path place = fs::absolute(folder, none).lexically_normal();
    return place.has_filename() ? place : place.parent_path();
}

[[noreturn]] void refuse_full(const fs::path& place) {
    throw Error(ErrorCode::conflict, "not an empty folder", {place.string()},
                {"storage.folder_not_empty", {place.string()}});
}

constexpr fs::perms readable = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec;

}  // namespace

NewFolder::NewFolder(const std::string& folder) : place_(place_of(folder)) {
    std::error_code reason;
    if (fs::exists(place_, reason) && (!fs::is_directory(place_, reason) || !fs::is_empty(place_, reason)))
        refuse_full(place_);
    refuse_inside_archive(folder);
    try {
        if (!place_.parent_path().empty()) fs::create_directories(place_.parent_path());
        made_ = Unfinished(place_.parent_path() / ("." + place_.filename().string() + ".new-"));
    } catch (const fs::filesystem_error& failed) {
        fail(failed.code());
    }
}

void NewFolder::add(const std::string& name, std::string_view bytes) {
    const fs::path path = made_.folder() / name;
    std::error_code reason;
    if (fs::create_directories(path.parent_path(), reason))
        fs::permissions(path.parent_path(), readable, reason);
    if (reason) fail(reason);
    try {
        write_file(path.string(), bytes);
    } catch (const Error& failed) {  // which names a folder that is gone by then
        if (failed.code() != ErrorCode::resource) throw;
        fail(std::make_error_code(std::errc::no_space_on_device));
    }
    files_[name] = sha256_hex(bytes);
}

std::vector<std::string> NewFolder::finish() {
    std::error_code reason;
    fs::permissions(made_.folder(), readable, reason);
    try {
        made_.put_at(place_);
    } catch (const fs::filesystem_error& failed) {
        fail(failed.code());
    }
    std::vector<std::string> paths;
    for (const auto& [name, hash] : files_) paths.push_back((place_ / name).string());
    return paths;
}

void NewFolder::fail(const std::error_code& reason) const {
    if (reason == std::errc::directory_not_empty || reason == std::errc::file_exists) refuse_full(place_);
    const bool full = reason == std::errc::no_space_on_device;
    throw Error(full ? ErrorCode::resource : ErrorCode::external, place_.string() + ": " + reason.message(),
                {place_.string()}, {full ? "storage.disk_full" : "storage.not_permitted", {place_.string()}});
}

}  // namespace sanad::storage
