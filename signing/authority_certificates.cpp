#include "signing/authority_certificates.h"

#include <algorithm>
#include <chrono>

#include "signing/private_key.h"

namespace sanad::signing {
namespace {

using std::chrono::days;

constexpr int root_years = 20;
constexpr int issuing_years = 10;

std::string part_of(X509* certificate, int nid) {
    char text[256] = "";
    const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), nid, text, sizeof text);
    return length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string();
}

}  // namespace

X509Ptr authority_certificate(const std::string& der) {
    auto certificate = parse_certificate(der);
    if (certificate == nullptr) throw Error(ErrorCode::corrupt, "the authority's certificate is unreadable");
    return certificate;
}

AuthorityName name_in(X509* certificate) {
    return {part_of(certificate, NID_organizationName), part_of(certificate, NID_countryName)};
}

Moment end_of(X509* certificate) { return moment_of(X509_get0_notAfter(certificate)).value_or(Moment{}); }

KeyAndCertificate make_root(const AuthorityName& name, Moment now, KeyKind kind) {
    const auto key = make_key(kind);
    const auto certificate = make_certificate({.use = CertificateUse::root,
                                               .common_name = "Local Root Authority",
                                               .organisation = name.association,
                                               .country = name.country,
                                               .not_before = now - clock_slack,
                                               .not_after = now + days{365 * root_years}},
                                              key.get(), nullptr, key.get());
    return {certificate_der(certificate.get()), key_to_der(key.get())};
}

KeyAndCertificate make_below_root(CertificateUse use, X509* root, EVP_PKEY* root_key, Moment now,
                                  KeyKind kind) {
    const auto name = name_in(root);
    const auto key = make_key(kind);
    const auto certificate =
        make_certificate({.use = use,
                          .common_name = use == CertificateUse::issuing ? "Local Issuing Authority"
                                                                        : "Local Time-Stamp Authority",
                          .organisation = name.association,
                          .country = name.country,
                          .not_before = now - clock_slack,
                          .not_after = std::min(now + days{365 * issuing_years}, end_of(root))},
                         key.get(), root, root_key);
    return {certificate_der(certificate.get()), key_to_der(key.get())};
}

KeyKind kind_of(X509* certificate) {
    return EVP_PKEY_get_base_id(X509_get0_pubkey(certificate)) == EVP_PKEY_RSA ? KeyKind::rsa3072
                                                                               : KeyKind::p256;
}

}  // namespace sanad::signing
