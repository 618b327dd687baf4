// The local authority: a root that signs members' certificates and applicants' one-time certificates. What it issues
// proves integrity and who signed in our records; it is no nationally licensed authority and says so in its name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/time.h"
#include "signing/signer.h"

namespace sanad::signing {

enum class KeyKind { p256, rsa3072 };

// What an archive keeps of its authority; the keys are PKCS#8 DER in clear and are sealed by the storage.
struct AuthorityMaterial {
    std::string root_certificate_der;
    std::string root_key_der;
    std::string issuing_certificate_der;
    std::string issuing_key_der;
};

AuthorityMaterial make_authority(const std::string& association, Moment now);

struct Issued {
    std::string certificate_der;
    std::string serial_hex;
    std::string pkcs12;          // members only
};

class Authority {
public:
    explicit Authority(AuthorityMaterial material);  // throws Error(corrupt)
    ~Authority();

    // A member's key and certificate as PKCS#12 under `passphrase`, valid for `days`. `name` is the CN, one script.
    Issued issue_member(const std::string& name, const std::string& role, const std::string& passphrase, Moment now,
                        KeyKind kind = KeyKind::p256, int days = 730) const;

    // An applicant's one-time signer: the key lives in this object only and is wiped with it. The certificate is valid
    // from `now` for `minutes` and names the applicant and the case.
    std::unique_ptr<Signer> one_time_signer(const std::string& name, const std::string& case_id, Moment now,
                                            int minutes = 15) const;

    std::vector<std::string> trust_pem() const;      // the root, and the issuing certificate

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::signing
