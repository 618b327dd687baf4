// The include graph as a table, and the source held against it.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;

namespace {

// What each module may include of ours (beside itself), and which third-party folders.
struct Allowed {
    std::set<std::string> modules;
    std::set<std::string> libraries;
};

const std::map<std::string, Allowed> graph = {
    {"core", {{}, {"nlohmann", "unicode", "openssl", "toml++", "fmt"}}},
    {"templates", {{"core"}, {"nlohmann", "toml++", "fmt"}}},
    {"pdf",
     {{"core"}, {"nlohmann", "poppler", "qpdf", "harfbuzz", "hb", "fribidi", "qrencode", "fmt", "unicode"}}},
    {"ocr",
     {{"core", "templates", "pdf"}, {"nlohmann", "opencv2", "tesseract", "leptonica", "ZXing", "fmt"}}},
    {"forms", {{"core", "templates", "pdf"}, {"nlohmann", "fmt"}}},
    {"signing", {{"core", "pdf"}, {"nlohmann", "openssl", "sodium", "fmt", "p11-kit"}}},
    {"storage", {{"core"}, {"nlohmann", "lmdb", "openssl", "sodium", "xapian", "zstd", "fmt"}}},
    {"app",
     {{"core", "templates", "pdf", "ocr", "forms", "signing", "storage"},
      {"nlohmann", "CLI", "spdlog", "toml++", "fmt", "seccomp", "sys"}}},
    {"samples", {{"core", "templates", "pdf", "ocr", "forms"}, {"nlohmann", "opencv2", "fmt"}}},
    {"bench",
     {{"core", "templates", "pdf", "ocr", "forms", "storage", "samples"},
      {"nlohmann", "opencv2", "CLI", "fmt", "tesseract"}}},
};

// Folders without C++ of the product.
const std::set<std::string> other_folders = {"cmake", "docs",         "scripts", "tests",
                                             "build", "node_modules", "demo-out"};

// System headers in folders that every module may use.
const std::set<std::string> system_folders = {"sys", "linux"};

bool is_source(const fs::path& path) { return path.extension() == ".h" || path.extension() == ".cpp"; }

}  // namespace

TEST_CASE("modules include only what the graph allows", "[architecture]") {
    const std::regex with_folder(R"re(^\s*#\s*include\s*["<]([A-Za-z0-9_+]+)/)re");
    int files = 0;
    for (const auto& [module, allowed] : graph) {
        const fs::path root = fs::path(SANAD_SOURCE_DIR) / module;
        REQUIRE(fs::exists(root));
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            if (!is_source(entry.path())) continue;
            ++files;
            std::ifstream file(entry.path());
            std::smatch found;
            int number = 0;
            for (std::string line; std::getline(file, line);) {
                ++number;
                if (!std::regex_search(line, found, with_folder)) continue;
                const std::string folder = found[1];
                if (folder == module || system_folders.count(folder) == 1) continue;
                INFO(entry.path().string() << ":" << number << ": " << line);
                CHECK((allowed.modules.count(folder) == 1 || allowed.libraries.count(folder) == 1));
            }
        }
    }
    CHECK(files > 50);
}

TEST_CASE("every top-level folder is known to the graph", "[architecture]") {
    for (const auto& entry : fs::directory_iterator(SANAD_SOURCE_DIR)) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_directory() || name.front() == '.') continue;
        INFO("folder " << name << " is in no row of the include graph");
        CHECK((graph.count(name) == 1 || other_folders.count(name) == 1));
    }
}

TEST_CASE("no header names a type of a library that its module hides", "[architecture]") {
    // The JSON value is the one exception, by its forward declaration; an event holds one by value, so
    // core/case.h has the whole of it: docs/decisions/0005-json-value.md.
    const auto allowed_json = [](const fs::path& header, const std::string& file) {
        return file == "json_fwd.hpp" || header == fs::path(SANAD_SOURCE_DIR) / "core" / "case.h";
    };
    const std::regex third_party(
        R"re(^\s*#\s*include\s*<(nlohmann|poppler|qpdf|hb|harfbuzz|fribidi|opencv2|tesseract|leptonica|ZXing|openssl|lmdb|sodium|zstd|unicode|toml\+\+|CLI|spdlog)[/.]([^>]*)>)re");
    // Headers that only .cpp files of their own folder include; a shared header never does.
    const std::regex private_header(R"re(Included by [a-z_/]+\*\.cpp only)re");
    for (const auto& [module, allowed] : graph) {
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(SANAD_SOURCE_DIR) / module)) {
            if (entry.path().extension() != ".h") continue;
            std::ifstream file(entry.path());
            const std::string text{std::istreambuf_iterator<char>(file), {}};
            if (std::regex_search(text, private_header)) continue;
            std::istringstream lines(text);
            std::smatch found;
            for (std::string line; std::getline(lines, line);) {
                if (!std::regex_search(line, found, third_party)) continue;
                INFO(entry.path().string() << ": " << line);
                CHECK((found[1] == "nlohmann" && allowed_json(entry.path(), found[2])));
            }
        }
    }
}

TEST_CASE("a private header is included by its own module only", "[architecture]") {
    const std::regex private_header(R"re(Included by [a-z_/]+\*\.cpp only)re");
    std::set<std::string> hidden;
    for (const auto& [module, allowed] : graph) {
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(SANAD_SOURCE_DIR) / module)) {
            if (entry.path().extension() != ".h") continue;
            std::ifstream file(entry.path());
            const std::string text{std::istreambuf_iterator<char>(file), {}};
            if (std::regex_search(text, private_header))
                hidden.insert(fs::relative(entry.path(), SANAD_SOURCE_DIR).generic_string());
        }
    }
    for (const auto& [module, allowed] : graph) {
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(SANAD_SOURCE_DIR) / module)) {
            if (!is_source(entry.path())) continue;
            std::ifstream file(entry.path());
            for (std::string line; std::getline(file, line);) {
                for (const auto& header : hidden) {
                    if (line.find("\"" + header + "\"") == std::string::npos) continue;
                    INFO(entry.path().string() << ": " << line);
                    CHECK(header.substr(0, header.find('/')) == module);
                }
            }
        }
    }
}

TEST_CASE("the README's table of modules is the graph", "[architecture]") {
    std::ifstream readme(fs::path(SANAD_SOURCE_DIR) / "README.md");
    const std::regex row(R"re(^\| `([a-z]+)` \|[^|]*\|([^|]*)\|$)re");
    const std::regex name("`([a-z]+)`");
    std::map<std::string, std::set<std::string>> table;
    std::smatch found;
    for (std::string line; std::getline(readme, line);) {
        if (!std::regex_match(line, found, row)) continue;
        auto& includes = table[found[1]];
        const std::string cell = found[2];
        for (auto at = std::sregex_iterator(cell.begin(), cell.end(), name); at != std::sregex_iterator();
             ++at)
            includes.insert((*at)[1]);
    }
    CHECK(table.size() == graph.size());
    for (const auto& [module, allowed] : graph) {
        CAPTURE(module);
        CHECK(table[module] == allowed.modules);
    }
}
