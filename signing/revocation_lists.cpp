#include "signing/revocation_lists.h"

#include <algorithm>

namespace sanad::signing {
namespace {

using EnumeratedPtr = std::unique_ptr<ASN1_ENUMERATED, Freed<ASN1_ENUMERATED_free>>;
using IntegerPtr = std::unique_ptr<ASN1_INTEGER, Freed<ASN1_INTEGER_free>>;
using RevokedPtr = std::unique_ptr<X509_REVOKED, Freed<X509_REVOKED_free>>;
using GeneralizedTimePtr = std::unique_ptr<ASN1_GENERALIZEDTIME, Freed<ASN1_GENERALIZEDTIME_free>>;
using BasicResponsePtr = std::unique_ptr<OCSP_BASICRESP, Freed<OCSP_BASICRESP_free>>;
using ResponsePtr = std::unique_ptr<OCSP_RESPONSE, Freed<OCSP_RESPONSE_free>>;

std::time_t seconds(Moment moment) { return static_cast<std::time_t>(moment.time_since_epoch().count()); }

int code_of(RevocationReason reason) {
    switch (reason) {
        case RevocationReason::key_compromise:
            return CRL_REASON_KEY_COMPROMISE;
        case RevocationReason::affiliation_changed:
            return CRL_REASON_AFFILIATION_CHANGED;
        case RevocationReason::superseded:
            return CRL_REASON_SUPERSEDED;
        case RevocationReason::ceased:
            return CRL_REASON_CESSATION_OF_OPERATION;
        case RevocationReason::unspecified:
            break;
    }
    return CRL_REASON_UNSPECIFIED;
}

IntegerPtr serial_of(const std::string& hex) {
    BIGNUM* raw = nullptr;
    const int digits = BN_hex2bn(&raw, hex.c_str());
    const BignumPtr number(raw);
    if (digits == 0 || digits != static_cast<int>(hex.size()))
        throw Error(ErrorCode::corrupt, "no serial number: " + hex);
    return owned<IntegerPtr>(BN_to_ASN1_INTEGER(number.get(), nullptr), "BN_to_ASN1_INTEGER");
}

void add_entry(X509_CRL* crl, const RevokedCertificate& entry) {
    auto made = owned<RevokedPtr>(X509_REVOKED_new(), "X509_REVOKED_new");
    const Asn1TimePtr at(ASN1_TIME_set(nullptr, seconds(entry.at)));
    succeeded(X509_REVOKED_set_serialNumber(made.get(), serial_of(entry.serial_hex).get()),
              "X509_REVOKED_set_serialNumber");
    succeeded(X509_REVOKED_set_revocationDate(made.get(), at.get()), "X509_REVOKED_set_revocationDate");
    // RFC 5280, 5.3.1: left out rather than "unspecified".
    if (entry.reason != RevocationReason::unspecified) {
        const auto code = owned<EnumeratedPtr>(ASN1_ENUMERATED_new(), "ASN1_ENUMERATED_new");
        succeeded(ASN1_ENUMERATED_set(code.get(), code_of(entry.reason)), "ASN1_ENUMERATED_set");
        succeeded(X509_REVOKED_add1_ext_i2d(made.get(), NID_crl_reason, code.get(), 0, 0),
                  "X509_REVOKED_add1_ext_i2d");
    }
    succeeded(X509_CRL_add0_revoked(crl, made.get()), "X509_CRL_add0_revoked");
    static_cast<void>(made.release());  // the list's own now
}

// 5.2.1 and 5.2.3.
void add_crl_extensions(X509_CRL* crl, X509* issuer, Moment at) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, nullptr, nullptr, crl, 0);
    const auto key = owned<X509ExtensionPtr>(
        X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"),
        "X509V3_EXT_conf_nid");
    succeeded(X509_CRL_add_ext(crl, key.get(), -1), "X509_CRL_add_ext");
    const IntegerPtr number(ASN1_INTEGER_new());
    succeeded(ASN1_INTEGER_set_int64(number.get(), seconds(at)), "ASN1_INTEGER_set_int64");
    succeeded(X509_CRL_add1_ext_i2d(crl, NID_crl_number, number.get(), 0, 0), "X509_CRL_add1_ext_i2d");
}

