// Whether a certificate leads to a trusted one, and at what time that is asked. Included by signing/*.cpp
// only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "signing/openssl_handles.h"
#include "signing/verify_revocation.h"

namespace sanad::signing {

enum class CertificateRole { signer, time_stamping, any };

struct TrustFinding {
    bool trusted = false;
    bool out_of_time = false;  // the path is good, the moment is not
    std::string reason = {};   // OpenSSL's, where not trusted
    X509StackPtr path = {};    // where trusted: from the certificate to the anchor
};

// The same with what is known of revocation.
struct PathFinding {
    bool trusted = false;
    bool out_of_time = false;
    bool revoked = false;  // before the moment asked about
    bool authority_revoked = false;
    bool revocation_known = false;     // of every certificate that can be revoked
    bool revocation_embedded = false;  // and all of that lies in the file
    std::string reason = {};
};

class TrustAnchors {
public:
    // Each text may hold several certificates. Throws Error(bad_input) with "signing.trust_unreadable".
    explicit TrustAnchors(const std::vector<std::string>& pem);

    // RFC 5280, 6.1, at `when`, with `known` to build the path from. Revocation is not looked at.
    TrustFinding check(X509* certificate, STACK_OF(X509) * known, Moment when, CertificateRole role) const;
    PathFinding check(X509* certificate, STACK_OF(X509) * known, Moment when, CertificateRole role,
                      const RevocationEvidence& revocation) const;

private:
    // `partial`: a trusted certificate in the middle of a path ends it.
    TrustFinding attempt(X509* certificate, STACK_OF(X509) * known, Moment when, CertificateRole role,
                         bool partial) const;

    X509StorePtr store_;
};

// Whether it says of itself that a local authority issued it. Nobody gains by saying so falsely.
bool is_local(X509* certificate);

// ETSI EN 319 412-1, 5.2: the certificate lives so briefly that it need not and cannot be revoked. Then, and
// only then, the claimed time is believed after it has expired
// (docs/decisions/0062-one-time-certificates.md).
bool is_short_term(X509* certificate);

// "D:20261122090000+03'00'" (ISO 32000-2, 7.9.4).
std::optional<Moment> parse_pdf_date(std::string_view text);

}  // namespace sanad::signing
