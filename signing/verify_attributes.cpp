#include "signing/verify_attributes.h"

#include <memory>
#include <optional>

namespace sanad::signing {
namespace {

constexpr int context_tag = 1000;

struct Element {
    int tag = 0;
    std::string_view whole;
    std::string_view content;
};

// The DER element at the start of `der`, which is moved behind it.
std::optional<Element> take(std::string_view& der) {
    const unsigned char* at = bytes_of(der);
    long length = 0;
    int tag = 0;
    int tag_class = 0;
    const int result = ASN1_get_object(&at, &length, &tag, &tag_class, static_cast<long>(der.size()));
    const auto header = static_cast<std::size_t>(at - bytes_of(der));
    if ((result & 0x81) != 0) return {};  // malformed, or of indefinite length
    // Context tags are told from universal ones by a number that no universal one has.
    const Element element{tag_class == V_ASN1_UNIVERSAL ? tag : context_tag + tag,
                          der.substr(0, header + static_cast<std::size_t>(length)),
                          der.substr(header, static_cast<std::size_t>(length))};
    der.remove_prefix(element.whole.size());
    return element;
}

// SigningCertificate[V2] ::= SEQUENCE { certs SEQUENCE OF SEQUENCE { [hashAlgorithm], certHash OCTET STRING,
// … }, … } The first certificate is the signer's.
StatedCertificate read_statement(std::string_view der, const EVP_MD* default_algorithm) {
    StatedCertificate stated{.present = true};
    for (int level = 0; level < 3; ++level) {
        const auto sequence = take(der);
        if (!sequence || sequence->tag != V_ASN1_SEQUENCE) return stated;
        der = sequence->content;
    }
    auto element = take(der);
    stated.algorithm = default_algorithm;
    if (element && element->tag == V_ASN1_SEQUENCE) {
        auto inside = element->content;
        const auto object = take(inside);
        stated.algorithm = nullptr;
        if (object && object->tag == V_ASN1_OBJECT) {
            const unsigned char* at = bytes_of(object->whole);
            const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> name(
                d2i_ASN1_OBJECT(nullptr, &at, static_cast<long>(object->whole.size())));
            if (name != nullptr) stated.algorithm = EVP_get_digestbyobj(name.get());
        }
        element = take(der);
    }
    if (element && element->tag == V_ASN1_OCTET_STRING) stated.hash = std::string(element->content);
    return stated;
}

}  // namespace

namespace {

// AlgorithmIdentifiers of digests have no parameters, or NULL.
bool is_digest(std::string_view identifier) {
    const auto object = take(identifier);
    if (!object || object->tag != V_ASN1_OBJECT) return false;
    return identifier.empty() || identifier == std::string_view("\x05\x00", 2);
}

// Every sequence and set inside has the bit that says so.
bool is_constructed(std::string_view der) {
    while (!der.empty()) {
        const auto first = static_cast<unsigned char>(der[0]);
        const auto element = take(der);
        if (!element) return false;
        const bool holds_others = element->tag == V_ASN1_SEQUENCE || element->tag == V_ASN1_SET;
        if (holds_others && ((first & V_ASN1_CONSTRUCTED) == 0 || !is_constructed(element->content)))
            return false;
    }
    return true;
}

}  // namespace

std::optional<bool> frame_is_regular(std::string_view der) {
    const auto info = take(der);
    if (!info) return {};
    auto inside = info->content;
    const auto type = take(inside);
    const auto wrapped = take(inside);
    if (!type || !wrapped) return {};
    auto explicit_content = wrapped->content;
    const auto signed_data = take(explicit_content);
    if (!signed_data) return {};
    auto parts = signed_data->content;
    const auto version = take(parts);
    const auto digests = take(parts);
    const auto content = take(parts);
    std::optional<Element> part = take(parts);
    while (part && part->tag != V_ASN1_SET) part = take(parts);
    if (!version || !digests || !content || !part || !parts.empty()) return {};
    auto signers = part->content;
    const auto signer = take(signers);
    if (!signer || !signers.empty()) return {};
    auto fields = signer->content;
    const auto signer_version = take(fields);
    const auto identifier = take(fields);
    const auto digest = take(fields);
    if (!signer_version || !identifier || !digest) return {};
    auto content_parts = content->content;
    const auto content_type = take(content_parts);
    static constexpr std::string_view plain_data("\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01", 9);
    const bool plain = content_type && content_type->content == plain_data;
    // OpenSSL keeps a name as it came, so what it writes again says nothing of the name's own tags.
    if (!is_constructed(identifier->whole)) return false;
    const char by_name = identifier->tag == V_ASN1_SEQUENCE ? 1 : 3;
    const char expected = plain && by_name == 1 ? 1 : 3;
    auto listed = digests->content;
    const auto first = take(listed);
    const bool one_digest =
        first && listed.empty() && first->whole == digest->whole && is_digest(digest->content);
    return signer_version->content == std::string_view(&by_name, 1) &&
           version->content == std::string_view(&expected, 1) && one_digest;
}

StatedCertificate stated_certificate(const CMS_SignerInfo* signer) {
    struct Row {
        int nid;
        const EVP_MD* algorithm;
    };
    for (const Row& row : {Row{NID_id_smime_aa_signingCertificateV2, EVP_sha256()},
                           Row{NID_id_smime_aa_signingCertificate, EVP_sha1()}}) {
        const auto* sequence = static_cast<const ASN1_STRING*>(
            CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(row.nid), -3, V_ASN1_SEQUENCE));
        if (sequence == nullptr) continue;
        return read_statement({reinterpret_cast<const char*>(ASN1_STRING_get0_data(sequence)),
                               static_cast<std::size_t>(ASN1_STRING_length(sequence))},
                              row.algorithm);
    }
    return {};
}

