#include "signing/private_key.h"

namespace sanad::signing {

PkeyPtr make_key(KeyKind kind) {
    EVP_PKEY* key = kind == KeyKind::p256 ? EVP_EC_gen("P-256") : EVP_RSA_gen(3072);
    return owned<PkeyPtr>(key, "EVP_PKEY_Q_keygen");
}

std::string key_to_der(EVP_PKEY* key) {
    const auto info = owned<Pkcs8Ptr>(EVP_PKEY2PKCS8(key), "EVP_PKEY2PKCS8");
    return der_of(info.get(), i2d_PKCS8_PRIV_KEY_INFO, "i2d_PKCS8_PRIV_KEY_INFO");
}

PkeyPtr key_from_der(std::string_view der) {
    const unsigned char* at = bytes_of(der);
    const Pkcs8Ptr info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
    PkeyPtr key(info == nullptr ? nullptr : EVP_PKCS82PKEY(info.get()));
    ERR_clear_error();
    if (key == nullptr) throw Error(ErrorCode::corrupt, "the authority's key is no PKCS#8");
    return key;
}

std::string make_pkcs12(EVP_PKEY* key, X509* certificate, STACK_OF(X509) * chain, const std::string& name,
                        const std::string& passphrase) {
    constexpr int rounds = 300'000;
    const auto file = owned<Pkcs12Ptr>(PKCS12_create(passphrase.c_str(), name.c_str(), key, certificate,
                                                     chain, NID_aes_256_cbc, NID_aes_256_cbc, rounds, -1, 0),
                                       "PKCS12_create");
    succeeded(PKCS12_set_mac(file.get(), passphrase.c_str(), -1, nullptr, 0, rounds, EVP_sha256()),
              "PKCS12_set_mac");
    return der_of(file.get(), i2d_PKCS12, "i2d_PKCS12");
}

std::string sign_bytes(EVP_PKEY* key, std::string_view bytes) {
    const auto context = owned<DigestContextPtr>(EVP_MD_CTX_new(), "EVP_MD_CTX_new");
    succeeded(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key), "EVP_DigestSignInit");
    std::size_t size = 0;
    succeeded(EVP_DigestSign(context.get(), nullptr, &size, bytes_of(bytes), bytes.size()), "EVP_DigestSign");
    std::string signature(size, '\0');
    succeeded(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                             bytes_of(bytes), bytes.size()),
              "EVP_DigestSign");
    signature.resize(size);
    return signature;
}

}  // namespace sanad::signing
