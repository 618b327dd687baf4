#include "storage/search_seal.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/digest.h"
#include "storage/search_terms.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t small_index = 32 << 20;  // read whole in some twentieth of a second
constexpr std::uint64_t largest_seal = 1 << 20;
const std::string context("search-seal\0", 12);

std::string seal_path(const std::string& archive) {
    return (fs::path(archive) / search_folder / "seal").string();
}

std::vector<std::string> index_files(const std::string& archive) {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(index_folder(archive), none))
        if (entry.path().filename() != "flintlock") names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string stamp_of(const std::string& path) {
    struct stat known {};
    if (::stat(path.c_str(), &known) != 0) return "missing";
    return std::to_string(known.st_size) + " " + std::to_string(known.st_ino) + " " +
           std::to_string(known.st_mtim.tv_sec) + "." + std::to_string(known.st_mtim.tv_nsec) + " " +
           std::to_string(known.st_ctim.tv_sec) + "." + std::to_string(known.st_ctim.tv_nsec);
}

std::string hash_of(const std::string& path) {
    Digest digest;
    std::ifstream file(path, std::ios::binary);
    std::string buffer(1 << 20, '\0');
    while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || file.gcount() > 0)
        digest.add(std::string_view(buffer).substr(0, static_cast<std::size_t>(file.gcount())));
    return to_hex(digest.so_far());
}

std::optional<std::string> seal_bytes(const std::string& archive) {
    try {
        return read_file(seal_path(archive), largest_seal);
    } catch (const Error&) {
        return {};
    }
}

bool files_agree(const std::string& archive, const Json& seal, bool all_bytes) {
    const Json& files = seal.at("files");
    const auto names = index_files(archive);
    if (files.size() != names.size()) return false;
    std::uint64_t total = 0;
    for (const Json& file : files) total += file.at("size").get<std::uint64_t>();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Json& file = files.at(i);
        const std::string path = (fs::path(index_folder(archive)) / names[i]).string();
        if (file.at("name") != names[i]) return false;
        const bool same_stamp = file.at("stamp") == stamp_of(path);
        if ((all_bytes || !same_stamp || total <= small_index) && file.at("sha256") != hash_of(path))
            return false;
    }
    return true;
}

}  // namespace

std::string index_folder(const std::string& archive) {
    return (fs::path(archive) / search_folder / "index").string();
}

std::string stamp_of_index(const std::string& archive) {
    std::string all;
    for (const std::string& name : index_files(archive))
        all += name + " " + stamp_of((fs::path(index_folder(archive)) / name).string()) + "\n";
    return all;
}

std::string write_search_seal(const std::string& archive, const Key& key) {
    Json files = Json::array();
    for (const std::string& name : index_files(archive)) {
        const std::string path = (fs::path(index_folder(archive)) / name).string();
        files.push_back({{"name", name},
                         {"size", fs::file_size(path)},
                         {"stamp", stamp_of(path)},
                         {"sha256", hash_of(path)}});
    }
    const std::string sealed =
        seal(key, context, dump_json({{"v", 1}, {"terms", terms_version}, {"files", std::move(files)}}));
    write_file(seal_path(archive), sealed);
    return sha256_hex(sealed);
}

std::optional<std::string> search_seal(const std::string& archive, const Key& key) {
    const auto bytes = seal_bytes(archive);
    return bytes && unseal(key, context, *bytes) ? std::optional<std::string>(sha256_hex(*bytes))
                                                 : std::nullopt;
}

bool agrees_with_seal(const std::string& archive, const Key& key, bool all_bytes) {
    const auto bytes = seal_bytes(archive);
    const auto text = bytes ? unseal(key, context, *bytes) : std::nullopt;
    if (!text) return false;
    const Json json = parse_json(*text);
    return json.at("v") == 1 && json.at("terms") == terms_version && files_agree(archive, json, all_bytes);
}

}  // namespace sanad::storage
