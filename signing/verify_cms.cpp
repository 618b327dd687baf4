#include "signing/verify_cms.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "signing/verify_attributes.h"

namespace sanad::signing {
namespace {

std::string text_of(const ASN1_STRING* string) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
            static_cast<std::size_t>(ASN1_STRING_length(string))};
}

bool weak_digest(int nid) { return nid == NID_sha1 || nid == NID_md5 || nid == NID_md4 || nid == NID_md2; }

bool weak_key(X509* certificate) {
    EVP_PKEY* key = X509_get0_pubkey(certificate);
    return key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) < 2048;
}

// Plain ECDSA (BSI TR-03111, 5.2.1): the two numbers stand side by side, and OpenSSL does not know its names.
const EVP_MD* plain_ecdsa_digest(const ASN1_OBJECT* algorithm) {
    static constexpr std::pair<const char*, int> rows[] = {{"0.4.0.127.0.7.1.1.4.1.1", NID_sha1},
                                                           {"0.4.0.127.0.7.1.1.4.1.2", NID_sha224},
                                                           {"0.4.0.127.0.7.1.1.4.1.3", NID_sha256},
                                                           {"0.4.0.127.0.7.1.1.4.1.4", NID_sha384},
                                                           {"0.4.0.127.0.7.1.1.4.1.5", NID_sha512}};
    char name[80] = "";
    OBJ_obj2txt(name, sizeof name, algorithm, 1);
    for (const auto& [number, digest] : rows)
        if (std::string_view(name) == number) return EVP_get_digestbynid(digest);
    return nullptr;
}

// As OpenSSL wants it; empty where it is no such pair for a key of that size.
std::string ecdsa_value(const std::string& plain, EVP_PKEY* key) {
    const auto half = (static_cast<std::size_t>(EVP_PKEY_get_bits(key)) + 7) / 8;
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC || plain.size() != 2 * half) return {};
    const auto number = [&](std::size_t at) {
        return BN_bin2bn(bytes_of(plain) + at, static_cast<int>(half), nullptr);
    };
    const auto pair = owned<EcdsaSignaturePtr>(ECDSA_SIG_new(), "ECDSA_SIG_new");
    succeeded(ECDSA_SIG_set0(pair.get(), number(0), number(half)), "ECDSA_SIG_set0");
    return der_of(pair.get(), i2d_ECDSA_SIG, "i2d_ECDSA_SIG");
}

// Which digest the signature itself was made with: most signature algorithms name one.
const EVP_MD* signature_digest(const X509_ALGOR* algorithm, const EVP_MD* otherwise) {
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    if (const EVP_MD* plain = plain_ecdsa_digest(object)) return plain;
    int digest = NID_undef;
    const int name = OBJ_obj2nid(object);
    if (OBJ_find_sigid_algs(name, &digest, nullptr) == 1 && digest != NID_undef)
        return EVP_get_digestbynid(digest);
    return name == NID_rsaEncryption || name == NID_rsassaPss ? otherwise : nullptr;
}

bool find_certificate(CmsFinding& finding, CMS_SignerInfo* signer, const STACK_OF(X509) * extra) {
    for (const STACK_OF(X509) * pool :
         {static_cast<const STACK_OF(X509)*>(finding.certificates.get()), extra}) {
        for (int i = 0; i < sk_X509_num(pool); ++i) {
            X509* candidate = sk_X509_value(pool, i);
            if (CMS_SignerInfo_cert_cmp(signer, candidate) != 0) continue;
            X509_up_ref(candidate);
            finding.certificate.reset(candidate);
            return true;
        }
    }
    return false;
}

// Over the attributes in the order in which they stand, and sorted as DER asks: both are met.
bool attributes_verify(CMS_SignerInfo* signer, const EVP_MD* digest, EVP_PKEY* key,
                       const std::string& signature) {
    std::vector<std::string> members;
    for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i)
        members.push_back(der_of(CMS_signed_get_attr(signer, i), i2d_X509_ATTRIBUTE, "i2d_X509_ATTRIBUTE"));
    for (int attempt = 0; attempt < 2; ++attempt) {
        const std::string set = encode_set(members);
        const auto context = owned<DigestContextPtr>(EVP_MD_CTX_new(), "EVP_MD_CTX_new");
        if (EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
            EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(set),
                             set.size()) == 1)
            return true;
        std::sort(members.begin(), members.end());
    }
    return false;
}