// RevocationInfoArchival ::= SEQUENCE { [0] SEQUENCE OF CRL, [1] SEQUENCE OF OCSPResponse, … }, all optional.
void archived_revocation(const CMS_SignerInfo* signer, std::vector<std::string>& crls,
                         std::vector<std::string>& ocsps) {
    const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> name(OBJ_txt2obj("1.2.840.113583.1.1.8", 1));
    const auto* sequence =
        static_cast<const ASN1_STRING*>(CMS_signed_get0_data_by_OBJ(signer, name.get(), -3, V_ASN1_SEQUENCE));
    if (sequence == nullptr) return;
    std::string_view der(reinterpret_cast<const char*>(ASN1_STRING_get0_data(sequence)),
                         static_cast<std::size_t>(ASN1_STRING_length(sequence)));
    const auto whole = take(der);
    std::string_view parts = whole ? whole->content : std::string_view();
    while (const auto part = take(parts)) {
        auto wrapped = part->content;
        const auto list = take(wrapped);
        std::string_view items = list ? list->content : std::string_view();
        auto* into = part->tag == context_tag ? &crls : part->tag == context_tag + 1 ? &ocsps : nullptr;
        while (const auto item = take(items))
            if (into != nullptr) into->emplace_back(item->whole);
    }
}

bool StatedCertificate::speaks_of(X509* certificate) const {
    return algorithm != nullptr && !hash.empty() &&
           digest_of_text(algorithm, certificate_der(certificate)) == hash;
}

std::string encode_set(const std::vector<std::string>& members) {
    std::string content;
    for (const auto& member : members) content += member;
    std::string set(
        static_cast<std::size_t>(ASN1_object_size(1, static_cast<int>(content.size()), V_ASN1_SET)), '\0');
    auto* at = reinterpret_cast<unsigned char*>(set.data());
    ASN1_put_object(&at, 1, static_cast<int>(content.size()), V_ASN1_SET, V_ASN1_UNIVERSAL);
    set.replace(set.size() - content.size(), content.size(), content);
    return set;
}

std::string digest_of_text(const EVP_MD* algorithm, std::string_view text) {
    std::string digest(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
    succeeded(EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
                         algorithm, nullptr),
              "EVP_Digest");
    return digest;
}

}  // namespace sanad::signing
