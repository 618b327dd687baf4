// The parts of a CMS that OpenSSL keeps to itself. Included by signing/*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signing/openssl_handles.h"

namespace sanad::signing {

// What the ESS signing-certificate attribute (RFC 5035; version 1: RFC 2634) says of the signer's
// certificate.
struct StatedCertificate {
    bool present = false;
    const EVP_MD* algorithm = nullptr;
    std::string hash = {};

    bool speaks_of(X509* certificate) const;
};

StatedCertificate stated_certificate(const CMS_SignerInfo* signer);

// adbe-revocationInfoArchival (ISO 32000-2, 12.8.3.3.2): the lists and responses in it, DER.
void archived_revocation(const CMS_SignerInfo* signer, std::vector<std::string>& crls,
                         std::vector<std::string>& ocsps);

// Whether the parts of a SignedData that no signature covers are what RFC 5652 makes of the rest (5.1, 5.3):
// the versions, and the list of digests. Nothing where the encoding is not DER, so that it cannot be told.
std::optional<bool> frame_is_regular(std::string_view der);

// A SET with these members in this order.
std::string encode_set(const std::vector<std::string>& members);

std::string digest_of_text(const EVP_MD* algorithm, std::string_view text);

}  // namespace sanad::signing
