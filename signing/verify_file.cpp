#include "signing/verify_file.h"

#include <algorithm>

#include "signing/verify_changes.h"

namespace sanad::signing {
namespace {

struct Covered {
    std::uint64_t head = 0;  // length of the first span
    std::uint64_t tail = 0;  // start of the second
    std::uint64_t end = 0;
    int revision = -1;  // the last one that is covered as a whole
};

class Verification {
public:
    Verification(VerifiedFile& file, const pdf::SignatureDictionary& signature)
        : file_(file), signature_(signature) {
        report_.field = signature.field;
        report_.is_timestamp = signature.is_timestamp;
        report_.reason = signature.reason;
        if (const auto claimed = parse_pdf_date(signature.claimed_time)) {
            claimed_ = *claimed;
            report_.time = iso_moment(*claimed);
            report_.time_source = "claimed";
        }
    }

    SignatureReport run() {
        if (!structure() || !byte_range()) {
            conclude();
            return std::move(report_);
        }
        if (signature_.is_timestamp)
            document_timestamp();
        else
            signed_data();
        changes();
        conclude();
        return std::move(report_);
    }

private:
    void add(const char* id, Verdict verdict, std::string evidence = {}) {
        report_.checks.push_back({id, report_.field, verdict, std::move(evidence)});
    }
    void fail(const char* id, const char* reason, std::string evidence = {}) {
        add(id, Verdict::failed, std::move(evidence));
        if (failure_.empty()) failure_ = reason;
    }
    // Passed, or failed for a reason of EN 319 102-1.
    bool require(bool holds, const char* id, const char* reason, std::string evidence = {}) {
        if (!holds) fail(id, reason, std::move(evidence));
        if (holds) add(id, Verdict::passed, std::move(evidence));
        return holds;
    }
    // What hinders a final word without proving anything.
    void doubt(const char* id, const char* reason, std::string evidence = {}) {
        add(id, Verdict::doubtful, std::move(evidence));
        if (doubt_.empty()) doubt_ = reason;
    }

    // A field that has a value claims to be signed: without these it is a fake, not an empty field.
    bool structure() {
        if (!signature_.in_field) doubt("signature.orphaned", "FORMAT_FAILURE");
        if (signature_.repeated_key) fail("signature.repeated_key", "FORMAT_FAILURE");
        const bool whole =
            signature_.has_contents && signature_.has_byte_range && signature_.contents_in_file;
        const std::string missing = !signature_.has_contents     ? "Contents"
                                    : !signature_.has_byte_range ? "ByteRange"
                                    : whole                      ? ""
                                                                 : "object stream";
        return require(whole, "signature.structure", "FORMAT_FAILURE", missing) && !signature_.repeated_key;
    }

    bool byte_range() {
        const auto& range = signature_.byte_range;
        std::string written;
        for (const auto number : range) written += (written.empty() ? "" : " ") + std::to_string(number);
        const auto size = static_cast<std::int64_t>(file_.pdf.size());
        const bool inside = range.size() == 4 && range[0] == 0 && range[1] > 0 && range[2] > range[1] &&
                            range[2] <= size && range[3] >= 0 && range[3] <= size - range[2];
        const bool exact =
            inside && static_cast<std::uint64_t>(range[1]) == signature_.contents_begin &&
            static_cast<std::uint64_t>(range[2]) == signature_.contents_end &&
            // White space and odd digits between them would be room for anything.
            range[2] - range[1] == 2 * static_cast<std::int64_t>(signature_.contents.size()) + 2 &&
            file_.pdf[signature_.contents_begin] == '<';
        if (!require(exact, "signature.byte_range", "FORMAT_FAILURE", written)) return false;
        covered_.head = static_cast<std::uint64_t>(range[1]);
        covered_.tail = static_cast<std::uint64_t>(range[2]);
        covered_.end = static_cast<std::uint64_t>(range[2] + range[3]);
        return covered_revision();
    }

    // The signature has to reach exactly to the end of a revision, its own or a later one.
    bool covered_revision() {
        const auto& revisions = file_.history.revisions;
        const auto last = static_cast<int>(revisions.size()) - 1;
        for (int i = last; i >= 0 && covered_.revision < 0; --i)
            if (revisions[static_cast<std::size_t>(i)].eof <= covered_.end) covered_.revision = i;
        const bool reaches = covered_.revision >= signature_.revision;
        const bool exactly =
            reaches && (covered_.revision == last ||
                        covered_.end <= revisions[static_cast<std::size_t>(covered_.revision)].end);
        report_.revision = covered_.revision + 1;
        const auto rest = file_.pdf.substr(covered_.end);
        const bool whole = std::all_of(rest.begin(), rest.end(), [](char byte) {
            return byte == '\n' || byte == '\r' || byte == ' ' || byte == '\t' || byte == '\0';
        });
        report_.covers = whole ? "whole-file" : "revision";
        return require(exactly, "signature.covers_revision", "FORMAT_FAILURE", std::to_string(covered_.end));
    }

