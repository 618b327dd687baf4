// What a certificate of the local authority says, and the making of it (RFC 5280; ETSI EN 319 412-2 for
// people). Included by signing/*.cpp only.
#pragma once

#include <string>

#include "core/time.h"
#include "signing/openssl_handles.h"

namespace sanad::signing {

enum class CertificateUse { root, issuing, timestamp, member, applicant };

struct CertificateRequest {
    CertificateUse use;
    std::string common_name;  // one script: a mixture breaks strict validators
    std::string organisation = {};
    std::string country = {};  // two letters (ISO 3166)
    std::string title = {};    // a member's role
    std::string unit = {};     // an applicant's case
    Moment not_before = {};
    Moment not_after = {};
};

// Signed by `issuer_key` in the name of `issuer`, which is null for a root. Throws Error(bad_input) with
// "signing.name_scripts" for a name in two scripts, "signing.name_empty" for none.
X509Ptr make_certificate(const CertificateRequest& request, EVP_PKEY* subject_key, X509* issuer,
                         EVP_PKEY* issuer_key);

}  // namespace sanad::signing
