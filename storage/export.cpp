// Archive::export_case: a case as a folder that opens without the program. FORMAT.md, section 11.
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <stdlib.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/archive_impl.h"
#include "storage/export_names.h"

namespace sanad::embedded {
extern const std::vector<std::pair<std::string_view, std::string_view>> bundle_texts;
}

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

// A folder beside its place, renamed when it is complete, removed when it is not.
class NewFolder {
public:
    explicit NewFolder(const fs::path& place) : place_(place) {
        std::error_code reason;
        if (!place.parent_path().empty()) fs::create_directories(place.parent_path(), reason);
        std::string pattern =
            (place.parent_path() / ("." + place.filename().string() + ".new-XXXXXX")).string();
        if (reason || mkdtemp(pattern.data()) == nullptr)
            fail(reason ? reason : std::error_code(errno, std::generic_category()));
        made_ = pattern;
    }
    ~NewFolder() {
        std::error_code reason;
        if (!made_.empty()) fs::remove_all(made_, reason);
    }
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;

    void add(const std::string& name, std::string_view bytes) {
        write_file((made_ / name).string(), bytes);
        names_.push_back(name);
        sums_ += sha256_hex(bytes) + "  " + name + "\n";
    }

    std::vector<std::string> finish() {
        add("SHA256SUMS", std::string(sums_));
        std::error_code reason;
        fs::permissions(made_, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec, reason);
        fs::rename(made_, place_, reason);
        if (reason) fail(reason);
        made_.clear();
        std::vector<std::string> paths;
        for (const std::string& name : names_) paths.push_back((place_ / name).string());
        return paths;
    }

private:
    [[noreturn]] void fail(const std::error_code& reason) const {
        if (reason == std::errc::directory_not_empty || reason == std::errc::file_exists)
            throw Error(ErrorCode::conflict, "not an empty folder", {place_.string()},
                        {"storage.folder_not_empty", {place_.string()}});
        const bool full = reason == std::errc::no_space_on_device;
        throw Error(full ? ErrorCode::resource : ErrorCode::external,
                    place_.string() + ": " + reason.message(), {place_.string()},
                    {full ? "storage.disk_full" : "storage.not_permitted", {place_.string()}});
    }

    fs::path place_;
    fs::path made_;
    std::vector<std::string> names_;
    std::string sums_;
};

// As one folder's name: without the slash that may end a path.
fs::path place_of(const std::string& folder) {
    const fs::path place = fs::absolute(folder).lexically_normal();
    return place.has_filename() ? place : place.parent_path();
}

void refuse_full_folder(const fs::path& place) {
    std::error_code reason;
    if (fs::exists(place, reason) && (!fs::is_directory(place, reason) || !fs::is_empty(place, reason)))
        throw Error(ErrorCode::conflict, "not an empty folder", {place.string()},
                    {"storage.folder_not_empty", {place.string()}});
}

std::string case_json(const Case& value, const std::vector<Event>& events) {
    Json list = Json::array();
    for (const Event& event : events) list.push_back(Json(event));
    const Json json = {
        {"format", "sanad-case"}, {"version", 1}, {"case", Json(value)}, {"events", std::move(list)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string role_of(const StoredFile& file) {
    const std::string role = safe_name(file.role);
    return role == "file" ? "document" : role;
}

}  // namespace

std::vector<std::string> Archive::export_case(const std::string& case_id, const std::string& folder) const {
    const fs::path place = place_of(folder);
    refuse_full_folder(place);
    const auto value = find_case(case_id);
    if (!value) throw Error(ErrorCode::not_found, "no case " + case_id, {"storage.no_case", {case_id}});
    NewFolder made(place);
    int number = 0;
    for (const StoredFile& file : value->files)
        made.add(fmt::format("{}-{:02}-{}", role_of(file), ++number, safe_name(file.name)),
                 blob(case_id, file.sha256));
    made.add("case.json", case_json(*value, events(case_id)));
    made.add("VERIFY.txt", embedded::bundle_texts.front().second);
    return made.finish();
}

}  // namespace sanad::storage
