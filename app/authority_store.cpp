#include "app/authority_store.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/beside_files.h"
#include "core/files.h"
#include "core/hash.h"
#include "signing/root_authority.h"

namespace sanad::app {
namespace {

using signing::AuthorityMaterial;

constexpr const char* association_setting = "association";
constexpr const char* register_setting = "authority.register";
constexpr const char* outside_setting = "authority.outside";
constexpr const char* past_setting = "authority.past";  // replaced issuing keys

struct SettingRow {
    const char* name;
    std::string AuthorityMaterial::*part;
    bool required;
};
constexpr SettingRow rows[] = {
    {"authority.root.certificate", &AuthorityMaterial::root_certificate_der, true},
    {"authority.root.list", &AuthorityMaterial::root_crl_der, false},
    {"authority.issuing.certificate", &AuthorityMaterial::issuing_certificate_der, true},
    {"authority.issuing.key", &AuthorityMaterial::issuing_key_der, true},
    {"authority.timestamp.certificate", &AuthorityMaterial::timestamp_certificate_der, false},
    {"authority.timestamp.key", &AuthorityMaterial::timestamp_key_der, false},
};

struct ReasonRow {
    const char* word;
    signing::RevocationReason reason;
};
constexpr ReasonRow reasons[] = {
    {"left", signing::RevocationReason::affiliation_changed},
    {"key-lost", signing::RevocationReason::key_compromise},
    {"superseded", signing::RevocationReason::superseded},
    {"ceased", signing::RevocationReason::ceased},
    {"other", signing::RevocationReason::unspecified},
};

std::string public_copy(const Session& session) { return session.archive + "/" + trust_file_name; }

// Of files that need not be there yet.
bool is_one_place(const std::string& one, const std::string& other) {
    namespace fs = std::filesystem;
    std::error_code none;
    return fs::weakly_canonical(fs::absolute(one), none) == fs::weakly_canonical(fs::absolute(other), none);
}

std::string from_hex(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

Json list_setting(const storage::Archive& archive, const char* name) {
    const auto text = archive.setting(name);
    return text ? parse_json(*text) : Json::array();
}

// The revoked ones that `issuer` (common name and certificate) has to list.
std::vector<signing::RevokedCertificate> revoked_of(const storage::Archive& archive, bool by_root) {
    std::vector<signing::RevokedCertificate> revoked;
    for (const auto& one : registered_certificates(archive))
        if (one.revoked_at && (one.kind != "member") == by_root)
            revoked.push_back({one.summary.serial_hex, *one.revoked_at,
                               parse_reason(one.reason).value_or(signing::RevocationReason::unspecified)});
    return revoked;
}

// The authority of today first, then the ones before it with their own issuing keys.
std::vector<signing::Authority> all_authorities(const storage::Archive& archive) {
    auto material = authority_material(archive);
    const auto revoked = revoked_of(archive, false);
    std::vector<signing::Authority> made;
    made.emplace_back(material, revoked);
    for (const auto& past : list_setting(archive, past_setting)) {
        material.issuing_certificate_der = from_hex(past.value("certificate", ""));
        material.issuing_key_der = from_hex(past.value("key", ""));
        made.emplace_back(material, revoked);
    }
    return made;
}

}  // namespace

std::string root_key_path(const Session& session) { return session.archive + "/" + root_key_file_name; }

bool names_root_key(const Session& session, const std::string& path) {
    return is_one_place(path, root_key_path(session));
}

void make_authority(storage::Archive& archive, const Session& session, const NewAuthority& wanted) {
    const auto file = wanted.root_key_file.empty() ? root_key_path(session) : wanted.root_key_file;
    if (std::filesystem::exists(file))
        throw Error(ErrorCode::conflict, "the key file exists", Where{file},
                    UserMessage{"key.file_exists", {file}});
    const auto material = signing::make_authority(wanted.name, session.now);
    write_file(file, with_own_hash(signing::seal_root_key(material.root_key_der, wanted.root_passphrase)));
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    archive.put_setting(association_setting, wanted.name.association);
    put_authority_material(archive, material);
    register_certificate(archive, "root", material.root_certificate_der);
    register_certificate(archive, "issuing", material.issuing_certificate_der);
    register_certificate(archive, "timestamp", material.timestamp_certificate_der);
    publish_trust(archive, session);
}

std::vector<RegisteredCertificate> registered_certificates(const storage::Archive& archive) {
    std::vector<RegisteredCertificate> found;
    for (const auto& entry : list_setting(archive, register_setting)) {
        RegisteredCertificate one{entry.value("kind", ""), from_hex(entry.value("certificate", "")), {}};
        one.summary = signing::summary_of(one.certificate_der);
        if (entry.contains("revoked_at")) one.revoked_at = parse_iso_moment(entry.value("revoked_at", ""));
        one.reason = entry.value("reason", "");
        found.push_back(std::move(one));
    }
    return found;
}

void register_certificate(storage::Archive& archive, const std::string& kind,
                          const std::string& certificate_der) {
    auto entries = list_setting(archive, register_setting);
    entries.push_back({{"kind", kind}, {"certificate", to_hex(certificate_der)}});
    archive.put_setting(register_setting, dump_json(entries));
}

void register_revocation(storage::Archive& archive, const std::string& serial, Moment at,
                         const std::string& reason) {
    auto entries = list_setting(archive, register_setting);
    for (auto& entry : entries) {
        if (signing::summary_of(from_hex(entry.value("certificate", ""))).serial_hex != serial) continue;
        entry["revoked_at"] = iso_moment(at);
        entry["reason"] = reason;
        return archive.put_setting(register_setting, dump_json(entries));
    }
    throw Error(ErrorCode::not_found, "no certificate " + serial, UserMessage{"key.unknown", {serial}});
}

std::optional<signing::RevocationReason> parse_reason(const std::string& word) {
    for (const auto& row : reasons)
        if (row.word == word) return row.reason;
    return {};
}

signing::AuthorityMaterial authority_material(const storage::Archive& archive) {
    AuthorityMaterial material;
    for (const auto& row : rows) {
        auto value = archive.setting(row.name);
        if (!value && row.required)
            throw Error(ErrorCode::not_found, std::string("the archive has no ") + row.name,
                        UserMessage{"app.no_authority"});
        material.*row.part = value.value_or("");
    }
    return material;
}

void put_authority_material(storage::Archive& archive, const signing::AuthorityMaterial& material) {
    const auto old_key = archive.setting("authority.issuing.key").value_or("");
    if (!old_key.empty() && old_key != material.issuing_key_der) {
        auto past = list_setting(archive, past_setting);
        past.push_back(
            {{"certificate", to_hex(archive.setting("authority.issuing.certificate").value_or(""))},
             {"key", to_hex(old_key)}});
        archive.put_setting(past_setting, dump_json(past));
    }
    for (const auto& row : rows) archive.put_setting(row.name, material.*row.part);
}

signing::Authority open_authority(const storage::Archive& archive) {
    return signing::Authority(authority_material(archive), revoked_of(archive, false));
}

signing::Evidence authority_evidence(const storage::Archive& archive, Moment now,
                                     const std::vector<std::string>& certificates_der) {
    signing::Evidence made;
    for (const auto& authority : all_authorities(archive))
        made.add(authority.evidence(now, certificates_der));
    if (const auto outside = archive.setting(outside_setting); outside && !outside->empty())
        made.add(signing::read_evidence(*outside));
    return made;
}

std::vector<signing::RevokedCertificate> revoked_by_root(const storage::Archive& archive) {
    return revoked_of(archive, true);
}

std::string trust_text(const storage::Archive& archive, Moment now) {
    std::vector<std::string> parts;
    for (const auto& authority : all_authorities(archive))
        for (const auto& list : {authority.trust_pem(), authority.crl_pem(now)})
            for (const auto& one : list)
                if (std::find(parts.begin(), parts.end(), one) == parts.end()) parts.push_back(one);
    std::string text;
    for (const auto& part : parts) text += part;
    return text + archive.setting(outside_setting).value_or("");
}

void publish_trust(storage::Archive& archive, const Session& session) {
    write_beside(archive, session, trust_file_name, trust_text(archive, session.now));
}

bool names_public_copy(const Session& session, const std::string& path) {
    return is_one_place(path, public_copy(session));
}

void trust_outside(storage::Archive& archive, std::string_view pem_or_der) {
    auto text = archive.setting(outside_setting).value_or("");
    const auto given = signing::read_evidence(pem_or_der);
    for (const auto& der : given.certificates) text += signing::certificate_pem(der);
    for (const auto& der : given.crls) text += signing::crl_pem(der);
    archive.put_setting(outside_setting, text);
}

std::string association_of(const storage::Archive& archive) {
    return archive.setting(association_setting).value_or("الجمعية");
}

Trust trusted_certificates(const Session& session, const std::string& trust_file) {
    if (!trust_file.empty()) return {{read_file(trust_file, 16 << 20)}};
    if (!storage::Archive::exists(session.archive)) return {};
    if (given_passphrase(session)) return {{trust_text(open_archive(session, Access::read), session.now)}};
    if (!std::filesystem::exists(public_copy(session))) return {};
    return {{read_file(public_copy(session), 16 << 20)}, true};
}

}  // namespace sanad::app
