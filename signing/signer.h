// Whoever can sign: a certificate and one private-key operation.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace sanad::signing {

class Signer {
public:
    virtual ~Signer() = default;
    virtual std::string certificate_der() const = 0;
    virtual std::vector<std::string> chain_der() const = 0;  // issuers, without the certificate itself
    virtual std::string common_name() const = 0;
    // The signature over `bytes`, which are the DER of the signed attributes (RFC 5652, 5.4). Called once a
    // signature.
    virtual std::string sign(std::string_view bytes) = 0;
};

// Throws Error(bad_input) for what is no PKCS#12, and with message "signing.passphrase_wrong" for a wrong
// passphrase.
std::unique_ptr<Signer> open_pkcs12(std::string_view bytes, const std::string& passphrase);

// The same key, certificate and issuers under another passphrase. Throws as open_pkcs12.
std::string change_pkcs12_passphrase(std::string_view bytes, const std::string& passphrase,
                                     const std::string& new_passphrase);

}  // namespace sanad::signing