    ContentDigest covered_digest() {
        return [this](const EVP_MD* algorithm) {
            return file_.digests.digest(algorithm, covered_.head, covered_.tail, covered_.end);
        };
    }

    void document_timestamp() {
        const auto* later = file_.proven_before(signature_.contents_end);
        const auto when = later == nullptr ? file_.now : *later->trusted_time;
        auto found = check_timestamp(signature_.contents, covered_digest(),
                                     {file_.trust, file_.revocation, file_.store_certificates, when});
        report_.signer = found.authority;
        keep_end(found.cms.certificate.get());
        report_.intact =
            require(found.intact, "signature.document_timestamp", "SIG_CRYPTO_FAILURE", found.reason);
        report_.trusted = found.trusted;
        if (found.time) {
            report_.time = iso_moment(*found.time);
            report_.time_source = "timestamp";
            report_.time_authority = found.authority;
        }
        if (found.cms.weak) doubt("signature.algorithm", "CRYPTO_CONSTRAINTS_FAILURE", found.cms.digest_name);
        if (found.intact && !found.trusted)
            doubt("signature.certificate_trust", untrusted(found.revoked, false, found.out_of_time),
                  found.reason);
        if (found.intact)
            file_.stamps.push_back({signature_.contents_begin, signature_.revision, found.authority,
                                    found.trusted ? found.time : std::nullopt});
    }

    void signed_data() {
        if (signature_.sub_filter == "adbe.x509.rsa_sha1")
            return doubt("signature.format", "FORMAT_FAILURE", signature_.sub_filter);
        auto cms = read_cms(signature_.contents, covered_digest(), file_.store_certificates);
        if (!require(cms.readable, "signature.cms_readable", "FORMAT_FAILURE")) return;
        const bool well_formed = cms_structure(cms);
        if (!cms.supported)
            return fail("signature.algorithm", "SIG_CRYPTO_FAILURE",
                        cms.digest_name + ", " + cms.signature_name);
        const bool digest = require(cms.digest_matches, "signature.digest", "HASH_FAILURE", cms.digest_name);
        if (!cms.certificate) return doubt("signature.certificate_missing", "NO_SIGNING_CERTIFICATE_FOUND");
        report_.signer = common_name_of(X509_get_subject_name(cms.certificate.get()));
        report_.issuer = common_name_of(X509_get_issuer_name(cms.certificate.get()));
        keep_end(cms.certificate.get());
        report_.organisation = organisation_of(X509_get_issuer_name(cms.certificate.get()));
        const bool value =
            require(cms.signature_matches, "signature.value", "SIG_CRYPTO_FAILURE", cms.signature_name);
        const bool certificate = signing_certificate(cms);
        report_.intact = well_formed && digest && value && certificate;
        format(cms);
        if (cms.weak)
            doubt("signature.algorithm", "CRYPTO_CONSTRAINTS_FAILURE",
                  cms.digest_name + ", " + cms.signature_name + ", " + std::to_string(cms.key_bits));
        for (const auto& der : cms.crls) file_.revocation.add_crl(der, true);
        for (const auto& der : cms.ocsps) file_.revocation.add_ocsp(der, true);
        time_stamps(cms);
        trust(cms);
        level(cms);
    }

    void keep_end(X509* certificate) {
        if (certificate == nullptr) return;
        if (const auto end = moment_of(X509_get0_notAfter(certificate)))
            report_.certificate_until = iso_moment(*end);
    }

    bool cms_structure(const CmsFinding& cms) {
        const bool one =
            require(cms.signers == 1, "signature.one_signer", "FORMAT_FAILURE", std::to_string(cms.signers));
        const bool padding = require(cms.padding_is_zero, "signature.padding", "FORMAT_FAILURE");
        if (cms.attributes_repeat) fail("signature.attributes", "FORMAT_FAILURE");
        // Signers that count wrong are harmless, but then nobody can tell them from a byte that was changed.
        if (cms.frame_is_regular == false) doubt("signature.cms_frame", "FORMAT_FAILURE");
        return one && padding && !cms.attributes_repeat && detached(cms);
    }

