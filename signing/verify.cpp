#include "signing/verify.h"

#include <algorithm>
#include <set>

#include "signing/verify_file.h"

namespace sanad::signing {
namespace {

using pdf::Anomaly;

struct AnomalyRow {
    Anomaly::Kind kind;
    const char* id;
    Verdict verdict;
};

constexpr AnomalyRow anomaly_rows[] = {
    {Anomaly::Kind::damaged_structure, "document.structure_damaged", Verdict::doubtful},
    {Anomaly::Kind::unexplained_bytes, "document.unexplained_bytes", Verdict::doubtful},
    {Anomaly::Kind::unreadable_object, "document.unreadable_object", Verdict::noted},
    {Anomaly::Kind::encrypted, "document.encrypted", Verdict::doubtful},
    {Anomaly::Kind::hidden_signature, "document.hidden_signature", Verdict::failed},
    {Anomaly::Kind::attached_files, "document.attached_files", Verdict::noted},
    {Anomaly::Kind::overlapping_annotations, "document.overlapping_annotations", Verdict::noted},
};

void document_checks(const pdf::DocumentHistory& history, VerificationReport& report) {
    for (const auto& anomaly : history.anomalies)
        for (const auto& row : anomaly_rows)
            if (row.kind == anomaly.kind) report.checks.push_back({row.id, "", row.verdict, anomaly.detail});
    std::set<std::uint64_t> gaps;
    for (const auto& signature : history.signatures) {
        if (signature.is_usage_right)
            report.checks.push_back({"document.usage_rights", "", Verdict::noted, signature.name});
        if (signature.in_field && signature.has_contents && !gaps.insert(signature.contents_begin).second)
            report.checks.push_back({"document.shared_signature", signature.field, Verdict::doubtful, ""});
    }
}

std::string verdict_of(const VerificationReport& report) {
    const auto any = [&](auto holds) {
        return std::any_of(report.signatures.begin(), report.signatures.end(), holds);
    };
    const Verdict document = report.checks.empty() ? Verdict::passed : overall(report.checks);
    if (document == Verdict::failed || any([](const auto& s) { return s.indication == "TOTAL-FAILED"; }))
        return "invalid";
    if (report.document_signatures == 0) return "unsigned";
    // A document time stamp of an authority that nobody trusts proves no time, but takes nothing away either.
    if (any([](const auto& s) { return !s.is_timestamp && s.indication != "TOTAL-PASSED"; }))
        return "indeterminate";
    return document == Verdict::doubtful ? "indeterminate" : "valid";
}

X509StackPtr certificates_of(const std::vector<std::string>& ders) {
    X509StackPtr stack(sk_X509_new_null());
    for (const auto& der : ders)
        if (auto certificate = parse_certificate(der)) sk_X509_push(stack.get(), certificate.release());
    return stack;
}

std::vector<std::uint64_t> heads_of(const pdf::DocumentHistory& history) {
    std::vector<std::uint64_t> heads;
    for (const auto& signature : history.signatures) heads.push_back(signature.contents_begin);
    return heads;
}

RevocationEvidence revocation_of(const pdf::DocumentHistory& history, const VerifyOptions& options) {
    RevocationEvidence evidence;
    for (const auto& der : history.store_crls) evidence.add_crl(der, true);
    for (const auto& der : history.store_ocsps) evidence.add_ocsp(der, true);
    for (const auto& der : options.crls_der) evidence.add_crl(der, false);
    for (const auto& text : options.trusted_pem) {
        const BioPtr bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
        while (const X509CrlPtr crl{PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr)})
            evidence.add_crl(crl.get(), false);
    }
    ERR_clear_error();
    return evidence;
}

}  // namespace

VerificationReport verify_pdf(std::string_view pdf, const VerifyOptions& options) {
    const auto history = pdf::read_history(pdf);
    const TrustAnchors trust(options.trusted_pem);
    const auto certificates = certificates_of(history.store_certificates);
    VerifiedFile file{pdf,
                      history,
                      trust,
                      certificates.get(),
                      options.now,
                      CoveredDigests(pdf, heads_of(history)),
                      revocation_of(history, options)};
    VerificationReport report;
    report.revisions = static_cast<int>(history.revisions.size());
    document_checks(history, report);
    std::vector<std::optional<SignatureReport>> reports(history.signatures.size());
    for (std::size_t i = reports.size(); i-- > 0;)
        if (const auto& signature = history.signatures[i];
            signature.is_timestamp && !signature.is_usage_right)
            reports[i] = verify_signature(file, signature);
    for (std::size_t i = 0; i < reports.size(); ++i) {
        const auto& signature = history.signatures[i];
        if (signature.is_timestamp || signature.is_usage_right) continue;
        reports[i] = verify_signature(file, signature);
        ++report.document_signatures;
    }
    for (auto& made : reports)
        if (made) report.signatures.push_back(std::move(*made));
    report.verdict = verdict_of(report);
    return report;
}

bool is_trusted(const std::string& certificate_der, const std::vector<std::string>& chain_der,
                const std::vector<std::string>& trusted_pem, Moment now) {
    const auto certificate = parse_certificate(certificate_der);
    const auto chain = certificates_of(chain_der);
    return certificate != nullptr && TrustAnchors(trusted_pem)
                                         .check(certificate.get(), chain.get(), now, CertificateRole::signer)
                                         .trusted;
}

}  // namespace sanad::signing
