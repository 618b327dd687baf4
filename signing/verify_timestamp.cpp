#include "signing/verify_timestamp.h"

namespace sanad::signing {
namespace {

using TokenInfoPtr = std::unique_ptr<TS_TST_INFO, Freed<TS_TST_INFO_free>>;

bool imprint_matches(TS_TST_INFO* info, const ContentDigest& imprinted) {
    TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info);
    const EVP_MD* algorithm = EVP_get_digestbyobj(TS_MSG_IMPRINT_get_algo(imprint)->algorithm);
    if (algorithm == nullptr) return false;
    const ASN1_OCTET_STRING* stated = TS_MSG_IMPRINT_get_msg(imprint);
    const std::string expected = imprinted(algorithm);
    return !expected.empty() &&
           expected == std::string_view(reinterpret_cast<const char*>(ASN1_STRING_get0_data(stated)),
                                        static_cast<std::size_t>(ASN1_STRING_length(stated)));
}

// What is wrong with the token as a CMS, in the order in which one would ask; empty where nothing is.
std::string fault_of(const CmsFinding& cms) {
    if (!cms.readable) return "unreadable";
    if (!cms.padding_is_zero) return "padding";
    if (cms.signers != 1) return "signers";
    if (!cms.embedded) return "content";
    if (!cms.supported) return "algorithm";
    if (!cms.certificate) return "certificate";
    if (cms.attributes_repeat || !cms.digest_matches) return "digest";
    if (!cms.signature_matches) return "signature";
    // RFC 3161, 2.4.2: the attribute has to be there.
    if (!cms.certificate_matches) return "signing-certificate";
    return "";
}

}  // namespace

TimestampFinding check_timestamp(std::string_view der, const ContentDigest& imprinted,
                                 const TimestampTrust& trust) {
    TimestampFinding finding;
    finding.cms = read_cms(
        der, [](const EVP_MD*) { return std::string(); }, trust.known);
    finding.reason = fault_of(finding.cms);
    if (finding.cms.certificate)
        finding.authority = name_and_organisation(X509_get_subject_name(finding.cms.certificate.get()));
    if (!finding.cms.embedded) return finding;
    const unsigned char* at = bytes_of(*finding.cms.embedded);
    const TokenInfoPtr info(d2i_TS_TST_INFO(nullptr, &at, static_cast<long>(finding.cms.embedded->size())));
    if (info == nullptr) {
        ERR_clear_error();
        finding.reason = "unreadable";
        return finding;
    }
    finding.time = moment_of(TS_TST_INFO_get_time(info.get()));
    if (!imprint_matches(info.get(), imprinted)) finding.reason = "imprint";
    finding.intact = finding.reason.empty() && finding.time.has_value();
    if (!finding.intact) return finding;
    const X509StackPtr known(sk_X509_new_null());
    add_certificates(known.get(), finding.cms.certificates.get());
    add_certificates(known.get(), trust.known);
    const auto path = trust.anchors.check(finding.cms.certificate.get(), known.get(), trust.when,
                                          CertificateRole::time_stamping, trust.revocation);
    finding.trusted = path.trusted;
    finding.out_of_time = path.out_of_time;
    finding.revoked = path.revoked;
    finding.revocation_embedded = path.revocation_embedded;
    finding.reason = path.reason;
    return finding;
}

}  // namespace sanad::signing
