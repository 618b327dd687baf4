#include "signing/authority.h"

#include <algorithm>
#include <chrono>

#include "signing/authority_certificates.h"
#include "signing/key_signer.h"
#include "signing/private_key.h"
#include "signing/revocation_lists.h"
#include "signing/timestamp_token.h"

namespace sanad::signing {
namespace {

template <class T, class Write>
std::string in_pem(T* object, Write write, const char* call) {
    const auto bio = owned<BioPtr>(BIO_new(BIO_s_mem()), "BIO_new");
    succeeded(write(bio.get(), object), call);
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

X509StackPtr stack_of(std::initializer_list<X509*> certificates) {
    X509StackPtr stack(sk_X509_new_null());
    for (X509* certificate : certificates) {
        X509_up_ref(certificate);
        sk_X509_push(stack.get(), certificate);
    }
    return stack;
}

void check_pair(X509* certificate, EVP_PKEY* key) {
    if (X509_check_private_key(certificate, key) == 1) return;
    ERR_clear_error();
    throw Error(ErrorCode::corrupt, "a key of the authority is not that of its certificate");
}

class LocalTimeStamper final : public TimeStamper {
public:
    LocalTimeStamper(PkeyPtr key, X509Ptr certificate, X509Ptr root)
        : key_(std::move(key)), certificate_(std::move(certificate)), root_(std::move(root)) {}

    std::string token(std::string_view digest, Moment now) override {
        const auto request = time_stamp_request(digest);
        return make_token(request.get(), certificate_.get(), key_.get(), stack_of({root_.get()}).get(), now);
    }
    std::string name() const override { return common_name_of(X509_get_subject_name(certificate_.get())); }
    bool is_local() const override { return true; }

private:
    PkeyPtr key_;
    X509Ptr certificate_;
    X509Ptr root_;
};

}  // namespace

AuthorityMaterial make_authority(const AuthorityName& name, Moment now, KeyKind kind) {
    auto root = make_root(name, now, kind);
    AuthorityMaterial material;
    material.root_certificate_der = root.certificate_der;
    material.root_key_der = root.key_der;
    const auto certificate = authority_certificate(root.certificate_der);
    const auto key = key_from_der(root.key_der);
    auto issuing = make_below_root(CertificateUse::issuing, certificate.get(), key.get(), now, kind);
    auto timestamp = make_below_root(CertificateUse::timestamp, certificate.get(), key.get(), now, kind);
    material.issuing_certificate_der = std::move(issuing.certificate_der);
    material.issuing_key_der = std::move(issuing.key_der);
    material.timestamp_certificate_der = std::move(timestamp.certificate_der);
    material.timestamp_key_der = std::move(timestamp.key_der);
    material.root_crl_der = make_crl(certificate.get(), key.get(), {}, {now, now + root_list_days});
    return material;
}

AuthorityMaterial make_authority(const std::string& association, Moment now) {
    return make_authority(AuthorityName{association}, now);
}

CertificateSummary summary_of(const std::string& certificate_der) {
    const auto certificate = parse_certificate(certificate_der);
    if (certificate == nullptr)
        throw Error(ErrorCode::bad_input, "no certificate",
                    UserMessage{"signing.certificate_unreadable", {}});
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    char title[256] = "";
    const int titled = X509_NAME_get_text_by_NID(subject, NID_title, title, sizeof title);
    return {.serial_hex = serial_hex(certificate.get()),
            .name = common_name_of(subject),
            .issuer = common_name_of(X509_get_issuer_name(certificate.get())),
            .role = titled > 0 ? title : "",
            .algorithm = kind_of(certificate.get()) == KeyKind::rsa3072 ? "RSA-3072" : "P-256",
            .not_before = moment_of(X509_get0_notBefore(certificate.get())).value_or(Moment{}),
            .not_after = end_of(certificate.get())};
}

std::string certificate_pem(const std::string& certificate_der) {
    return in_pem(authority_certificate(certificate_der).get(), PEM_write_bio_X509, "PEM_write_bio_X509");
}

std::string crl_pem(const std::string& der) {
    const unsigned char* at = bytes_of(der);
    const auto crl =
        owned<X509CrlPtr>(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())), "d2i_X509_CRL");
    return in_pem(crl.get(), PEM_write_bio_X509_CRL, "PEM_write_bio_X509_CRL");
}

struct Authority::Impl {
    AuthorityMaterial material;
    std::vector<RevokedCertificate> revoked;
    X509Ptr root;
    X509Ptr issuing;
    PkeyPtr issuing_key;

    ~Impl() {
        for (auto* key : {&material.root_key_der, &material.issuing_key_der, &material.timestamp_key_der})
            OPENSSL_cleanse(key->data(), key->size());
    }