// RFC 5652, 5.4: without signed attributes the signature is over the content's digest itself.
bool content_verifies(EVP_PKEY* key, const EVP_MD* digest, const std::string& value,
                      const std::string& signature) {
    const PkeyContextPtr context(EVP_PKEY_CTX_new(key, nullptr));
    return context != nullptr && EVP_PKEY_verify_init(context.get()) == 1 &&
           EVP_PKEY_CTX_set_signature_md(context.get(), digest) == 1 &&
           EVP_PKEY_verify(context.get(), bytes_of(signature), signature.size(), bytes_of(value),
                           value.size()) == 1;
}

void check_signature(CmsFinding& finding, CMS_SignerInfo* signer, const EVP_MD* digest,
                     const EVP_MD* signed_with, const std::string& content) {
    EVP_PKEY* key = X509_get0_pubkey(finding.certificate.get());
    if (key == nullptr) {
        finding.supported = false;
        return;
    }
    X509_ALGOR* algorithm = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, nullptr, &algorithm);
    const bool plain = plain_ecdsa_digest(algorithm->algorithm) != nullptr;
    const std::string signature = plain ? ecdsa_value(finding.signature, key) : finding.signature;
    if (!finding.has_signed_attributes) {
        finding.signature_matches = content_verifies(key, digest, content, signature);
        finding.digest_matches = finding.signature_matches;
        return;
    }
    // OpenSSL knows the parameters of RSASSA-PSS; where the two digests differ, only ours looks at the right
    // one.
    if (!plain && EVP_MD_get_type(digest) == EVP_MD_get_type(signed_with)) {
        CMS_SignerInfo_set1_signer_cert(signer, finding.certificate.get());
        finding.signature_matches = CMS_SignerInfo_verify(signer) == 1;
    } else {
        finding.signature_matches = attributes_verify(signer, signed_with, key, signature);
    }
}

void read_attributes(CmsFinding& finding, CMS_SignerInfo* signer, const std::string& content) {
    finding.has_signed_attributes = CMS_signed_get_attr_count(signer) > 0;
    finding.has_signing_time = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1) >= 0;
    for (const int once :
         {NID_pkcs9_messageDigest, NID_pkcs9_contentType, NID_id_smime_aa_signingCertificateV2}) {
        const int first = CMS_signed_get_attr_by_NID(signer, once, -1);
        if (first >= 0 && CMS_signed_get_attr_by_NID(signer, once, first) >= 0)
            finding.attributes_repeat = true;
    }
    // -3: exactly one attribute with exactly one value.
    const auto* stated = static_cast<const ASN1_OCTET_STRING*>(
        CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING));
    archived_revocation(signer, finding.crls, finding.ocsps);
    finding.digest_matches = stated != nullptr && !content.empty() && text_of(stated) == content;
    for (int at = -1; (at = CMS_unsigned_get_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, at)) >= 0;) {
        X509_ATTRIBUTE* attribute = CMS_unsigned_get_attr(signer, at);
        for (int i = 0; i < X509_ATTRIBUTE_count(attribute); ++i)
            if (const ASN1_TYPE* type = X509_ATTRIBUTE_get0_type(attribute, i);
                type != nullptr && type->type == V_ASN1_SEQUENCE)
                finding.time_stamps.push_back(text_of(type->value.sequence));
    }
}

