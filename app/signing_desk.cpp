#include "app/signing_desk.h"

#include <algorithm>
#include <filesystem>

#include "app/authority_store.h"
#include "app/key_passphrase.h"
#include "app/sealed_key.h"
#include "core/files.h"
#include "signing/token.h"
#include "signing/verify.h"

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

// Nobody acts for another, before their turn or twice.
void take_row(const Session& session, const SigningDesk& desk, const std::string& file,
              const std::string& field, DocumentPlan& plan) {
    plan.board = board_of(*desk.archive, plan.filed->of);
    const auto* row =
        field.empty() ? row_of(*plan.board, *desk.signer, desk.trusted) : plan.board->row(field);
    if (row == nullptr)
        throw Error(ErrorCode::conflict, "no row of the signer", Where{file, {}, {}, field},
                    UserMessage{"sign.no_row", {file, desk.signer->common_name()}});
    check_turn(*plan.board, *row, *desk.signer, desk.trusted, session.now);
    plan.field = row->member.field;
    plan.role = row->member.role;
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

std::unique_ptr<signing::Signer> open_signer(const Session& session, SigningDesk& desk,
                                             const SignerChoice& choice) {
    const auto token = signing::parse_token_address(choice.as);
    const bool sealed = names_sealed_key(choice.as);
    if (!token && !sealed && !std::filesystem::exists(choice.as))
        throw Error(ErrorCode::not_found, "no signer " + choice.as,
                    UserMessage{"sign.no_signer", {choice.as}});
    if (sealed)
        return open_sealed_key(session, *desk.archive, choice.as,
                               sealed_key_pin(session, choice.key_passphrase_file));
    const auto secret = key_passphrase(session, choice.key_passphrase_file);
    return token ? signing::open_token(*token, secret)
                 : signing::open_pkcs12(read_file(choice.as, 1 << 20), secret);
}

// What the archive knows of whoever is about to sign.
void seat(const Session& session, SigningDesk& desk, std::unique_ptr<signing::Signer> signer) {
    desk.signer = std::move(signer);
    if (!desk.archive) return;
    check_not_revoked(*desk.archive, *desk.signer);
    desk.local = issued_here(*desk.archive, *desk.signer);
    desk.trusted = signing::is_trusted(desk.signer->certificate_der(), desk.signer->chain_der(),
                                       {trust_text(*desk.archive, session.now)}, session.now);
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
    SigningDesk desk;
    desk.archive = archive_for(session, choice.as == applicant || names_sealed_key(choice.as));
    if (choice.as == applicant)
        desk.local = true;
    else
        seat(session, desk, open_signer(session, desk, choice));
    if (stamps) desk.stamper = stamper_for(desk.archive, tsa_url);
    return desk;
}

SigningDesk open_signing_desk(const Session& session, std::unique_ptr<signing::Signer> signer, bool stamps,
                              const std::string& tsa_url) {
    SigningDesk desk;
    desk.archive = archive_for(session, false);
    seat(session, desk, std::move(signer));
    if (stamps) desk.stamper = stamper_for(desk.archive, tsa_url);
    return desk;
}

DocumentPlan plan_for(const Session& session, const SigningDesk& desk, const std::string& file,
                      const std::string& field, const std::string& pdf) {
    DocumentPlan plan{.field = field};
    if (desk.archive) plan.filed = find_document(*desk.archive, pdf);
    if (!plan.filed) return plan;
    check_newest(file, field, *plan.filed);
    if (plan.filed->file.role.rfind("approval-sheet", 0) == 0 && desk.signer)
        take_row(session, desk, file, field, plan);
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