    X509Ptr issue(CertificateRequest request, EVP_PKEY* key) const {
        const auto name = name_in(issuing.get());
        request.organisation = name.association;
        request.country = name.country;
        request.not_after = std::min(request.not_after, end_of(issuing.get()));
        if (request.not_after <= request.not_before)
            throw Error(ErrorCode::conflict, "the issuing certificate has expired",
                        UserMessage{"signing.authority_expired", {}});
        return make_certificate(request, key, issuing.get(), issuing_key.get());
    }
};

Authority::Authority(AuthorityMaterial material, std::vector<RevokedCertificate> revoked)
    : impl_(std::make_unique<Impl>()) {
    impl_->root = authority_certificate(material.root_certificate_der);
    impl_->issuing = authority_certificate(material.issuing_certificate_der);
    impl_->issuing_key = key_from_der(material.issuing_key_der);
    check_pair(impl_->issuing.get(), impl_->issuing_key.get());
    impl_->material = std::move(material);
    impl_->revoked = std::move(revoked);
}

Authority::~Authority() = default;
Authority::Authority(Authority&&) noexcept = default;

Issued Authority::issue_member(const std::string& name, const std::string& role,
                               const std::string& passphrase, Moment now, KeyKind kind,
                               int days_valid) const {
    const auto key = make_key(kind);
    const auto certificate = impl_->issue({.use = CertificateUse::member,
                                           .common_name = name,
                                           .title = role,
                                           .not_before = now - clock_slack,
                                           .not_after = now + std::chrono::days{days_valid}},
                                          key.get());
    const auto chain = stack_of({impl_->issuing.get(), impl_->root.get()});
    return {certificate_der(certificate.get()), serial_hex(certificate.get()),
            make_pkcs12(key.get(), certificate.get(), chain.get(), name, passphrase)};
}

std::unique_ptr<Signer> Authority::one_time_signer(const std::string& name, const std::string& case_id,
                                                   Moment now, int minutes_valid) const {
    auto key = make_key(KeyKind::p256);
    auto certificate = impl_->issue({.use = CertificateUse::applicant,
                                     .common_name = name,
                                     .unit = case_id,
                                     .not_before = now,
                                     .not_after = now + std::chrono::minutes{minutes_valid}},
                                    key.get());
    return std::make_unique<KeySigner>(
        std::move(key), std::move(certificate),
        std::vector{impl_->material.issuing_certificate_der, impl_->material.root_certificate_der});
}

std::unique_ptr<TimeStamper> Authority::time_stamper() const {
    if (impl_->material.timestamp_key_der.empty())
        throw Error(ErrorCode::not_found, "no time-stamp authority",
                    UserMessage{"signing.no_timestamp_authority", {}});
    auto key = key_from_der(impl_->material.timestamp_key_der);
    auto certificate = authority_certificate(impl_->material.timestamp_certificate_der);
    check_pair(certificate.get(), key.get());
    return std::make_unique<LocalTimeStamper>(std::move(key), std::move(certificate),
                                              authority_certificate(impl_->material.root_certificate_der));
}

std::string Authority::crl(Moment now) const {
    return make_crl(impl_->issuing.get(), impl_->issuing_key.get(), impl_->revoked,
                    {now, now + issuing_list_days});
}

Evidence Authority::evidence(Moment now, const std::vector<std::string>& certificates_der) const {
    Evidence made;
    for (const auto* der : {&impl_->material.root_certificate_der, &impl_->material.issuing_certificate_der,
                            &impl_->material.timestamp_certificate_der})
        if (!der->empty()) made.certificates.push_back(*der);
    made.crls.push_back(crl(now));
    if (!impl_->material.root_crl_der.empty()) made.crls.push_back(impl_->material.root_crl_der);
    for (const auto& der : certificates_der) {
        const auto certificate = parse_certificate(der);
        if (certificate == nullptr ||
            X509_check_issued(impl_->issuing.get(), certificate.get()) != X509_V_OK ||
            X509_verify(certificate.get(), impl_->issuing_key.get()) != 1)
            continue;
        made.ocsps.push_back(make_ocsp_response(certificate.get(), impl_->issuing.get(),
                                                impl_->issuing_key.get(), impl_->revoked,
                                                {now, now + issuing_list_days}));
    }
    ERR_clear_error();
    return made;
}

std::vector<std::string> Authority::trust_pem() const {
    return {certificate_pem(impl_->material.root_certificate_der),
            certificate_pem(impl_->material.issuing_certificate_der)};
}

std::vector<std::string> Authority::crl_pem(Moment now) const {
    std::vector<std::string> made = {signing::crl_pem(crl(now))};
    if (!impl_->material.root_crl_der.empty()) made.push_back(signing::crl_pem(impl_->material.root_crl_der));
    return made;
}

}  // namespace sanad::signing
