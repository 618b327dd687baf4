#include "signing/evidence_search.h"

#include <algorithm>

namespace sanad::signing {
namespace {

using BasicResponsePtr = std::unique_ptr<OCSP_BASICRESP, Freed<OCSP_BASICRESP_free>>;
using ResponsePtr = std::unique_ptr<OCSP_RESPONSE, Freed<OCSP_RESPONSE_free>>;
using CertificateIdPtr = std::unique_ptr<OCSP_CERTID, Freed<OCSP_CERTID_free>>;

constexpr int longest_chain = 10;

CmsPtr parse_cms(std::string_view der) {
    const unsigned char* at = bytes_of(der);
    CmsPtr cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    return cms;
}

CMS_SignerInfo* signer_of(CMS_ContentInfo* cms) {
    STACK_OF(CMS_SignerInfo)* signers = cms == nullptr ? nullptr : CMS_get0_SignerInfos(cms);
    return sk_CMS_SignerInfo_num(signers) == 1 ? sk_CMS_SignerInfo_value(signers, 0) : nullptr;
}

std::string token_in(CMS_SignerInfo* signer) {
    const auto* sequence = static_cast<const ASN1_STRING*>(CMS_unsigned_get0_data_by_OBJ(
        signer, OBJ_nid2obj(NID_id_smime_aa_timeStampToken), -1, V_ASN1_SEQUENCE));
    if (sequence == nullptr) return "";
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(sequence)),
            static_cast<std::size_t>(ASN1_STRING_length(sequence))};
}

bool is_root(X509* certificate) { return X509_check_issued(certificate, certificate) == X509_V_OK; }

std::string shown(X509* certificate) { return common_name_of(X509_get_subject_name(certificate)); }

bool speaks_of(std::string_view der, X509* certificate, X509* issuer) {
    const unsigned char* at = bytes_of(der);
    const ResponsePtr response(d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(der.size())));
    const BasicResponsePtr basic(response == nullptr ? nullptr : OCSP_response_get1_basic(response.get()));
    bool found = false;
    if (basic != nullptr)
        for (const EVP_MD* digest : {EVP_sha1(), EVP_sha256()}) {
            const CertificateIdPtr id(OCSP_cert_to_id(digest, certificate, issuer));
            found = found || OCSP_resp_find(basic.get(), id.get(), -1) >= 0;
        }
    ERR_clear_error();
    return found;
}

void add_once(std::vector<std::string>& into, const std::string& der) {
    if (std::find(into.begin(), into.end(), der) == into.end()) into.push_back(der);
}

// ETSI EN 319 412-1, 5.2, and RFC 6960, 4.2.2.2.1: certificates of which nothing is ever said.
bool never_revoked(X509* certificate) {
    const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> short_term(
        OBJ_txt2obj("0.4.0.194121.2.1", 1));
    return X509_get_ext_by_OBJ(certificate, short_term.get(), -1) >= 0 ||
           X509_get_ext_by_NID(certificate, NID_id_pkix_OCSP_noCheck, -1) >= 0;
}

}  // namespace

EvidenceSearch::EvidenceSearch(const Evidence& known)
    : certificates_(sk_X509_new_null()), responses_(known.ocsps) {
    for (const auto& der : known.certificates)
        if (auto certificate = parse_certificate(der))
            sk_X509_push(certificates_.get(), certificate.release());
    for (const auto& der : known.crls) {
        const unsigned char* at = bytes_of(der);
        if (X509CrlPtr crl{d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size()))})
            lists_.push_back({std::move(crl), der});
    }
    ERR_clear_error();
}

void EvidenceSearch::know(const STACK_OF(X509) * certificates) {
    add_certificates(certificates_.get(), certificates);
}

X509* EvidenceSearch::issuer_of(X509* certificate) const {
    for (int i = 0; i < sk_X509_num(certificates_.get()); ++i) {
        X509* candidate = sk_X509_value(certificates_.get(), i);
        if (X509_check_issued(candidate, certificate) == X509_V_OK &&
            X509_verify(certificate, X509_get0_pubkey(candidate)) == 1)
            return candidate;
    }
    ERR_clear_error();
    return nullptr;
}

bool EvidenceSearch::add_revocation(X509* certificate, X509* issuer, Evidence& into) const {
    bool found = false;
    bool too_old = false;
    for (const auto& [crl, der] : lists_) {
        if (X509_NAME_cmp(X509_CRL_get_issuer(crl.get()), X509_get_subject_name(issuer)) != 0 ||
            X509_CRL_verify(crl.get(), X509_get0_pubkey(issuer)) != 1)
            continue;
        const auto made = moment_of(X509_CRL_get0_lastUpdate(crl.get()));
        const bool older = made && *made < moment_of(X509_get0_notBefore(certificate)).value_or(Moment{});
        too_old = too_old || older;
        if (older) continue;
        add_once(into.crls, der);
        found = true;
    }
    for (const auto& der : responses_)
        if (speaks_of(der, certificate, issuer)) {
            add_once(into.ocsps, der);
            found = true;
        }
    ERR_clear_error();
    if (!found && too_old)
        throw Error(ErrorCode::bad_input, "the revocation list is older than the certificate",
                    UserMessage{"signing.list_too_old", {shown(certificate)}});
    return found;
}

void EvidenceSearch::add_chain(X509* certificate, Evidence& into) {
    X509* at = certificate;
    for (int steps = 0; steps < longest_chain; ++steps) {
        add_once(into.certificates, certificate_der(at));
        if (is_root(at)) return;
        X509* issuer = issuer_of(at);
        if (issuer == nullptr)
            throw Error(ErrorCode::bad_input, "the issuer of a certificate is unknown",
                        UserMessage{"signing.no_issuer", {shown(at)}});
        if (!add_revocation(at, issuer, into) && !never_revoked(at))
            throw Error(ErrorCode::bad_input, "nothing is known of a certificate's revocation",
                        UserMessage{"signing.no_revocation", {shown(at)}});
        at = issuer;
    }
}

Evidence EvidenceSearch::about(std::string_view der) {
    Evidence made;
    const auto cms = parse_cms(der);
    CMS_SignerInfo* signer = signer_of(cms.get());
    if (signer == nullptr)
        throw Error(ErrorCode::bad_input, "a signature is no CMS of one signer",
                    UserMessage{"signing.not_raisable", {}});
    const X509StackPtr brought(CMS_get1_certs(cms.get()));
    know(brought.get());
    X509* own = nullptr;
    for (int i = 0; i < sk_X509_num(certificates_.get()) && own == nullptr; ++i)
        if (CMS_SignerInfo_cert_cmp(signer, sk_X509_value(certificates_.get(), i)) == 0)
            own = sk_X509_value(certificates_.get(), i);
    if (own == nullptr)
        throw Error(ErrorCode::bad_input, "the signer's certificate is missing",
                    UserMessage{"signing.not_raisable", {}});
    add_chain(own, made);
    if (const auto token = token_in(signer); !token.empty()) {
        const Evidence of_token = about(token);
        for (const auto& one : of_token.certificates) add_once(made.certificates, one);
        for (const auto& one : of_token.crls) add_once(made.crls, one);
        for (const auto& one : of_token.ocsps) add_once(made.ocsps, one);
    }
    return made;
}

bool EvidenceSearch::is_stamped(std::string_view der) {
    const auto cms = parse_cms(der);
    CMS_SignerInfo* signer = signer_of(cms.get());
    return signer != nullptr && !token_in(signer).empty();
}

}  // namespace sanad::signing
