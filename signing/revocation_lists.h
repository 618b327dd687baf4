// The making of revocation lists and OCSP responses. Included by signing/*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signing/openssl_handles.h"
#include "signing/revocation.h"

namespace sanad::signing {

// DER. The list's number is the second at which it was made, so that a later list has a higher one.
std::string make_crl(X509* issuer, EVP_PKEY* key, const std::vector<RevokedCertificate>& revoked,
                     RevocationPeriod period);

// DER of a basic response about one certificate, signed by its issuer itself.
std::string make_ocsp_response(X509* certificate, X509* issuer, EVP_PKEY* key,
                               const std::vector<RevokedCertificate>& revoked, RevocationPeriod period);

std::string serial_hex(X509* certificate);

}  // namespace sanad::signing
