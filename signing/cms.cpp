#include "signing/cms.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "signing/openssl_handles.h"
#include "signing/timestamp_token.h"

namespace sanad::signing {
namespace {

std::array<unsigned char, 32> digest_of(std::string_view head, std::string_view tail) {
    std::array<unsigned char, 32> digest{};
    const auto context = owned<DigestContextPtr>(EVP_MD_CTX_new(), "EVP_MD_CTX_new");
    succeeded(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr), "EVP_DigestInit_ex");
    succeeded(EVP_DigestUpdate(context.get(), head.data(), head.size()), "EVP_DigestUpdate");
    succeeded(EVP_DigestUpdate(context.get(), tail.data(), tail.size()), "EVP_DigestUpdate");
    succeeded(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr), "EVP_DigestFinal_ex");
    return digest;
}

// The signed attributes as they are signed: a SET in DER, so with its members sorted by their bytes (RFC
// 5652, 5.4).
std::string signed_attributes(const CMS_SignerInfo* info) {
    std::vector<std::string> members;
    for (int i = 0; i < CMS_signed_get_attr_count(info); ++i)
        members.push_back(der_of(CMS_signed_get_attr(info, i), i2d_X509_ATTRIBUTE, "i2d_X509_ATTRIBUTE"));
    std::sort(members.begin(), members.end());
    std::string content;
    for (const auto& member : members) content += member;
    std::string set(
        static_cast<std::size_t>(ASN1_object_size(1, static_cast<int>(content.size()), V_ASN1_SET)), '\0');
    auto* at = reinterpret_cast<unsigned char*>(set.data());
    ASN1_put_object(&at, 1, static_cast<int>(content.size()), V_ASN1_SET, V_ASN1_UNIVERSAL);
    std::copy(content.begin(), content.end(), reinterpret_cast<char*>(at));
    return set;
}

// Content type, digest, and the certificate's hash (signingCertificateV2, by CMS_CADES). The time is in the
// PDF's /M: PAdES forbids the signing-time attribute.
CMS_SignerInfo* add_signer(CMS_ContentInfo* cms, X509* certificate,
                           const std::array<unsigned char, 32>& digest) {
    constexpr unsigned flags = CMS_PARTIAL | CMS_CADES | CMS_NOSMIMECAP | CMS_BINARY;
    // OpenSSL wants a key here only to learn its kind; the public one does, and the private one stays in the
    // signer.
    CMS_SignerInfo* info =
        CMS_add1_signer(cms, certificate, X509_get0_pubkey(certificate), EVP_sha256(), flags);
    if (info == nullptr) throw_openssl("CMS_add1_signer");
    // The raw object is NID_pkcs7_data's; the attribute takes a copy.
    succeeded(CMS_signed_add1_attr_by_NID(info, NID_pkcs9_contentType, V_ASN1_OBJECT,
                                          OBJ_nid2obj(NID_pkcs7_data), -1),
              "CMS_signed_add1_attr_by_NID");
    succeeded(CMS_signed_add1_attr_by_NID(info, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest.data(),
                                          static_cast<int>(digest.size())),
              "CMS_signed_add1_attr_by_NID");
    return info;
}

bool verifies(X509* certificate, const std::string& attributes, const std::string& value) {
    const auto context = owned<DigestContextPtr>(EVP_MD_CTX_new(), "EVP_MD_CTX_new");
    succeeded(
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, X509_get0_pubkey(certificate)),
        "EVP_DigestVerifyInit");
    return EVP_DigestVerify(context.get(), bytes_of(value), value.size(), bytes_of(attributes),
                            attributes.size()) == 1;
}

