// The signature itself: a detached CMS SignedData as CAdES baseline B-B asks for it inside a PDF (ETSI EN 319
// 122-1 and EN 319 142-1, 6.3), around one private-key operation. Included by signing/*.cpp only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "signing/openssl_handles.h"
#include "signing/timestamp.h"

namespace sanad::signing {

// A signature that lacks only its value: the bytes go out to whoever holds the key, and may come back later.
struct CmsDraft {
    std::string der;                // without the value
    std::string signed_attributes;  // what is signed: the DER of the attributes as a SET (RFC 5652, 5.4)
    // The same structure, where it has not left this process: reading it again would cost more than a
    // signature by P-256, because of its certificates.
    std::shared_ptr<CMS_ContentInfo> unread = {};
};

// A signer's certificate or its issuer's, with a reference of its own. The last few are remembered, because
// OpenSSL takes longer to read a certificate than to sign with its key. Throws Error(bad_input) with
// "signing.key_file_unreadable".
X509Ptr signing_certificate(const std::string& der);

// Over `head` and `tail` one after the other, which are the bytes of the file around the gap.
CmsDraft draft_cms(std::string_view head, std::string_view tail, const std::string& certificate_der,
                   const std::vector<std::string>& chain_der);

// DER with the value, and with a time stamp of it where there is a stamper. Throws Error(bad_input) with
// "signing.value_wrong" where the value is not that of the certificate's key over the draft's attributes.
std::string complete_cms(const CmsDraft& draft, const std::string& value, TimeStamper* stamper, Moment now);

}  // namespace sanad::signing
