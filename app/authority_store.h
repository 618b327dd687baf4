// Where an archive keeps its local certificate authority: the issuing and the time-stamp key sealed among its
// settings, with a register of what was issued; the root's key apart, in a file under a passphrase of its
// own; certificates and revocation lists in clear beside the archive (trust.pem), so that anybody can verify
// without the passphrase.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session.h"
#include "signing/authority.h"
#include "signing/evidence.h"

namespace sanad::app {

// The root's key beside the archive, until it is carried away.
std::string root_key_path(const Session& session);
bool names_root_key(const Session& session, const std::string& path);

struct NewAuthority {
    signing::AuthorityName name;
    std::string root_passphrase;
    std::string root_key_file;  // empty: root_key_path
};
void make_authority(storage::Archive& archive, const Session& session, const NewAuthority& wanted);

// A certificate that the authority knows of: its own, and those of members.
struct RegisteredCertificate {
    std::string kind;  // "root", "issuing", "timestamp", "member"
    std::string certificate_der;
    signing::CertificateSummary summary;
    std::optional<Moment> revoked_at = {};
    std::string reason = {};  // "left", "key-lost", "superseded", "other"
};
std::vector<RegisteredCertificate> registered_certificates(const storage::Archive& archive);
void register_certificate(storage::Archive& archive, const std::string& kind,
                          const std::string& certificate_der);

// Writes the revocation into the register; lists made from now on have it. Throws Error(not_found) for a
// serial number that the register does not have.
void register_revocation(storage::Archive& archive, const std::string& serial, Moment at,
                         const std::string& reason);

// "left", "key-lost", …; nothing for another word.
std::optional<signing::RevocationReason> parse_reason(const std::string& word);

// Throws Error(not_found) where the archive has none.
signing::Authority open_authority(const storage::Archive& archive);

// What later verifiers need, of the authority of today and of those before it.
signing::Evidence authority_evidence(const storage::Archive& archive, Moment now,
                                     const std::vector<std::string>& certificates_der = {});

// Without the root's key, which is not here; and back again after the root has changed something. A replaced
// issuing key is kept, because its certificates go on being listed.
signing::AuthorityMaterial authority_material(const storage::Archive& archive);
void put_authority_material(storage::Archive& archive, const signing::AuthorityMaterial& material);

// Of certificates that the root itself issued.
std::vector<signing::RevokedCertificate> revoked_by_root(const storage::Archive& archive);

// Certificates and lists as one PEM text, and into trust.pem.
std::string trust_text(const storage::Archive& archive, Moment now);
void publish_trust(storage::Archive& archive, const Session& session);
bool names_public_copy(const Session& session, const std::string& path);

// An outside authority (a licensed one, say) whose certificates count as trusted from now on; its lists are
// evidence. Throws Error(bad_input) with "signing.evidence_unreadable".
void trust_outside(storage::Archive& archive, std::string_view pem_or_der);

std::string association_of(const storage::Archive& archive);

// What a verifier trusts: `trust_file` where it is named, else the archive's authority, else nothing.
// `from_public_copy` is set where trust.pem served because no passphrase was given.
struct Trust {
    std::vector<std::string> pem = {};
    bool from_public_copy = false;
};
Trust trusted_certificates(const Session& session, const std::string& trust_file);

}  // namespace sanad::app
