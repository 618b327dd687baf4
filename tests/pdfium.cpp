#include "tests/pdfium.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

namespace sanad::test {
namespace {

const std::string viewer = SANAD_SOURCE_DIR "/tests/pdfium/viewer.mjs";

// Answers to jobs on one document; "out" of a job is where its file shall lie.
Json ask(const std::string& pdf, const Folder& folder, Json jobs) {
    if (!std::filesystem::exists(SANAD_SOURCE_DIR "/node_modules/@embedpdf/pdfium"))
        throw std::runtime_error("PDFium is missing: scripts/install-dependencies.sh fetches it");
    put(folder / "document.pdf", pdf);
    for (auto& job : jobs) job["pdf"] = folder / "document.pdf";
    put(folder / "jobs.json", dump_json(jobs));
    const auto ran = run_shell("node " + shell_quoted(viewer) + " < " + shell_quoted(folder / "jobs.json"));
    if (ran.exit != 0) throw std::runtime_error("PDFium: " + ran.errors);
    return parse_json(ran.out);
}

GreyPage read_pgm(const std::string& path, const PageSize& size) {
    const auto bytes = contents(path);
    const auto count = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    if (bytes.size() < count) throw std::runtime_error("PDFium drew nothing: " + path);
    return {size.width, size.height, bytes.substr(bytes.size() - count)};
}

}  // namespace

std::vector<std::string> text_by_pdfium(const std::string& pdf) {
    const Folder folder;
    return ask(pdf, folder, Json::array({{{"do", "text"}}})).at(0).get<std::vector<std::string>>();
}

std::vector<int> found_by_pdfium(const std::string& pdf, const std::vector<std::string>& words) {
    const Folder folder;
    return ask(pdf, folder, Json::array({{{"do", "find"}, {"words", words}}})).at(0).get<std::vector<int>>();
}

std::vector<GreyPage> drawn_by_pdfium(const std::string& pdf, const std::vector<PageSize>& pages) {
    const Folder folder;
    Json jobs = Json::array();
    for (const auto& page : pages)
        jobs.push_back({{"do", "draw"},
                        {"page", page.number},
                        {"width", page.width},
                        {"height", page.height},
                        {"out", folder / std::to_string(page.number)}});
    ask(pdf, folder, jobs);
    std::vector<GreyPage> drawn;
    for (const auto& page : pages) drawn.push_back(read_pgm(folder / std::to_string(page.number), page));
    return drawn;
}

std::string typed_in_pdfium(const std::string& pdf, const Typed& values) {
    const Folder folder;
    Json given = Json::object();
    for (const auto& [name, value] : values) {
        if (const auto* text = std::get_if<std::string>(&value)) given[name] = *text;
        if (const auto* ticked = std::get_if<bool>(&value)) given[name] = *ticked;
        if (const auto* option = std::get_if<Option>(&value)) given[name] = {{"option", option->key}};
    }
    const std::string out = folder / "typed.pdf";
    const auto answer =
        ask(pdf, folder, Json::array({{{"do", "type"}, {"values", given}, {"out", out}}})).at(0);
    if (!answer.empty()) throw std::runtime_error("PDFium shows no such field: " + dump_json(answer));
    return contents(out);
}

}  // namespace sanad::test
