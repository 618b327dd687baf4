// The local authority: an issuing key that signs members' certificates and applicants' one-time certificates,
// and a time-stamp key beside it, both under a root that is kept apart (signing/root_authority.h). What it
// issues proves integrity and who signed in our records; it is no nationally licensed authority and says so
// in its name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/time.h"
#include "signing/evidence.h"
#include "signing/revocation.h"
#include "signing/signer.h"
#include "signing/timestamp.h"

namespace sanad::signing {

enum class KeyKind { p256, rsa3072 };

// What an archive keeps of its authority. The keys are PKCS#8 DER in clear and are sealed by whoever stores
// them; `root_key_der` is needed by a RootAuthority only and is empty where the root is kept apart.
struct AuthorityMaterial {
    std::string root_certificate_der = {};
    std::string root_key_der = {};
    std::string issuing_certificate_der = {};
    std::string issuing_key_der = {};
    std::string timestamp_certificate_der = {};
    std::string timestamp_key_der = {};
    std::string root_crl_der = {};  // of the root, about the two above
};

// Of an authority that is about to be made. The names are printed into every certificate.
struct AuthorityName {
    std::string association;
    std::string country = "SA";  // ISO 3166, two letters
};

AuthorityMaterial make_authority(const AuthorityName& name, Moment now, KeyKind kind = KeyKind::p256);
AuthorityMaterial make_authority(const std::string& association, Moment now);

struct Issued {
    std::string certificate_der;
    std::string serial_hex;
    std::string pkcs12;  // members only
};

// One certificate as people ask about it.
struct CertificateSummary {
    std::string serial_hex;
    std::string name;
    std::string issuer;
    std::string role = {};       // title of the subject
    std::string algorithm = {};  // "P-256", "RSA-3072"
    Moment not_before = {};
    Moment not_after = {};
};

// Throws Error(bad_input) with "signing.certificate_unreadable" for what is no certificate in DER.
CertificateSummary summary_of(const std::string& certificate_der);

std::string certificate_pem(const std::string& certificate_der);
std::string crl_pem(const std::string& crl_der);

class Authority {
public:
    // `revoked` are the issuing authority's own. Throws Error(corrupt) where certificates and keys do not
    // belong together.
    explicit Authority(AuthorityMaterial material, std::vector<RevokedCertificate> revoked = {});
    ~Authority();
    Authority(Authority&&) noexcept;

    // A member's key and certificate as PKCS#12 under `passphrase`, valid for `days`, and never longer than
    // the authority itself. `name` is the CN, one script.
    Issued issue_member(const std::string& name, const std::string& role, const std::string& passphrase,
                        Moment now, KeyKind kind = KeyKind::p256, int days = 730) const;

    // An applicant's one-time signer: the key lives in this object only and is wiped with it. The certificate
    // is valid from `now` for `minutes` and names the applicant and the case.
    std::unique_ptr<Signer> one_time_signer(const std::string& name, const std::string& case_id, Moment now,
                                            int minutes = 15) const;

    // The time-stamp authority. Throws Error(not_found) with "signing.no_timestamp_authority" where the
    // material has none.
    std::unique_ptr<TimeStamper> time_stamper() const;

    // The list of the issuing authority as of `now`, DER.
    std::string crl(Moment now) const;
    // What a verifier of later needs: the certificates, both lists, and the answer about `certificate_der`
    // where it is of this authority (empty: none).
    Evidence evidence(Moment now, const std::vector<std::string>& certificates_der = {}) const;

    std::vector<std::string> trust_pem() const;  // the root, and the issuing certificate
    std::vector<std::string> crl_pem(Moment now) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::signing
