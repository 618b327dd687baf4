#include "templates/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/error.h"
#include "core/files.h"
#include "templates/letter.h"

namespace sanad::templates {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t max_paper_bytes = 1u << 20;

bool is_paper_file(const std::string& name) {
    return name == "paper.toml" || (name.starts_with("paper-v") && name.ends_with(".toml"));
}

Error refused(const std::string& file, const std::string& id, const std::string& detail) {
    return {ErrorCode::bad_input, fmt::format("{}: {} [{}]", file, id, detail), Where{file},
            UserMessage{id, {file, detail}}};
}

Template load_paper(const fs::path& path) {
    const auto name = path.string();
    Template paper = parse_template(read_file(name, max_paper_bytes), name);
    if (paper.id != path.parent_path().filename().string())
        throw refused(name, "templates.wrong_folder", paper.id);
    const auto file = path.filename().string();
    if (file != "paper.toml" && file != fmt::format("paper-v{}.toml", paper.version))
        throw refused(name, "templates.wrong_version", std::to_string(paper.version));
    const auto checks = check_template(paper);
    if (overall(checks) == Verdict::failed)
        throw refused(
            name, "templates.unsound",
            fmt::format("{}: {} {}", checks.front().id, checks.front().subject, checks.front().evidence));
    return paper;
}

// In the order of their names, so that lists look the same everywhere.
std::vector<fs::path> paper_files(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& paper : fs::directory_iterator(folder)) {
        if (!paper.is_directory()) continue;
        for (const auto& file : fs::directory_iterator(paper))
            if (file.is_regular_file() && is_paper_file(file.path().filename().string()))
                files.push_back(file.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

void Library::add(const std::string& folder) {
    if (!fs::is_directory(folder))
        throw Error(ErrorCode::not_found, "no folder of papers: " + folder, Where{folder},
                    UserMessage{"templates.no_folder", {folder}});
    for (const auto& file : paper_files(folder)) {
        Template paper = load_paper(file);
        if (find(paper.id, paper.version) != nullptr)
            throw refused(file.string(), "templates.version_twice", std::to_string(paper.version));
        papers_.push_back(std::move(paper));
    }
}

Library Library::load(const std::string& folder) {
    Library library;
    library.add(folder);
    return library;
}

Library Library::of(std::vector<Template> papers) {
    Library library;
    library.papers_ = std::move(papers);
    return library;
}

const Template* Library::find(std::string_view id, int version) const {
    const Template* found = nullptr;
    for (const auto& paper : papers_) {
        if (paper.id != id || (version != 0 && paper.version != version)) continue;
        if (found == nullptr || paper.version > found->version) found = &paper;
    }
    if (found == nullptr && id == letter().id && (version == 0 || version == letter().version)) return &letter();
    return found;
}

}  // namespace sanad::templates
