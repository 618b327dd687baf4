#include "signing/verify_trust.h"

#include <charconv>
#include <chrono>

#include "signing/local_policy.h"

namespace sanad::signing {
namespace {

constexpr std::time_t longest_short_term = 24 * 60 * 60;

// Two decimal digits at `at`; `otherwise` where the text ends before.
std::optional<unsigned> two_digits(std::string_view text, std::size_t at, unsigned otherwise) {
    if (at >= text.size()) return otherwise;
    unsigned number = 0;
    const auto part = text.substr(at, 2);
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc{} || end != part.data() + 2) return {};
    return number;
}

std::optional<std::chrono::minutes> zone_of(std::string_view text) {
    if (text.empty() || text[0] == 'Z') return std::chrono::minutes{0};
    if (text[0] != '+' && text[0] != '-') return {};
    const auto hours = two_digits(text, 1, 0);
    const auto minutes = text.size() > 4 ? two_digits(text, 4, 0) : std::optional<unsigned>(0);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
    const std::chrono::minutes offset{*hours * 60 + *minutes};
    return text[0] == '+' ? offset : -offset;
}

// ETSI EN 319 412-1, 5.2, and RFC 6960, 4.2.2.2.1: of these nothing is ever said.
bool never_revoked(X509* certificate) {
    return is_short_term(certificate) || X509_get_ext_by_NID(certificate, NID_id_pkix_OCSP_noCheck, -1) >= 0;
}

}  // namespace

TrustAnchors::TrustAnchors(const std::vector<std::string>& pem)
    : store_(owned<X509StorePtr>(X509_STORE_new(), "X509_STORE_new")) {
    for (const auto& text : pem) {
        const auto bio =
            owned<BioPtr>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), "BIO_new_mem_buf");
        int found = 0;
        while (const X509Ptr certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
            X509_STORE_add_cert(store_.get(), certificate.get());
            ++found;
        }
        ERR_clear_error();
        if (found == 0)
            throw Error(ErrorCode::bad_input, "no certificate in the trusted PEM",
                        UserMessage{"signing.trust_unreadable", {}});
    }
}

TrustFinding TrustAnchors::attempt(X509* certificate, STACK_OF(X509) * known, Moment when,
                                   CertificateRole role, bool partial) const {
    const auto context = owned<X509StoreContextPtr>(X509_STORE_CTX_new(), "X509_STORE_CTX_new");
    succeeded(X509_STORE_CTX_init(context.get(), store_.get(), certificate, known), "X509_STORE_CTX_init");
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(parameters, static_cast<std::time_t>(when.time_since_epoch().count()));
    if (partial) X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
    // Policies: none is asked for here, but a path that asks for one itself (6.1.3 to 6.1.5) has to have it.
    // Without "any" OpenSSL takes the policies asked for to be an empty set.
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_POLICY_CHECK);
    X509_VERIFY_PARAM_add0_policy(parameters, OBJ_nid2obj(NID_any_policy));
    // Level 1 refuses SHA-1 and short keys on the path.
    X509_VERIFY_PARAM_set_auth_level(parameters, 1);
    X509_VERIFY_PARAM_set_depth(parameters, 10);
    if (role == CertificateRole::time_stamping)
        X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_TIMESTAMP_SIGN);
    TrustFinding finding;
    finding.trusted = X509_verify_cert(context.get()) == 1;
    const int error = X509_STORE_CTX_get_error(context.get());
    if (finding.trusted)
        finding.path.reset(X509_STORE_CTX_get1_chain(context.get()));
    else
        finding.reason = X509_verify_cert_error_string(error);
    finding.out_of_time = error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
    ERR_clear_error();
    return finding;
}

