#include "app/known_papers.h"

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "core/paths.h"

namespace sanad::app {
namespace {

constexpr const char* variable = "SANAD_PAPERS";

}  // namespace

templates::Library known_papers() {
    auto papers = templates::Library::load(data_path("papers"));
    const char* added = std::getenv(variable);
    if (added == nullptr) return papers;
    std::istringstream folders(added);
    for (std::string folder; std::getline(folders, folder, ':');)
        if (!folder.empty()) papers.add(folder);
    return papers;
}

void choose_added_papers(const std::string& named, const std::string& archive) {
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::path own = fs::path(archive) / "papers";
    // A worker is started in any folder: the path must not depend on it.
    if (!named.empty())
        ::setenv(variable, fs::absolute(named).c_str(), 1);
    else if (std::getenv(variable) == nullptr && fs::is_directory(own, failed))
        ::setenv(variable, fs::absolute(own).c_str(), 1);
}

}  // namespace sanad::app
