#include "signing/authority.h"

#include <chrono>

#include "signing/certificate_request.h"
#include "signing/key_signer.h"
#include "signing/private_key.h"

namespace sanad::signing {
namespace {

using std::chrono::days;
using std::chrono::minutes;

// A clock that is a little ahead of another machine's must not make a fresh certificate "not yet valid"
// there.
constexpr minutes clock_slack{5};

constexpr int authority_years = 20;
constexpr int issuing_years = 10;

X509Ptr certificate_from(const std::string& der) {
    auto certificate = parse_certificate(der);
    if (certificate == nullptr) throw Error(ErrorCode::corrupt, "the authority's certificate is unreadable");
    return certificate;
}

std::string serial_hex(X509* certificate) {
    const BignumPtr number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
    const std::unique_ptr<char, Freed<free_openssl_bytes>> text(BN_bn2hex(number.get()));
    return text == nullptr ? "" : text.get();
}

std::string organisation_of(X509* certificate) {
    char text[256] = "";
    const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_organizationName,
                                                 text, sizeof text);
    return length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string();
}

std::string to_pem(const std::string& der) {
    const auto certificate = certificate_from(der);
    const auto bio = owned<BioPtr>(BIO_new(BIO_s_mem()), "BIO_new");
    succeeded(PEM_write_bio_X509(bio.get(), certificate.get()), "PEM_write_bio_X509");
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

}  // namespace

AuthorityMaterial make_authority(const std::string& association, Moment now) {
    const auto root_key = make_key(KeyKind::p256);
    const auto issuing_key = make_key(KeyKind::p256);
    CertificateRequest request{.use = CertificateUse::root,
                               .common_name = "Local Root Authority",
                               .organisation = association,
                               .not_before = now - clock_slack,
                               .not_after = now + days{365 * authority_years}};
    const auto root = make_certificate(request, root_key.get(), nullptr, root_key.get());
    request.use = CertificateUse::issuing;
    request.common_name = "Local Issuing Authority";
    request.not_after = now + days{365 * issuing_years};
    const auto issuing = make_certificate(request, issuing_key.get(), root.get(), root_key.get());
    return {certificate_der(root.get()), key_to_der(root_key.get()), certificate_der(issuing.get()),
            key_to_der(issuing_key.get())};
}

struct Authority::Impl {
    AuthorityMaterial material;
    X509Ptr root;
    X509Ptr issuing;
    PkeyPtr issuing_key;

    X509Ptr issue(CertificateRequest request, EVP_PKEY* key) const {
        request.organisation = organisation_of(issuing.get());
        return make_certificate(request, key, issuing.get(), issuing_key.get());
    }
};

Authority::Authority(AuthorityMaterial material) : impl_(std::make_unique<Impl>()) {
    impl_->root = certificate_from(material.root_certificate_der);
    impl_->issuing = certificate_from(material.issuing_certificate_der);
    impl_->issuing_key = key_from_der(material.issuing_key_der);
    if (X509_check_private_key(impl_->issuing.get(), impl_->issuing_key.get()) != 1) {
        ERR_clear_error();
        throw Error(ErrorCode::corrupt, "the issuing key is not that of the issuing certificate");
    }
    impl_->material = std::move(material);
}

Authority::~Authority() {
    OPENSSL_cleanse(impl_->material.root_key_der.data(), impl_->material.root_key_der.size());
    OPENSSL_cleanse(impl_->material.issuing_key_der.data(), impl_->material.issuing_key_der.size());
}

Issued Authority::issue_member(const std::string& name, const std::string& role,
                               const std::string& passphrase, Moment now, KeyKind kind,
                               int days_valid) const {
    const auto key = make_key(kind);
    const auto certificate = impl_->issue({.use = CertificateUse::member,
                                           .common_name = name,
                                           .title = role,
                                           .not_before = now - clock_slack,
                                           .not_after = now + days{days_valid}},
                                          key.get());
    const X509StackPtr chain(sk_X509_new_null());
    for (X509* issuer : {impl_->issuing.get(), impl_->root.get()}) {
        X509_up_ref(issuer);
        sk_X509_push(chain.get(), issuer);
    }
    const auto file =
        owned<Pkcs12Ptr>(PKCS12_create(passphrase.c_str(), name.c_str(), key.get(), certificate.get(),
                                       chain.get(), NID_aes_256_cbc, NID_aes_256_cbc, 300'000, -1, 0),
                         "PKCS12_create");
    succeeded(PKCS12_set_mac(file.get(), passphrase.c_str(), -1, nullptr, 0, 300'000, EVP_sha256()),
              "PKCS12_set_mac");
    return {certificate_der(certificate.get()), serial_hex(certificate.get()),
            der_of(file.get(), i2d_PKCS12, "i2d_PKCS12")};
}

std::unique_ptr<Signer> Authority::one_time_signer(const std::string& name, const std::string& case_id,
                                                   Moment now, int minutes_valid) const {
    auto key = make_key(KeyKind::p256);
    auto certificate = impl_->issue({.use = CertificateUse::applicant,
                                     .common_name = name,
                                     .unit = case_id,
                                     .not_before = now,
                                     .not_after = now + minutes{minutes_valid}},
                                    key.get());
    return std::make_unique<KeySigner>(
        std::move(key), std::move(certificate),
        std::vector{impl_->material.issuing_certificate_der, impl_->material.root_certificate_der});
}

std::vector<std::string> Authority::trust_pem() const {
    return {to_pem(impl_->material.root_certificate_der), to_pem(impl_->material.issuing_certificate_der)};
}

}  // namespace sanad::signing
