#include "signing/pieces.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "pdf/revisions.h"
#include "signing/openssl_handles.h"

namespace sanad::signing {
namespace {

// Where `part` stands in `whole`; nothing where it does not, or not once only.
std::optional<Span> place_of(std::string_view whole, std::string_view part) {
    const auto at = whole.find(part);
    if (part.empty() || at == std::string_view::npos || whole.find(part, at + 1) != std::string_view::npos)
        return {};
    return Span{at, part.size()};
}

std::string_view value_of(CMS_SignerInfo* signer) {
    const ASN1_OCTET_STRING* value = CMS_SignerInfo_get0_signature(signer);
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
            static_cast<std::size_t>(ASN1_STRING_length(value))};
}

std::string_view token_of(CMS_SignerInfo* signer) {
    const int at = CMS_unsigned_get_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, -1);
    if (at < 0) return {};
    const ASN1_TYPE* type = X509_ATTRIBUTE_get0_type(CMS_unsigned_get_attr(signer, at), 0);
    if (type == nullptr || type->type != V_ASN1_SEQUENCE) return {};
    return {reinterpret_cast<const char*>(type->value.sequence->data),
            static_cast<std::size_t>(type->value.sequence->length)};
}

void look_inside(std::string_view contents, SignaturePieces& pieces) {
    const unsigned char* at = bytes_of(contents);
    const CmsPtr cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(contents.size())));
    ERR_clear_error();
    auto* signers = cms == nullptr ? nullptr : CMS_get0_SignerInfos(cms.get());
    if (signers == nullptr || sk_CMS_SignerInfo_num(signers) != 1) return;
    const auto length = static_cast<std::uint64_t>(at - bytes_of(contents));
    pieces.digits.length = 2 * length;
    const auto der = contents.substr(0, length);
    auto* signer = sk_CMS_SignerInfo_value(signers, 0);
    const auto value = place_of(der, value_of(signer));
    if (!value) return;
    pieces.value = *value;
    pieces.token = place_of(der, token_of(signer));
}

Json json_of(const Span& span) { return {span.begin, span.length}; }

Span span_of(const Json& json) { return {json.at(0).get<std::uint64_t>(), json.at(1).get<std::uint64_t>()}; }

}  // namespace

std::vector<SignaturePieces> signature_pieces(std::string_view pdf) {
    std::vector<SignaturePieces> all;
    for (const auto& signature : pdf::read_history(pdf).signatures) {
        if (signature.is_usage_right) continue;
        SignaturePieces pieces{.field = signature.field,
                               .is_timestamp = signature.is_timestamp,
                               .is_cades = signature.sub_filter == "ETSI.CAdES.detached"};
        const auto& range = signature.byte_range;
        const auto size = static_cast<std::int64_t>(pdf.size());
        if (range.size() == 4 && range[0] == 0 && range[1] > 0 && range[1] <= range[2] && range[2] <= size &&
            range[3] >= 0 && range[3] <= size - range[2] && signature.contents_in_file &&
            // White space between the digits would have to be told, too.
            signature.contents_end - signature.contents_begin == 2 * signature.contents.size() + 2) {
            pieces.before = {0, static_cast<std::uint64_t>(range[1])};
            pieces.behind = {static_cast<std::uint64_t>(range[2]), static_cast<std::uint64_t>(range[3])};
            pieces.digits.begin = signature.contents_begin + 1;
            look_inside(signature.contents, pieces);
        }
        all.push_back(std::move(pieces));
    }
    return all;
}

void to_json(Json& into, const SignaturePieces& pieces) {
    into = {{"field", pieces.field},
            {"is_timestamp", pieces.is_timestamp},
            {"is_cades", pieces.is_cades},
            {"before", json_of(pieces.before)},
            {"behind", json_of(pieces.behind)},
            {"digits", json_of(pieces.digits)},
            {"value", json_of(pieces.value)},
            {"token", pieces.token ? json_of(*pieces.token) : Json(nullptr)}};
}

void from_json(const Json& from, SignaturePieces& pieces) {
    try {
        from.at("field").get_to(pieces.field);
        from.at("is_timestamp").get_to(pieces.is_timestamp);
        from.at("is_cades").get_to(pieces.is_cades);
        pieces.before = span_of(from.at("before"));
        pieces.behind = span_of(from.at("behind"));
        pieces.digits = span_of(from.at("digits"));
        pieces.value = span_of(from.at("value"));
        if (!from.at("token").is_null()) pieces.token = span_of(from.at("token"));
    } catch (const Json::exception& error) {
        throw Error(ErrorCode::bad_input, std::string("pieces of a signature: ") + error.what());
    }
}

}  // namespace sanad::signing