    // Content inside the CMS would be what is signed, instead of the document. adbe.pkcs7.sha1 carries the
    // SHA-1 there.
    bool detached(const CmsFinding& cms) {
        const bool by_digest = signature_.sub_filter == "adbe.pkcs7.sha1" && cms.embedded &&
                               *cms.embedded == covered_digest()(EVP_sha1());
        if (by_digest) doubt("signature.algorithm", "CRYPTO_CONSTRAINTS_FAILURE", "adbe.pkcs7.sha1");
        return require(by_digest || !cms.embedded, "signature.detached", "FORMAT_FAILURE");
    }

    bool signing_certificate(const CmsFinding& cms) {
        if (cms.states_certificate)
            return require(cms.certificate_matches, "signature.signing_certificate", "SIG_CRYPTO_FAILURE");
        if (signature_.sub_filter == "ETSI.CAdES.detached")
            doubt("signature.signing_certificate", "SIG_CONSTRAINTS_FAILURE");
        return true;
    }

    void format(const CmsFinding& cms) {
        if (!cms.has_signed_attributes) return doubt("signature.attributes", "SIG_CONSTRAINTS_FAILURE");
        const bool known = signature_.sub_filter == "ETSI.CAdES.detached" ||
                           signature_.sub_filter == "adbe.pkcs7.detached" ||
                           signature_.sub_filter == "adbe.pkcs7.sha1";
        if (!known) return doubt("signature.format", "FORMAT_FAILURE", signature_.sub_filter);
        add("signature.format",
            signature_.sub_filter == "ETSI.CAdES.detached" ? Verdict::passed : Verdict::noted,
            signature_.sub_filter);
    }

