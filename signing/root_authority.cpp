#include "signing/root_authority.h"

#include <array>

#include <openssl/rand.h>

#include "signing/authority_certificates.h"
#include "signing/private_key.h"
#include "signing/revocation_lists.h"

namespace sanad::signing {
namespace {

using SealedKeyPtr = std::unique_ptr<X509_SIG, Freed<X509_SIG_free>>;
using AlgorithmPtr = std::unique_ptr<X509_ALGOR, Freed<X509_ALGOR_free>>;

// scrypt (RFC 7914): 16 MiB eight times over, which is what OpenSSL opens without being asked for more.
constexpr std::uint64_t scrypt_n = 16'384, scrypt_r = 8, scrypt_p = 8;

[[noreturn]] void refuse(const char* what, const char* message) {
    ERR_clear_error();
    throw Error(ErrorCode::bad_input, what, UserMessage{message, {}});
}

}  // namespace

std::string seal_root_key(const std::string& key_der, const std::string& passphrase) {
    const unsigned char* at = bytes_of(key_der);
    const auto info = owned<Pkcs8Ptr>(
        d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(key_der.size())), "d2i_PKCS8_PRIV_KEY_INFO");
    std::array<unsigned char, 16> salt{};
    succeeded(RAND_bytes(salt.data(), salt.size()), "RAND_bytes");
    auto method = owned<AlgorithmPtr>(PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), salt.data(), salt.size(),
                                                            nullptr, scrypt_n, scrypt_r, scrypt_p),
                                      "PKCS5_pbe2_set_scrypt");
    const auto sealed = owned<SealedKeyPtr>(
        PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info.get(), method.get()),
        "PKCS8_set0_pbe");
    static_cast<void>(method.release());  // the sealed key's own now
    const auto bio = owned<BioPtr>(BIO_new(BIO_s_mem()), "BIO_new");
    succeeded(PEM_write_bio_PKCS8(bio.get(), sealed.get()), "PEM_write_bio_PKCS8");
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

std::string open_root_key(const std::string& pem, const std::string& passphrase) {
    const auto bio =
        owned<BioPtr>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), "BIO_new_mem_buf");
    const SealedKeyPtr sealed(PEM_read_bio_PKCS8(bio.get(), nullptr, nullptr, nullptr));
    if (sealed == nullptr) refuse("no sealed key in the file", "signing.root_key_unreadable");
    const Pkcs8Ptr info(PKCS8_decrypt(sealed.get(), passphrase.data(), static_cast<int>(passphrase.size())));
    if (info == nullptr) refuse("the passphrase of the root is wrong", "signing.root_passphrase_wrong");
    return der_of(info.get(), i2d_PKCS8_PRIV_KEY_INFO, "i2d_PKCS8_PRIV_KEY_INFO");
}

struct RootAuthority::Impl {
    AuthorityMaterial material;
    X509Ptr certificate;
    PkeyPtr key;

    ~Impl() { OPENSSL_cleanse(material.root_key_der.data(), material.root_key_der.size()); }
};

RootAuthority::RootAuthority(AuthorityMaterial material) : impl_(std::make_unique<Impl>()) {
    impl_->certificate = authority_certificate(material.root_certificate_der);
    impl_->key = key_from_der(material.root_key_der);
    if (X509_check_private_key(impl_->certificate.get(), impl_->key.get()) != 1)
        refuse("the key is not that of the root", "signing.root_key_other");
    impl_->material = std::move(material);
}

RootAuthority::~RootAuthority() = default;
RootAuthority::RootAuthority(RootAuthority&&) noexcept = default;

void RootAuthority::renew_issuing(Moment now) {
    auto made = make_below_root(CertificateUse::issuing, impl_->certificate.get(), impl_->key.get(), now,
                                kind_of(impl_->certificate.get()));
    impl_->material.issuing_certificate_der = std::move(made.certificate_der);
    impl_->material.issuing_key_der = std::move(made.key_der);
}

void RootAuthority::renew_timestamp(Moment now) {
    auto made = make_below_root(CertificateUse::timestamp, impl_->certificate.get(), impl_->key.get(), now,
                                kind_of(impl_->certificate.get()));
    impl_->material.timestamp_certificate_der = std::move(made.certificate_der);
    impl_->material.timestamp_key_der = std::move(made.key_der);
}

void RootAuthority::renew_crl(const std::vector<RevokedCertificate>& revoked, Moment now) {
    impl_->material.root_crl_der =
        make_crl(impl_->certificate.get(), impl_->key.get(), revoked, {now, now + root_list_days});
}

const AuthorityMaterial& RootAuthority::material() const { return impl_->material; }

}  // namespace sanad::signing
