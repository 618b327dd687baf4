#include "app/beside_files.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/json.h"

namespace sanad::app {
namespace {

constexpr const char* hashes_setting = "files.beside";
constexpr std::uint64_t largest = 64 << 20;
constexpr std::string_view hash_line = "sha256: ";
constexpr std::string_view pem_start = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n";
constexpr std::string_view pem_end = "-----END ENCRYPTED PRIVATE KEY-----\n";

std::string path_of(const Session& session, const std::string& name) { return session.archive + "/" + name; }

Json known_hashes(const storage::Archive& archive) {
    const auto text = archive.setting(hashes_setting);
    return text ? parse_json(*text) : Json::object();
}

void put_hashes(storage::Archive& archive, const std::string& name, const std::vector<std::string>& hashes) {
    Json all = known_hashes(archive);
    all[name] = hashes;
    archive.put_setting(hashes_setting, dump_json(all));
}

std::vector<std::string> hashes_of(const storage::Archive& archive, const std::string& name) {
    return known_hashes(archive).value(name, std::vector<std::string>{});
}

// What is wrong, for the evidence; nothing where the bytes are among those that were written.
std::optional<std::string> fault_of_trust(const storage::Archive& archive, const Session& session) {
    const auto known = hashes_of(archive, trust_file_name);
    const auto path = path_of(session, trust_file_name);
    if (!std::filesystem::exists(path)) return "missing";
    // Archives of earlier versions have no hash until the file is written again.
    if (known.empty()) return {};
    const auto hash = sha256_hex(read_file(path, largest));
    return std::find(known.begin(), known.end(), hash) == known.end() ? std::optional("sha256 " + hash)
                                                                      : std::nullopt;
}

// Earlier versions wrote no such line: then the key ends the file.
std::optional<std::string> fault_of_root_key(const Session& session) {
    const auto path = path_of(session, root_key_file_name);
    if (!std::filesystem::exists(path)) return {};
    const auto text = read_file(path, largest);
    const auto end = text.rfind(pem_end);
    if (text.rfind(pem_start, 0) != 0 || end == std::string::npos) return "no sealed key";
    const auto pem = text.substr(0, end + pem_end.size());
    return text == pem || text == with_own_hash(pem) ? std::nullopt
                                                     : std::optional("sha256 " + sha256_hex(pem));
}

}  // namespace

void write_beside(storage::Archive& archive, const Session& session, const std::string& name,
                  std::string_view bytes) {
    const auto path = path_of(session, name);
    std::vector<std::string> either = {sha256_hex(bytes)};
    if (std::filesystem::exists(path)) {
        const auto known = hashes_of(archive, name);
        either.insert(either.end(), known.begin(), known.end());
        if (known.empty()) either.push_back(sha256_hex(read_file(path, largest)));
    }
    put_hashes(archive, name, either);
    write_file(path, bytes);
    if (either.size() > 1) put_hashes(archive, name, {either.front()});
}

std::string with_own_hash(const std::string& pem) {
    return pem + std::string(hash_line) + sha256_hex(pem) + "\n";
}

std::vector<Check> check_beside(const storage::Archive& archive, const Session& session) {
    std::vector<Check> checks;
    if (archive.setting("authority.root.certificate"))
        if (const auto fault = fault_of_trust(archive, session))
            checks.push_back({"archive.trust_damaged", trust_file_name, Verdict::failed, *fault});
    if (const auto fault = fault_of_root_key(session))
        checks.push_back({"archive.root_key_damaged", root_key_file_name, Verdict::failed, *fault});
    return checks;
}

}  // namespace sanad::app