// OpenSSL writes the machine's own time; ours is the caller's, and the field has no setter.
void set_produced_at(OCSP_BASICRESP* response, Moment at) {
    auto* field = const_cast<ASN1_GENERALIZEDTIME*>(OCSP_resp_get0_produced_at(response));
    if (ASN1_GENERALIZEDTIME_set(field, seconds(at)) == nullptr) throw_openssl("ASN1_GENERALIZEDTIME_set");
}

}  // namespace

std::string make_crl(X509* issuer, EVP_PKEY* key, const std::vector<RevokedCertificate>& revoked,
                     RevocationPeriod period) {
    const auto crl = owned<X509CrlPtr>(X509_CRL_new(), "X509_CRL_new");
    succeeded(X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2), "X509_CRL_set_version");
    succeeded(X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(issuer)), "X509_CRL_set_issuer_name");
    const Asn1TimePtr at(ASN1_TIME_set(nullptr, seconds(period.at)));
    const Asn1TimePtr next(ASN1_TIME_set(nullptr, seconds(period.next)));
    succeeded(X509_CRL_set1_lastUpdate(crl.get(), at.get()), "X509_CRL_set1_lastUpdate");
    succeeded(X509_CRL_set1_nextUpdate(crl.get(), next.get()), "X509_CRL_set1_nextUpdate");
    for (const auto& entry : revoked) add_entry(crl.get(), entry);
    add_crl_extensions(crl.get(), issuer, period.at);
    X509_CRL_sort(crl.get());
    succeeded(X509_CRL_sign(crl.get(), key, EVP_sha256()), "X509_CRL_sign");
    return der_of(crl.get(), i2d_X509_CRL, "i2d_X509_CRL");
}

std::string make_ocsp_response(X509* certificate, X509* issuer, EVP_PKEY* key,
                               const std::vector<RevokedCertificate>& revoked, RevocationPeriod period) {
    const auto basic = owned<BasicResponsePtr>(OCSP_BASICRESP_new(), "OCSP_BASICRESP_new");
    const std::unique_ptr<OCSP_CERTID, Freed<OCSP_CERTID_free>> id(
        OCSP_cert_to_id(EVP_sha1(), certificate, issuer));  // the one hash that every client knows
    const auto serial = serial_hex(certificate);
    const auto found = std::find_if(revoked.begin(), revoked.end(),
                                    [&](const auto& entry) { return entry.serial_hex == serial; });
    const bool good = found == revoked.end();
    const GeneralizedTimePtr since(good ? nullptr : ASN1_GENERALIZEDTIME_set(nullptr, seconds(found->at)));
    const GeneralizedTimePtr at(ASN1_GENERALIZEDTIME_set(nullptr, seconds(period.at)));
    const GeneralizedTimePtr next(ASN1_GENERALIZEDTIME_set(nullptr, seconds(period.next)));
    if (OCSP_basic_add1_status(basic.get(), id.get(),
                               good ? V_OCSP_CERTSTATUS_GOOD : V_OCSP_CERTSTATUS_REVOKED,
                               good ? OCSP_REVOKED_STATUS_NOSTATUS : code_of(found->reason), since.get(),
                               at.get(), next.get()) == nullptr)
        throw_openssl("OCSP_basic_add1_status");
    set_produced_at(basic.get(), period.at);
    succeeded(OCSP_basic_sign(basic.get(), issuer, key, EVP_sha256(), nullptr, OCSP_NOTIME),
              "OCSP_basic_sign");
    const auto response = owned<ResponsePtr>(
        OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()), "OCSP_response_create");
    return der_of(response.get(), i2d_OCSP_RESPONSE, "i2d_OCSP_RESPONSE");
}

std::string serial_hex(X509* certificate) {
    const BignumPtr number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
    const std::unique_ptr<char, Freed<free_openssl_bytes>> text(BN_bn2hex(number.get()));
    return text == nullptr ? "" : text.get();
}

}  // namespace sanad::signing
