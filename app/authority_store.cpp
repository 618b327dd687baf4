#include "app/authority_store.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/hash.h"

namespace sanad::app {
namespace {

constexpr const char* association_setting = "association";
constexpr const char* root_certificate = "authority.root.certificate";
constexpr const char* root_key = "authority.root.key";
constexpr const char* issuing_certificate = "authority.issuing.certificate";
constexpr const char* issuing_key = "authority.issuing.key";

std::string public_copy(const Session& session) { return session.archive + "/trust.pem"; }

std::string need_setting(const storage::Archive& archive, const std::string& name) {
    if (auto value = archive.setting(name)) return *std::move(value);
    throw Error(ErrorCode::not_found, "the archive has no " + name, UserMessage{"app.no_authority"});
}

}  // namespace

void make_authority(storage::Archive& archive, const Session& session, const std::string& association) {
    const auto material = signing::make_authority(association, session.now);
    archive.put_setting(association_setting, association);
    archive.put_setting(root_certificate, material.root_certificate_der);
    archive.put_setting(root_key, material.root_key_der);
    archive.put_setting(issuing_certificate, material.issuing_certificate_der);
    archive.put_setting(issuing_key, material.issuing_key_der);
    std::string pem;
    for (const auto& one : signing::Authority(material).trust_pem()) pem += one;
    write_file(public_copy(session), pem);
}

signing::Authority open_authority(const storage::Archive& archive) {
    return signing::Authority({need_setting(archive, root_certificate), need_setting(archive, root_key),
                               need_setting(archive, issuing_certificate),
                               need_setting(archive, issuing_key)});
}

std::string association_of(const storage::Archive& archive) {
    return archive.setting(association_setting).value_or("الجمعية");
}

Trust trusted_certificates(const Session& session, const std::string& trust_file) {
    if (!trust_file.empty()) return {{read_file(trust_file, 16 << 20)}};
    if (!storage::Archive::exists(session.archive)) return {};
    if (given_passphrase(session)) return {open_authority(open_archive(session, Access::read)).trust_pem()};
    if (!std::filesystem::exists(public_copy(session))) return {};
    return {{read_file(public_copy(session), 16 << 20)}, true};
}

}  // namespace sanad::app