// The whole path where there is one, because revocation is asked along it; else up to whatever certificate
// the user named as trusted: whoever names an intermediate one means it.
TrustFinding TrustAnchors::check(X509* certificate, STACK_OF(X509) * known, Moment when,
                                 CertificateRole role) const {
    auto finding = attempt(certificate, known, when, role, false);
    if (!finding.trusted && !finding.out_of_time) finding = attempt(certificate, known, when, role, true);
    // 4.2.1.3: a key that may not sign documents does not, and an authority's key signs certificates only.
    constexpr unsigned signs_documents = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
    if (finding.trusted && role == CertificateRole::signer &&
        (X509_get_key_usage(certificate) & signs_documents) == 0)
        return {.reason = "key usage"};
    return finding;
}

PathFinding TrustAnchors::check(X509* certificate, STACK_OF(X509) * known, Moment when, CertificateRole role,
                                const RevocationEvidence& revocation) const {
    const auto found = check(certificate, known, when, role);
    PathFinding finding{.trusted = found.trusted, .out_of_time = found.out_of_time, .reason = found.reason};
    finding.revocation_known = finding.revocation_embedded = found.trusted;
    for (int i = 0; i + 1 < sk_X509_num(found.path.get()); ++i) {
        X509* at = sk_X509_value(found.path.get(), i);
        if (never_revoked(at)) continue;
        const auto said = revocation.about(at, sk_X509_value(found.path.get(), i + 1), when);
        finding.revocation_known = finding.revocation_known && said.known;
        finding.revocation_embedded = finding.revocation_embedded && said.embedded;
        if (!said.revoked_at || *said.revoked_at > when) continue;
        finding.trusted = false;
        finding.revoked = true;
        finding.authority_revoked = finding.authority_revoked || i > 0;
        finding.reason = common_name_of(X509_get_subject_name(at)) + ", " + iso_moment(*said.revoked_at);
    }
    return finding;
}

bool is_local(X509* certificate) {
    const std::unique_ptr<CERTIFICATEPOLICIES, Freed<CERTIFICATEPOLICIES_free>> policies(
        static_cast<CERTIFICATEPOLICIES*>(
            X509_get_ext_d2i(certificate, NID_certificate_policies, nullptr, nullptr)));
    const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> local(OBJ_txt2obj(local_policy, 1));
    for (int i = 0; i < sk_POLICYINFO_num(policies.get()); ++i)
        if (OBJ_cmp(sk_POLICYINFO_value(policies.get(), i)->policyid, local.get()) == 0) return true;
    return false;
}

bool is_short_term(X509* certificate) {
    const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> name(OBJ_txt2obj("0.4.0.194121.2.1", 1));
    if (X509_get_ext_by_OBJ(certificate, name.get(), -1) < 0) return false;
    int days = 0;
    int seconds = 0;
    if (ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(certificate), X509_get0_notAfter(certificate)) !=
        1)
        return false;
    return days >= 0 && days * std::time_t{86400} + seconds <= longest_short_term;
}

std::optional<Moment> parse_pdf_date(std::string_view text) {
    if (text.substr(0, 2) == "D:") text.remove_prefix(2);
    int year = 0;
    if (text.size() < 4) return {};
    if (const auto [end, error] = std::from_chars(text.data(), text.data() + 4, year);
        error != std::errc{} || end != text.data() + 4)
        return {};
    const auto zone_at = std::min(text.find_first_of("Z+-", 4), text.size());
    const auto digits = text.substr(0, zone_at);
    const auto month = two_digits(digits, 4, 1);
    const auto day = two_digits(digits, 6, 1);
    const auto hour = two_digits(digits, 8, 0);
    const auto minute = two_digits(digits, 10, 0);
    const auto second = two_digits(digits, 12, 0);
    const auto zone = zone_of(text.substr(zone_at));
    if (!month || !day || !hour || !minute || !second || !zone) return {};
    const Day date{std::chrono::year{year}, std::chrono::month{*month}, std::chrono::day{*day}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return {};
    return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second} - *zone;
}

}  // namespace sanad::signing