void name_algorithms(CmsFinding& finding, const ASN1_OBJECT* digest_object, const EVP_MD* digest,
                     const EVP_MD* signed_with, const X509_ALGOR* algorithm) {
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    char name[80] = "";
    OBJ_obj2txt(name, sizeof name, object, 0);
    finding.signature_name = name;
    finding.digest_name = digest == nullptr ? "" : EVP_MD_get0_name(digest);
    // OpenSSL takes the name of a signature algorithm for that of its digest; nobody else has to.
    finding.supported =
        digest != nullptr && signed_with != nullptr && OBJ_obj2nid(digest_object) == EVP_MD_get_type(digest);
    if (finding.supported)
        finding.weak = weak_digest(EVP_MD_get_type(digest)) || weak_digest(EVP_MD_get_type(signed_with));
}

void read_signer(CmsFinding& finding, CMS_SignerInfo* signer, const ContentDigest& content,
                 const STACK_OF(X509) * extra) {
    X509_ALGOR* digest_algorithm = nullptr;
    X509_ALGOR* signature_algorithm = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest_algorithm, &signature_algorithm);
    const EVP_MD* digest = EVP_get_digestbyobj(digest_algorithm->algorithm);
    const EVP_MD* signed_with = digest == nullptr ? nullptr : signature_digest(signature_algorithm, digest);
    finding.signature = text_of(CMS_SignerInfo_get0_signature(signer));
    name_algorithms(finding, digest_algorithm->algorithm, digest, signed_with, signature_algorithm);
    if (!finding.supported) return;
    const std::string value = finding.embedded ? digest_of_text(digest, *finding.embedded) : content(digest);
    read_attributes(finding, signer, value);
    if (!find_certificate(finding, signer, extra)) return;
    finding.key_bits = EVP_PKEY_get_bits(X509_get0_pubkey(finding.certificate.get()));
    finding.weak = finding.weak || weak_key(finding.certificate.get());
    const auto stated = stated_certificate(signer);
    finding.states_certificate = stated.present;
    finding.certificate_matches = stated.present && stated.speaks_of(finding.certificate.get());
    check_signature(finding, signer, digest, signed_with, value);
}

using CrlStackPtr = std::unique_ptr<STACK_OF(X509_CRL), Freed<free_lists>>;

void read_lists(CmsFinding& finding, CMS_ContentInfo* cms) {
    const CrlStackPtr lists(CMS_get1_crls(cms));
    for (int i = 0; i < sk_X509_CRL_num(lists.get()); ++i)
        finding.crls.push_back(der_of(sk_X509_CRL_value(lists.get(), i), i2d_X509_CRL, "i2d_X509_CRL"));
}

// A tag or a length that OpenSSL reads generously comes out otherwise when it is written again.
std::optional<bool> frame_of(CMS_ContentInfo* cms, std::string_view der) {
    const auto regular = frame_is_regular(der);
    if (!regular) return {};
    return *regular && der_of(cms, i2d_CMS_ContentInfo, "i2d_CMS_ContentInfo") == der;
}

}  // namespace

CmsFinding read_cms(std::string_view bytes, const ContentDigest& content, const STACK_OF(X509) * extra) {
    CmsFinding finding;
    const unsigned char* at = bytes_of(bytes);
    const CmsPtr cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(bytes.size())));
    if (cms != nullptr && OBJ_obj2nid(CMS_get0_type(cms.get())) == NID_pkcs7_signed) {
        finding.readable = true;
        const auto padding = bytes.substr(static_cast<std::size_t>(at - bytes_of(bytes)));
        finding.frame_is_regular = frame_of(cms.get(), bytes.substr(0, bytes.size() - padding.size()));
        finding.padding_is_zero = padding.find_first_not_of('\0') == std::string_view::npos;
        if (ASN1_OCTET_STRING** inside = CMS_get0_content(cms.get()); inside != nullptr && *inside != nullptr)
            finding.embedded = text_of(*inside);
        finding.certificates.reset(CMS_get1_certs(cms.get()));
        read_lists(finding, cms.get());
        STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms.get());
        finding.signers = std::max(0, sk_CMS_SignerInfo_num(signers));
        if (finding.signers > 0) read_signer(finding, sk_CMS_SignerInfo_value(signers, 0), content, extra);
    }
    ERR_clear_error();
    return finding;
}

}  // namespace sanad::signing
