// One private key: the operation that a signer does with it, and its making and serialising for the
// authority. Included by signing/*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "signing/authority.h"
#include "signing/openssl_handles.h"

namespace sanad::signing {

PkeyPtr make_key(KeyKind kind);
std::string key_to_der(EVP_PKEY* key);       // PKCS#8, in clear
PkeyPtr key_from_der(std::string_view der);  // throws Error(corrupt)

// A PKCS#12 file of a key, its certificate and the issuers: AES-256, PBKDF2 and MAC with 300,000 rounds.
std::string make_pkcs12(EVP_PKEY* key, X509* certificate, STACK_OF(X509) * chain, const std::string& name,
                        const std::string& passphrase);

// SHA-256 with RSA (PKCS#1 v1.5) or ECDSA, over the bytes as they are.
std::string sign_bytes(EVP_PKEY* key, std::string_view bytes);

}  // namespace sanad::signing
