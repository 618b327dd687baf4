#include "storage/new_place.h"

#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "core/error.h"
#include "storage/archive.h"
#include "storage/descriptor.h"
#include "storage/inside.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* unfinished_prefix = ".new-";
constexpr const char* data_name = "data.mdb";

[[noreturn]] void refuse_folder(const std::string& folder, const std::error_code& reason) {
    const bool full = reason == std::errc::no_space_on_device;
    throw Error(full ? ErrorCode::resource : ErrorCode::external, folder + ": " + reason.message(), {folder},
                {full ? "storage.disk_full" : "storage.not_permitted", {folder}});
}

void refuse_what_is_there(const std::string& folder) {
    std::error_code reason;
    if (!fs::exists(folder, reason)) return;
    if (Archive::exists(folder))
        throw Error(ErrorCode::conflict, "there is an archive already", {folder},
                    {"storage.exists", {folder}});
    bool empty = fs::is_directory(folder, reason);
    for (auto entry = fs::directory_iterator(folder, reason); !reason && entry != fs::directory_iterator();
         ++entry) {
        if (!is_unfinished(entry->path(), unfinished_prefix)) empty = false;
    }
    if (!empty)
        throw Error(ErrorCode::conflict, "not an empty folder", {folder},
                    {"storage.folder_not_empty", {folder}});
}

}  // namespace

void sync_folder(const std::string& folder) {
    const Descriptor open_folder(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (open_folder) fsync(open_folder.get());
}

NewPlace::NewPlace(const std::string& folder) : named_(folder) {
    refuse_what_is_there(folder);
    refuse_inside_archive(folder);
    std::error_code reason;
    place_ = fs::absolute(folder, reason).lexically_normal();
    if (!place_.has_filename()) place_ = place_.parent_path();
    if (!reason) inside_ = fs::exists(place_, reason);
    if (reason) refuse_folder(folder, reason);
    const fs::path beginning =
        inside_ ? place_ / unfinished_prefix
                : place_.parent_path() / ("." + place_.filename().string() + unfinished_prefix);
    try {
        fs::create_directories(beginning.parent_path());
        made_ = Unfinished(beginning);
    } catch (const fs::filesystem_error& failed) {
        refuse_folder(folder, failed.code());
    }
}

void NewPlace::move_out() {
    const fs::path made = made_.folder();
    const std::vector<fs::directory_entry> files(fs::directory_iterator(made), fs::directory_iterator{});
    for (const auto& entry : files)
        if (entry.path().filename() != data_name) fs::rename(entry.path(), place_ / entry.path().filename());
    fs::rename(made / data_name, place_ / data_name);
    made_.remove();
    sync_folder(place_.string());
}

void NewPlace::put_in_place() {
    try {
        sync_folder(folder());
        if (inside_)
            move_out();
        else
            made_.put_at(place_);
        sync_folder(place_.parent_path().string());
    } catch (const fs::filesystem_error& failed) {
        refuse_folder(named_, failed.code());
    }
}

}  // namespace sanad::storage