// As it was read: OpenSSL takes the attributes in the order in which they stand, which is that of DER only
// after they were written.
bool verifies(CMS_ContentInfo* cms, CMS_SignerInfo* info) {
    const X509StackPtr certificates(CMS_get1_certs(cms));
    for (int i = 0; i < sk_X509_num(certificates.get()); ++i) {
        X509* candidate = sk_X509_value(certificates.get(), i);
        if (CMS_SignerInfo_cert_cmp(info, candidate) == 0) CMS_SignerInfo_set1_signer_cert(info, candidate);
    }
    return CMS_SignerInfo_verify(info) == 1;
}

// A token that answers with rubbish, or a value for another document, must not end in a file that is filed.
void check_value(const CmsDraft& draft, CMS_ContentInfo* cms, CMS_SignerInfo* info,
                 const std::string& value) {
    X509* signer = nullptr;
    CMS_SignerInfo_get0_algs(info, nullptr, &signer, nullptr, nullptr);
    const bool is_live = draft.unread != nullptr && signer != nullptr;
    if (is_live ? verifies(signer, draft.signed_attributes, value) : verifies(cms, info)) return;
    ERR_clear_error();
    throw Error(ErrorCode::bad_input, "the value is not a signature of this certificate's key",
                UserMessage{"signing.value_wrong", {}});
}

std::shared_ptr<CMS_ContentInfo> structure_of(const CmsDraft& draft) {
    if (draft.unread != nullptr) return draft.unread;
    const unsigned char* at = bytes_of(draft.der);
    return owned<CmsPtr>(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(draft.der.size())),
                         "d2i_CMS_ContentInfo");
}

}  // namespace

X509Ptr signing_certificate(const std::string& der) {
    constexpr std::size_t most = 16;
    static thread_local std::map<std::string, X509Ptr> known;
    auto place = known.find(der);
    if (place == known.end()) {
        auto certificate = parse_certificate(der);
        if (certificate == nullptr)
            throw Error(ErrorCode::bad_input, "the signer's certificate is unreadable",
                        UserMessage{"signing.key_file_unreadable", {}});
        if (known.size() >= most) known.clear();
        place = known.emplace(der, std::move(certificate)).first;
    }
    X509_up_ref(place->second.get());
    return X509Ptr(place->second.get());
}

CmsDraft draft_cms(std::string_view head, std::string_view tail, const std::string& certificate_der,
                   const std::vector<std::string>& chain_der) {
    const auto certificate = signing_certificate(certificate_der);
    const std::shared_ptr<CMS_ContentInfo> cms = owned<CmsPtr>(
        CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_STREAM),
        "CMS_sign");
    CMS_SignerInfo* info = add_signer(cms.get(), certificate.get(), digest_of(head, tail));
    for (const auto& der : chain_der) {
        const auto issuer = signing_certificate(der);
        succeeded(CMS_add1_cert(cms.get(), issuer.get()), "CMS_add1_cert");
    }
    // Without any value the structure could not be written; an empty one is replaced when the real one is
    // there.
    succeeded(ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(info), bytes_of(""), 0),
              "ASN1_OCTET_STRING_set");
    return {der_of(cms.get(), i2d_CMS_ContentInfo, "i2d_CMS_ContentInfo"), signed_attributes(info), cms};
}

std::string complete_cms(const CmsDraft& draft, const std::string& value, TimeStamper* stamper, Moment now) {
    const auto cms = structure_of(draft);
    CMS_SignerInfo* info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms.get()), 0);
    succeeded(ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(info), bytes_of(value),
                                    static_cast<int>(value.size())),
              "ASN1_OCTET_STRING_set");
    check_value(draft, cms.get(), info, value);
    if (stamper != nullptr) {
        const auto token = stamper->token(sha256(value), now);
        succeeded(CMS_unsigned_add1_attr_by_NID(info, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE,
                                                token.data(), static_cast<int>(token.size())),
                  "CMS_unsigned_add1_attr_by_NID");
    }
    return der_of(cms.get(), i2d_CMS_ContentInfo, "i2d_CMS_ContentInfo");
}

}  // namespace sanad::signing
