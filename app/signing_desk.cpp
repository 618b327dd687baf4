#include "app/signing_desk.h"

#include <algorithm>
#include <filesystem>

#include "app/authority_store.h"
#include "app/key_passphrase.h"
#include "core/arabic.h"
#include "core/files.h"
#include "signing/token.h"

namespace sanad::app {
namespace {

// Two people at once: whoever signs an older copy of a sheet would leave the others' signatures out.
void check_newest(const std::string& file, const std::string& field, const Filed& filed) {
    auto role = filed.file.role;
    if (const auto end = role.rfind("-signed"); end != std::string::npos) role.resize(end);
    const auto newest = newest_document(filed.of, role);
    if (newest && newest->sha256 != filed.file.sha256)
        throw Error(ErrorCode::conflict, "a newer state of this document is filed",
                    Where{file, {}, {}, field}, UserMessage{"sign.not_newest", {file, filed.of.id}});
}

// Keys that this archive's authority gave out sign in their owner's field only.
void check_member(const SigningDesk& desk, const std::string& file, const std::string& field,
                  DocumentPlan& plan) {
    for (const auto& member : members_of(*desk.archive, plan.filed->of.id)) {
        if (member.field != field) continue;
        plan.role = member.role;
        if (desk.local && name_similarity(member.name, desk.signer->common_name()) < 0.95)
            throw Error(ErrorCode::conflict, "the key is somebody else's", Where{file, {}, {}, field},
                        UserMessage{"sign.not_a_member", {desk.signer->common_name(), field, member.name}});
    }
}

bool issued_here(const storage::Archive& archive, const signing::Signer& signer) {
    const auto serial = signing::summary_of(signer.certificate_der()).serial_hex;
    const auto known = registered_certificates(archive);
    return std::any_of(known.begin(), known.end(), [&](const auto& one) {
        return one.certificate_der == signer.certificate_der() && one.summary.serial_hex == serial;
    });
}

// Nobody signs with a key that was taken back.
void check_not_revoked(const storage::Archive& archive, const signing::Signer& signer) {
    for (const auto& one : registered_certificates(archive))
        if (one.certificate_der == signer.certificate_der() && one.revoked_at)
            throw Error(ErrorCode::conflict, "the certificate was revoked",
                        UserMessage{"sign.revoked", {one.summary.name, iso_moment(*one.revoked_at)}});
}

}  // namespace

std::optional<storage::Archive> archive_for(const Session& session, bool needed) {
    if (needed) return open_archive(session, Access::write);
    if (!storage::Archive::exists(session.archive) || !given_passphrase(session)) return std::nullopt;
    try {
        return open_archive(session, Access::write);
    } catch (const Error& error) {
        if (error.message().id == "storage.passphrase_wrong") return std::nullopt;
        throw;
    }
}

std::unique_ptr<signing::TimeStamper> stamper_for(const std::optional<storage::Archive>& archive,
                                                  const std::string& tsa_url) {
    if (!tsa_url.empty()) return signing::outside_time_stamper(tsa_url);
    if (!archive)
        throw Error(ErrorCode::not_found, "no time-stamp authority", UserMessage{"sign.no_stamper", {}});
    return open_authority(*archive).time_stamper();
}

SigningDesk open_signing_desk(const Session& session, const SignerChoice& choice, bool stamps,
                              const std::string& tsa_url) {
    const bool by_applicant = choice.as == applicant;
    const auto token = signing::parse_token_address(choice.as);
    if (!by_applicant && !token && !std::filesystem::exists(choice.as))
        throw Error(ErrorCode::not_found, "no signer " + choice.as,
                    UserMessage{"sign.no_signer", {choice.as}});
    SigningDesk desk;
    desk.archive = archive_for(session, by_applicant);
    desk.local = by_applicant;
    if (!by_applicant) {
        const auto secret = key_passphrase(session, choice.key_passphrase_file);
        desk.signer = token ? signing::open_token(*token, secret)
                            : signing::open_pkcs12(read_file(choice.as, 1 << 20), secret);
        if (desk.archive) {
            check_not_revoked(*desk.archive, *desk.signer);
            desk.local = issued_here(*desk.archive, *desk.signer);
        }
    }
    if (stamps) desk.stamper = stamper_for(desk.archive, tsa_url);
    return desk;
}

DocumentPlan plan_for(const SigningDesk& desk, const SignerChoice& choice, const std::string& file,
                      const std::string& field, const std::string& pdf) {
    DocumentPlan plan;
    if (desk.archive) plan.filed = find_document(*desk.archive, pdf);
    if (plan.filed) check_newest(file, field, *plan.filed);
    if (plan.filed && choice.as != applicant) check_member(desk, file, field, plan);
    return plan;
}

std::unique_ptr<signing::Signer> applicant_signer(const Session& session, const SigningDesk& desk,
                                                  const DocumentPlan& plan, const std::string& file) {
    if (!plan.filed)
        throw Error(ErrorCode::not_found, "not a document of a case", Where{file},
                    UserMessage{"sign.no_case", {file}});
    const auto& of = plan.filed->of;
    const auto* name = of.find("full_name");
    if (name == nullptr || !name->accepted || name->value.empty())
        throw Error(ErrorCode::conflict, "no confirmed name", UserMessage{"sign.no_name", {of.id}});
    return open_authority(*desk.archive).one_time_signer(name->value, of.id, session.now);
}

signing::Evidence evidence_for(const Session& session, const std::optional<storage::Archive>& archive,
                               const std::vector<std::string>& files) {
    signing::Evidence made;
    for (const auto& file : files) made.add(signing::read_evidence(read_file(file, 64 << 20)));
    if (!archive) return made;
    std::vector<std::string> members;
    for (const auto& one : registered_certificates(*archive))
        if (one.kind == "member") members.push_back(one.certificate_der);
    made.add(authority_evidence(*archive, session.now, members));
    return made;
}

}  // namespace sanad::app
