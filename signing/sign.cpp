#include "signing/sign.h"

#include <openssl/ec.h>

#include "pdf/canvas.h"
#include "pdf/signature_update.h"
#include "signing/appearance.h"
#include "signing/cms.h"
#include "signing/openssl_handles.h"

namespace sanad::signing {
namespace {

// A field smaller than this shows nothing that could be read.
constexpr double smallest_side_mm = 4;

// A signature made outside the certificate's life would be worth nothing, so it is not made.
X509Ptr valid_certificate(const std::string& der, Moment now) {
    auto certificate = signing_certificate(der);
    auto seconds = static_cast<std::time_t>(now.time_since_epoch().count());
    if (X509_cmp_time(X509_get0_notBefore(certificate.get()), &seconds) > 0)
        throw Error(
            ErrorCode::bad_input, "the certificate is not valid yet",
            UserMessage{"signing.not_yet_valid", {common_name_of(X509_get_subject_name(certificate.get()))}});
    if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &seconds) < 0)
        throw Error(ErrorCode::bad_input, "the certificate has expired",
                    UserMessage{"signing.certificate_expired",
                                {common_name_of(X509_get_subject_name(certificate.get()))}});
    return certificate;
}

std::optional<pdf::Canvas> appearance_in(const pdf::SignatureField& field, const SignOptions& options,
                                         const std::string& name) {
    if (field.page == 0 || field.box.w < smallest_side_mm || field.box.h < smallest_side_mm) return {};
    pdf::Canvas canvas(pdf::open_fonts(), field.box.w, field.box.h);
    draw_appearance(canvas, options, name);
    return canvas;
}

struct Begun {
    pdf::PreparedSignature file;
    CmsDraft draft;
};

Begun begin(std::string_view pdf, const std::string& certificate_der,
            const std::vector<std::string>& chain_der, const SignOptions& options) {
    const auto certificate = valid_certificate(certificate_der, options.now);
    const std::string name = options.signer_name.empty()
                                 ? common_name_of(X509_get_subject_name(certificate.get()))
                                 : options.signer_name;
    pdf::SignatureRequest request{.field = options.field,
                                  .signer_name = name,
                                  .reason = options.reason,
                                  .signing_time = options.now,
                                  .draw = [&](const auto& f) { return appearance_in(f, options, name); },
                                  .certify = options.certify,
                                  .lock_fields = options.lock_fields};
    // An outside authority may send along a whole chain of long keys.
    constexpr std::size_t more_for_outside = 16000;
    if (options.stamper != nullptr && !options.stamper->is_local())
        request.contents_bytes += more_for_outside;
    auto prepared = pdf::prepare_signature(pdf, request);
    auto draft = draft_cms(prepared.head(), prepared.tail(), certificate_der, chain_der);
    return {std::move(prepared), std::move(draft)};
}

}  // namespace

PendingSignature begin_signature(std::string_view pdf, const std::string& certificate_der,
                                 const std::vector<std::string>& chain_der, const SignOptions& options,
                                 std::chrono::seconds patience) {
    auto [prepared, draft] = begin(pdf, certificate_der, chain_der, options);
    return {.attributes = std::move(draft.signed_attributes),
            .certificate_der = certificate_der,
            .signing_time = options.now,
            .expires = options.now + patience,
            .file = std::move(prepared.bytes),
            .gap_offset = prepared.gap_offset,
            .gap_length = prepared.gap_length,
            .draft = std::move(draft.der)};
}

namespace {

// Browsers (WebCrypto) and PKCS#11 give an ECDSA value as two numbers of equal length; in a CMS it is a
// SEQUENCE of two (RFC 5753, 2.1.1).
std::string as_sequence(const std::string& value) {
    const auto half = static_cast<int>(value.size() / 2);
    const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
    ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytes_of(value), half, nullptr),
                   BN_bin2bn(bytes_of(value) + half, half, nullptr));
    return der_of(pair.get(), i2d_ECDSA_SIG, "i2d_ECDSA_SIG");
}

std::string complete_value(const CmsDraft& draft, const std::string& certificate_der,
                           const std::string& value, TimeStamper* stamper, Moment now) {
    try {
        return complete_cms(draft, value, stamper, now);
    } catch (const Error& error) {
        if (value.size() != 64 || error.message().id != "signing.value_wrong") throw;
    }
    const auto certificate = signing_certificate(certificate_der);
    if (EVP_PKEY_get_base_id(X509_get0_pubkey(certificate.get())) != EVP_PKEY_EC)
        throw Error(ErrorCode::bad_input, "the value is not a signature of this certificate's key",
                    UserMessage{"signing.value_wrong", {}});
    return complete_cms(draft, as_sequence(value), stamper, now);
}

}  // namespace

std::string finish_signature(const PendingSignature& pending, const std::string& value, Moment now,
                             TimeStamper* stamper) {
    if (now > pending.expires)
        throw Error(ErrorCode::conflict, "the signature came too late",
                    UserMessage{"signing.session_expired", {}});
    const CmsDraft draft{pending.draft, pending.attributes};
    const auto cms = complete_value(draft, pending.certificate_der, value, stamper, now);
    return pdf::fill_signature({pending.file, pending.gap_offset, pending.gap_length}, cms);
}

std::string sign_pdf(std::string_view pdf, Signer& signer, const SignOptions& options) {
    const auto certificate_der = signer.certificate_der();
    auto [prepared, draft] = begin(pdf, certificate_der, signer.chain_der(), options);
    const auto cms = complete_value(draft, certificate_der, signer.sign(draft.signed_attributes),
                                    options.stamper, options.now);
    return pdf::fill_signature(std::move(prepared), cms);
}

}  // namespace sanad::signing
