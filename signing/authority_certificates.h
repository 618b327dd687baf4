// The certificates of the local authority itself. Included by signing/*.cpp only.
#pragma once

#include "signing/authority.h"
#include "signing/certificate_request.h"
#include "signing/openssl_handles.h"

namespace sanad::signing {

// A clock that is a little ahead of another machine's must not make a fresh certificate "not yet valid"
// there.
constexpr std::chrono::minutes clock_slack{5};

// How long a list of the issuing authority is believed, and one of the root, which is made once a year.
constexpr std::chrono::days issuing_list_days{30};
constexpr std::chrono::days root_list_days{400};

struct KeyAndCertificate {
    std::string certificate_der;
    std::string key_der;
};

X509Ptr authority_certificate(const std::string& der);  // throws Error(corrupt)
AuthorityName name_in(X509* certificate);
Moment end_of(X509* certificate);

KeyAndCertificate make_root(const AuthorityName& name, Moment now, KeyKind kind);
// `use` is issuing or timestamp; never outlives the root.
KeyAndCertificate make_below_root(CertificateUse use, X509* root, EVP_PKEY* root_key, Moment now,
                                  KeyKind kind);

KeyKind kind_of(X509* certificate);

}  // namespace sanad::signing
