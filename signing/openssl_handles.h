// Owning handles for OpenSSL objects, and the one place where its failures become an Error.
// Included by signing/*.cpp only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "core/error.h"
#include "core/time.h"

namespace sanad::signing {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* raw) const noexcept {
        Free(raw);
    }
};

inline void free_certificates(STACK_OF(X509) * stack) noexcept { sk_X509_pop_free(stack, X509_free); }
inline void free_lists(STACK_OF(X509_CRL) * stack) noexcept { sk_X509_CRL_pop_free(stack, X509_CRL_free); }
inline void free_openssl_bytes(void* raw) noexcept { OPENSSL_free(raw); }

using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using X509CrlPtr = std::unique_ptr<X509_CRL, Freed<X509_CRL_free>>;
using X509StackPtr = std::unique_ptr<STACK_OF(X509), Freed<free_certificates>>;
using X509StorePtr = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using X509StoreContextPtr = std::unique_ptr<X509_STORE_CTX, Freed<X509_STORE_CTX_free>>;
using X509ExtensionPtr = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using EcdsaSignaturePtr = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using PkeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using PkeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Pkcs12Ptr = std::unique_ptr<PKCS12, Freed<PKCS12_free>>;
using Pkcs8Ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freed<PKCS8_PRIV_KEY_INFO_free>>;
using BignumPtr = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using BioPtr = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using CmsPtr = std::unique_ptr<CMS_ContentInfo, Freed<CMS_ContentInfo_free>>;
using Asn1TimePtr = std::unique_ptr<ASN1_TIME, Freed<ASN1_TIME_free>>;
using Asn1StringPtr = std::unique_ptr<ASN1_STRING, Freed<ASN1_STRING_free>>;

// Throws Error(external) with OpenSSL's own reason and leaves its error queue empty.
[[noreturn]] void throw_openssl(const char* call);

// Takes ownership of what an OpenSSL call returned. `call` is its name, for the log.
template <class Ptr>
Ptr owned(typename Ptr::pointer raw, const char* call) {
    if (raw == nullptr) throw_openssl(call);
    return Ptr(raw);
}

// For calls that return 1 on success.
inline void succeeded(int result, const char* call) {
    if (result <= 0) throw_openssl(call);
}

inline const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// The DER of anything that has an i2d function.
template <class T, class Encode>
std::string der_of(T* object, Encode encode, const char* call) {
    unsigned char* raw = nullptr;
    const int length = encode(object, &raw);
    if (length <= 0) throw_openssl(call);
    const std::unique_ptr<unsigned char, Freed<free_openssl_bytes>> hold(raw);
    return {reinterpret_cast<char*>(raw), static_cast<std::size_t>(length)};
}

inline std::string certificate_der(X509* certificate) { return der_of(certificate, i2d_X509, "i2d_X509"); }

// A certificate that fills `der` exactly; null where it is none.
X509Ptr parse_certificate(std::string_view der);

// Nothing for what is no time.
std::optional<Moment> moment_of(const ASN1_TIME* time);

// A copy of a stack's certificates, each with a reference of its own, at the end of `into`.
void add_certificates(STACK_OF(X509) * into, const STACK_OF(X509) * from);

// The common name as UTF-8, or the whole subject where it has none.
std::string common_name_of(const X509_NAME* name);
std::string organisation_of(const X509_NAME* name);        // empty where it names none
std::string name_and_organisation(const X509_NAME* name);  // "Local Issuing Authority (…)"

}  // namespace sanad::signing
