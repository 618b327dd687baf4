#include "signing/sign.h"

#include <algorithm>

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
void check_validity(const Signer& signer, Moment now) {
    const auto certificate = parse_certificate(signer.certificate_der());
    if (certificate == nullptr)
        throw Error(ErrorCode::bad_input, "the signer's certificate is unreadable",
                    UserMessage{"signing.key_file_unreadable", {}});
    auto seconds = static_cast<std::time_t>(now.time_since_epoch().count());
    if (X509_cmp_time(X509_get0_notBefore(certificate.get()), &seconds) > 0)
        throw Error(ErrorCode::bad_input, "the certificate is not valid yet",
                    UserMessage{"signing.not_yet_valid", {signer.common_name()}});
    if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &seconds) < 0)
        throw Error(ErrorCode::bad_input, "the certificate has expired",
                    UserMessage{"signing.certificate_expired", {signer.common_name()}});
}

std::optional<pdf::Canvas> appearance_for(std::string_view pdf, const SignOptions& options,
                                          const std::string& name) {
    const auto fields = pdf::signature_fields(pdf);
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == options.field; });
    if (found == fields.end() || found->page == 0) return {};
    if (found->box.w < smallest_side_mm || found->box.h < smallest_side_mm) return {};
    pdf::Canvas canvas(pdf::open_fonts(), found->box.w, found->box.h);
    draw_appearance(canvas, options, name);
    return canvas;
}

}  // namespace

std::string sign_pdf(std::string_view pdf, Signer& signer, const SignOptions& options) {
    check_validity(signer, options.now);
    const std::string name = options.signer_name.empty() ? signer.common_name() : options.signer_name;
    const auto appearance = appearance_for(pdf, options, name);
    pdf::SignatureRequest request{.field = options.field,
                                  .signer_name = name,
                                  .reason = options.reason,
                                  .signing_time = options.now,
                                  .appearance = appearance ? &*appearance : nullptr,
                                  .certify = options.certify,
                                  .lock_fields = options.lock_fields};
    auto prepared = pdf::prepare_signature(pdf, request);
    const auto cms = make_cms(prepared.head(), prepared.tail(), signer);
    return pdf::fill_signature(std::move(prepared), cms);
}

}  // namespace sanad::signing
