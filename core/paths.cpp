#include "core/paths.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "core/error.h"

namespace fs = std::filesystem;

namespace sanad {
namespace {

fs::path data_root() {
    const char* named = std::getenv("SANAD_DATA");
    if (named != nullptr && *named != '\0') return named;
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    if (failed) throw Error(ErrorCode::external, "cannot read /proc/self/exe: " + failed.message());
    return program.parent_path().parent_path() / "share" / "sanad";
}

}  // namespace

std::string data_path(const std::string& part) {
    const fs::path path = data_root() / part;
    std::error_code failed;
    if (!fs::exists(path, failed))
        throw Error(ErrorCode::not_found, "no program data at " + path.string(), Where{path.string()},
                    {"core.data_missing", {path.string()}});
    return path.string();
}

}  // namespace sanad
