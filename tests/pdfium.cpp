#include "tests/pdfium.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

namespace sanad::test {
namespace {

const std::string viewer = SANAD_SOURCE_DIR "/tests/pdfium/viewer.mjs";

Json ask(const Folder& folder, const Json& jobs) {
    if (!std::filesystem::exists(SANAD_SOURCE_DIR "/node_modules/@embedpdf/pdfium"))
        throw std::runtime_error("PDFium is missing: scripts/install-dependencies.sh fetches it");
    put(folder / "jobs.json", dump_json(jobs));
    const auto ran = run_shell("node " + shell_quoted(viewer) + " < " + shell_quoted(folder / "jobs.json"));
    if (ran.exit != 0) throw std::runtime_error("PDFium: " + ran.errors);
    return parse_json(ran.out);
}

// The answer to one job on one document.
Json ask(const Folder& folder, const std::string& pdf, Json job) {
    put(folder / "document.pdf", pdf);
    job["pdf"] = folder / "document.pdf";
    return ask(folder, Json::array({job})).at(0);
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
    return ask(folder, pdf, {{"do", "text"}}).get<std::vector<std::string>>();
}

std::vector<int> found_by_pdfium(const std::string& pdf, const std::vector<std::string>& words) {
    const Folder folder;
    return ask(folder, pdf, {{"do", "find"}, {"words", words}}).get<std::vector<int>>();
}

std::vector<std::vector<GreyPage>> drawn_by_pdfium(const std::vector<Drawing>& documents) {
    const Folder folder;
    Json jobs = Json::array();
    std::vector<std::vector<std::string>> places;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto path = folder / ("document" + std::to_string(i));
        put(path, documents[i].pdf);
        places.emplace_back();
        for (const auto& page : documents[i].pages) {
            places.back().push_back(path + "-" + std::to_string(page.number));
            jobs.push_back({{"do", "draw"},
                            {"pdf", path},
                            {"page", page.number},
                            {"width", page.width},
                            {"height", page.height},
                            {"out", places.back().back()}});
        }
    }
    ask(folder, jobs);
    std::vector<std::vector<GreyPage>> drawn;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        drawn.emplace_back();
        for (std::size_t k = 0; k < places[i].size(); ++k)
            drawn.back().push_back(read_pgm(places[i][k], documents[i].pages[k]));
    }
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
    const auto answer = ask(folder, pdf, {{"do", "type"}, {"values", given}, {"out", out}});
    if (!answer.empty()) throw std::runtime_error("PDFium shows no such field: " + dump_json(answer));
    return contents(out);
}

}  // namespace sanad::test