    void time_stamps(const CmsFinding& cms) {
        const ContentDigest imprinted = [&cms](const EVP_MD* algorithm) {
            std::string digest(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
            EVP_Digest(cms.signature.data(), cms.signature.size(),
                       reinterpret_cast<unsigned char*>(digest.data()), nullptr, algorithm, nullptr);
            return digest;
        };
        if (const auto* later = file_.proven_before(signature_.contents_end)) {
            proven_ = later->trusted_time;
            report_.time_authority = later->authority;
        }
        document_stamped_ = std::any_of(file_.stamps.begin(), file_.stamps.end(), [this](const auto& stamp) {
            return stamp.begin >= signature_.contents_end;
        });
        const auto when = proven_.value_or(file_.now);
        for (const auto& token : cms.time_stamps) {
            const auto found = check_timestamp(
                token, imprinted, {file_.trust, file_.revocation, file_.store_certificates, when});
            if (!found.intact) {
                doubt("signature.timestamp", "SIG_CONSTRAINTS_FAILURE", found.reason);
                continue;
            }
            stamped_ = true;
            add("signature.timestamp", found.trusted ? Verdict::passed : Verdict::noted,
                found.trusted ? found.authority : found.authority + ": " + found.reason);
            if (!found.trusted || (proven_ && *found.time >= *proven_)) continue;
            proven_ = found.time;
            report_.time_authority = found.authority;
        }
        if (!proven_) return;
        report_.time = iso_moment(*proven_);
        report_.time_source = "timestamp";
    }

    static const char* untrusted(bool revoked, bool authority_revoked, bool out_of_time) {
        if (authority_revoked) return "REVOKED_CA_NO_POE";
        if (revoked) return "REVOKED_NO_POE";
        return out_of_time ? "OUT_OF_BOUNDS_NO_POE" : "NO_CERTIFICATE_CHAIN_FOUND";
    }

    void trust(const CmsFinding& cms) {
        X509* certificate = cms.certificate.get();
        const X509StackPtr known(sk_X509_new_null());
        add_certificates(known.get(), cms.certificates.get());
        add_certificates(known.get(), file_.store_certificates);
        const auto at = [&](Moment when) {
            return file_.trust.check(certificate, known.get(), when, CertificateRole::signer,
                                     file_.revocation);
        };
        auto path = at(proven_.value_or(file_.now));
        const char* reason = untrusted(path.revoked, path.authority_revoked, path.out_of_time);
        const bool believable = claimed_ && *claimed_ <= file_.now && !proven_;
        if (path.out_of_time && believable && is_short_term(certificate)) {
            path = at(*claimed_);
            if (path.trusted) add("signature.claimed_time", Verdict::noted, report_.time);
        }
        report_.trusted = path.trusted;
        if (path.trusted) report_.authority = is_local(certificate) ? "local" : "outside";
        revocation_embedded_ = path.trusted && path.revocation_embedded;
        if (path.revoked) return doubt("signature.revocation", reason, path.reason);
        if (!path.trusted) return doubt("signature.certificate_trust", reason, path.reason);
        add("signature.certificate_trust", Verdict::passed, report_.issuer);
        add("signature.revocation", path.revocation_known ? Verdict::passed : Verdict::noted,
            path.revocation_known ? (path.revocation_embedded ? "DSS" : "CRL") : "");
        // No signature covers what else lies in the structure: it has to stand by itself.
        for (int i = 0; i < sk_X509_num(cms.certificates.get()); ++i) {
            X509* other = sk_X509_value(cms.certificates.get(), i);
            if (X509_cmp(other, certificate) == 0) continue;
            const auto own =
                file_.trust.check(other, known.get(), proven_.value_or(file_.now), CertificateRole::any);
            if (!own.trusted && !own.out_of_time)
                return doubt("signature.stray_certificate", "FORMAT_FAILURE",
                             common_name_of(X509_get_subject_name(other)));
        }
    }

    // Of a baseline signature only (EN 319 142-1, 6): the levels build on one another.
    void level(const CmsFinding& cms) {
        if (signature_.sub_filter != "ETSI.CAdES.detached" || !cms.certificate_matches ||
            !cms.has_signed_attributes)
            return;
        if (cms.has_signing_time) return add("signature.signing_time", Verdict::noted);
        report_.level = "B-B";
        if (!stamped_ && !document_stamped_) return;
        report_.level = "B-T";
        // What the store holds counts where it speaks of this certificate; of an authority that nobody trusts
        // that cannot be told.
        if (!file_.history.has_revocation_data || (report_.trusted && !revocation_embedded_)) return;
        const bool sealed = std::any_of(file_.stamps.begin(), file_.stamps.end(), [this](const auto& stamp) {
            return stamp.begin >= signature_.contents_end && stamp.revision >= file_.history.store_revision;
        });
        report_.level = sealed ? "B-LTA" : "B-LT";
    }

    void changes() {
        auto found = judge_changes(file_.history, signature_, covered_.revision);
        // What no section accounts for cannot be compared; some readers show it all the same.
        const bool unexplained =
            std::any_of(file_.history.anomalies.begin(), file_.history.anomalies.end(), [](const auto& a) {
                return a.kind == pdf::Anomaly::Kind::unexplained_bytes ||
                       a.kind == pdf::Anomaly::Kind::damaged_structure;
            });
        if (unexplained && report_.covers != "whole-file")
            found = {ChangesAfter::forbidden, "bytes after the signature"};
        report_.changes_after = found.changes;
        if (found.changes == ChangesAfter::forbidden)
            fail("signature.changes_after", "FORMAT_FAILURE", found.what);
        else
            add("signature.changes_after",
                found.changes == ChangesAfter::none ? Verdict::passed : Verdict::noted, found.what);
    }

    void conclude() {
        report_.indication = !failure_.empty()                                        ? "TOTAL-FAILED"
                             : !doubt_.empty() || !report_.intact || !report_.trusted ? "INDETERMINATE"
                                                                                      : "TOTAL-PASSED";
        report_.sub_indication = !failure_.empty() ? failure_ : doubt_;
    }

    VerifiedFile& file_;
    const pdf::SignatureDictionary& signature_;
    SignatureReport report_;
    Covered covered_;
    std::optional<Moment> claimed_;
    std::optional<Moment> proven_;
    bool stamped_ = false;           // by a token of its own
    bool document_stamped_ = false;  // by a later time stamp of the document
    bool revocation_embedded_ = false;
    std::string failure_;
    std::string doubt_;
};

}  // namespace

const DocumentStamp* VerifiedFile::proven_before(std::uint64_t end) const {
    const DocumentStamp* earliest = nullptr;
    for (const auto& stamp : stamps)
        if (stamp.begin >= end && stamp.trusted_time &&
            (earliest == nullptr || *stamp.trusted_time < *earliest->trusted_time))
            earliest = &stamp;
    return earliest;
}

SignatureReport verify_signature(VerifiedFile& file, const pdf::SignatureDictionary& signature) {
    return Verification(file, signature).run();
}

}  // namespace sanad::signing
