#include "signing/verify_revocation.h"

#include <algorithm>

namespace sanad::signing {
namespace {

using CertificateIdPtr = std::unique_ptr<OCSP_CERTID, Freed<OCSP_CERTID_free>>;
using DistributionPtr = std::unique_ptr<ISSUING_DIST_POINT, Freed<ISSUING_DIST_POINT_free>>;

constexpr std::size_t most_statements = 2000;

struct Statement {
    std::optional<Moment> made, next, revoked_at;
};

bool is_authority(X509* certificate) { return (X509_get_extension_flags(certificate) & EXFLAG_CA) != 0; }

// RFC 5280, 5.2.5: lists about a part of the certificates only. A critical extension that we do not know
// makes a list useless (5.2).
bool covers(X509_CRL* crl, X509* certificate) {
    for (int i = 0; i < X509_CRL_get_ext_count(crl); ++i) {
        X509_EXTENSION* extension = X509_CRL_get_ext(crl, i);
        const int name = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
        if (name == NID_delta_crl) return false;
        if (X509_EXTENSION_get_critical(extension) == 1 && name != NID_issuing_distribution_point)
            return false;
    }
    int critical = 0;
    const DistributionPtr point(static_cast<ISSUING_DIST_POINT*>(
        X509_CRL_get_ext_d2i(crl, NID_issuing_distribution_point, &critical, nullptr)));
    if (point == nullptr) return critical == -1;
    if (point->indirectCRL > 0 || point->onlyattr > 0 || point->onlysomereasons != nullptr) return false;
    return is_authority(certificate) ? point->onlyuser <= 0 : point->onlyCA <= 0;
}

bool may_sign_lists(X509* issuer) { return (X509_get_key_usage(issuer) & KU_CRL_SIGN) != 0; }

std::optional<Statement> list_says(X509_CRL* crl, X509* certificate, X509* issuer) {
    if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(issuer)) != 0 ||
        !may_sign_lists(issuer) || !covers(crl, certificate))
        return {};
    Statement made{moment_of(X509_CRL_get0_lastUpdate(crl)), moment_of(X509_CRL_get0_nextUpdate(crl)), {}};
    X509_REVOKED* entry = nullptr;
    if (X509_CRL_get0_by_cert(crl, &entry, certificate) == 1)
        made.revoked_at = moment_of(X509_REVOKED_get0_revocationDate(entry));
    return made;
}

// RFC 6960, 4.2.2.2: signed by the issuer itself, or by somebody whom the issuer named for it.
bool is_entitled(OCSP_BASICRESP* basic, X509* issuer) {
    const auto store = owned<X509StorePtr>(X509_STORE_new(), "X509_STORE_new");
    X509_STORE_add_cert(store.get(), issuer);
    X509_VERIFY_PARAM* parameters = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
    if (const auto produced = moment_of(OCSP_resp_get0_produced_at(basic)))
        X509_VERIFY_PARAM_set_time(parameters,
                                   static_cast<std::time_t>(produced->time_since_epoch().count()));
    const X509StackPtr known(sk_X509_new_null());
    X509_up_ref(issuer);
    sk_X509_push(known.get(), issuer);
    return OCSP_basic_verify(basic, known.get(), store.get(), 0) == 1;
}

std::optional<Statement> response_says(OCSP_BASICRESP* basic, X509* certificate, X509* issuer) {
    for (const EVP_MD* digest : {EVP_sha1(), EVP_sha256()}) {
        const CertificateIdPtr id(OCSP_cert_to_id(digest, certificate, issuer));
        int status = V_OCSP_CERTSTATUS_UNKNOWN;
        int reason = 0;
        ASN1_GENERALIZEDTIME *revoked = nullptr, *made = nullptr, *next = nullptr;
        if (OCSP_resp_find_status(basic, id.get(), &status, &reason, &revoked, &made, &next) != 1) continue;
        if (status == V_OCSP_CERTSTATUS_UNKNOWN || !is_entitled(basic, issuer)) return {};
        return Statement{moment_of(made), moment_of(next),
                         status == V_OCSP_CERTSTATUS_REVOKED ? moment_of(revoked) : std::nullopt};
    }
    return {};
}

}  // namespace

void RevocationEvidence::add_crl(std::string_view der, bool embedded) {
    const unsigned char* at = bytes_of(der);
    X509CrlPtr crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (crl != nullptr) keep(std::move(crl), embedded);
}

void RevocationEvidence::add_crl(X509_CRL* crl, bool embedded) {
    X509_CRL_up_ref(crl);
    keep(X509CrlPtr(crl), embedded);
}

void RevocationEvidence::keep(X509CrlPtr crl, bool embedded) {
    if (kept_ >= most_statements) return;
    ++kept_;
    const auto issuer = X509_NAME_hash_ex(X509_CRL_get_issuer(crl.get()), nullptr, nullptr, nullptr);
    lists_[issuer].push_back({std::move(crl), embedded});
}

bool RevocationEvidence::is_of(const List& list, X509* issuer) {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    if (X509_digest(issuer, EVP_sha256(), reinterpret_cast<unsigned char*>(digest.data()), &length) != 1)
        return false;
    const auto [known, is_new] = list.of_issuer.emplace(digest, false);
    if (is_new) known->second = X509_CRL_verify(list.crl.get(), X509_get0_pubkey(issuer)) == 1;
    return known->second;
}

void RevocationEvidence::add_ocsp(std::string_view der, bool embedded) {
    const unsigned char* at = bytes_of(der);
    const std::unique_ptr<OCSP_RESPONSE, Freed<OCSP_RESPONSE_free>> response(
        d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(der.size())));
    BasicResponsePtr basic(response == nullptr ? nullptr : OCSP_response_get1_basic(response.get()));
    ERR_clear_error();
    if (basic != nullptr && responses_.size() < most_statements)
        responses_.push_back({std::move(basic), embedded});
}

RevocationFinding RevocationEvidence::about(X509* certificate, X509* issuer, Moment when) const {
    RevocationFinding finding;
    const auto issued = moment_of(X509_get0_notBefore(certificate)).value_or(Moment{});
    const auto count = [&](const std::optional<Statement>& said, bool embedded) {
        if (!said || !said->made || *said->made < issued) return;
        const bool ran_out = said->next && *said->next < when;
        if (ran_out && !said->revoked_at) return;
        finding.known = true;
        finding.embedded = finding.embedded || embedded;
        if (said->revoked_at && (!finding.revoked_at || *said->revoked_at < *finding.revoked_at))
            finding.revoked_at = said->revoked_at;
    };
    const auto named = X509_NAME_hash_ex(X509_get_subject_name(issuer), nullptr, nullptr, nullptr);
    if (const auto lists = lists_.find(named); lists != lists_.end())
        for (const auto& list : lists->second)
            if (const auto said = list_says(list.crl.get(), certificate, issuer); said && is_of(list, issuer))
                count(said, list.embedded);
    for (const auto& [basic, embedded] : responses_)
        count(response_says(basic.get(), certificate, issuer), embedded);
    ERR_clear_error();
    return finding;
}

}  // namespace sanad::signing
