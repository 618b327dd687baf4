#include "signing/certificate_request.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <openssl/conf.h>
#include <openssl/rand.h>

#include "signing/local_policy.h"

namespace sanad::signing {
namespace {

using ConfigurationPtr = std::unique_ptr<CONF, Freed<NCONF_free>>;

struct ExtensionRow {
    int nid;
    const char* value;
};

// Per use: RFC 5280, 4.2.1. A person's key signs documents and nothing else.
const std::vector<ExtensionRow>& extensions_of(CertificateUse use) {
    static const std::vector<ExtensionRow> root = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:1"},
                                                   {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                                   {NID_subject_key_identifier, "hash"}};
    // digitalSignature: it answers OCSP requests about its own certificates (RFC 6960, 4.2.2.2).
    static const std::vector<ExtensionRow> issuing = {
        {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
        {NID_key_usage, "critical,keyCertSign,cRLSign,digitalSignature"},
        {NID_subject_key_identifier, "hash"},
        {NID_authority_key_identifier, "keyid:always"},
        {NID_certificate_policies, "2.5.29.32.0"}};
    // RFC 3161, 2.3: time stamping and nothing else, and critical.
    static const std::vector<ExtensionRow> timestamp = {{NID_basic_constraints, "critical,CA:FALSE"},
                                                        {NID_key_usage, "critical,digitalSignature"},
                                                        {NID_ext_key_usage, "critical,timeStamping"},
                                                        {NID_subject_key_identifier, "hash"},
                                                        {NID_authority_key_identifier, "keyid:always"}};
    static const std::vector<ExtensionRow> person = {
        {NID_basic_constraints, "critical,CA:FALSE"},
        {NID_key_usage, "critical,digitalSignature,nonRepudiation"},
        {NID_subject_key_identifier, "hash"},
        {NID_authority_key_identifier, "keyid:always"},
        {NID_certificate_policies, local_policy}};
    switch (use) {
        case CertificateUse::root:
            return root;
        case CertificateUse::issuing:
            return issuing;
        case CertificateUse::timestamp:
            return timestamp;
        case CertificateUse::member:
        case CertificateUse::applicant:
            break;
    }
    return person;
}

// Letters of Arabic script are encoded by the lead bytes D8..DB (U+0600..U+06FF), Latin ones are ASCII.
void check_name(const std::string& name) {
    bool arabic = false;
    bool latin = false;
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        arabic = arabic || (byte >= 0xD8 && byte <= 0xDB);
        latin = latin || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
    }
    if (name.find_first_not_of(' ') == std::string::npos)
        throw Error(ErrorCode::bad_input, "a certificate needs a name",
                    UserMessage{"signing.name_empty", {}});
    if (arabic && latin)
        throw Error(ErrorCode::bad_input, "a name in two scripts",
                    UserMessage{"signing.name_scripts", {name}});
}

// The limit of a name's parts is 64 characters (RFC 5280, upper bounds), of which OpenSSL is the judge.
void add_name(X509_NAME* name, int nid, const std::string& value) {
    if (value.empty()) return;
    if (X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, bytes_of(value), static_cast<int>(value.size()),
                                   -1, 0) != 1) {
        ERR_clear_error();
        throw Error(ErrorCode::bad_input, "a name that a certificate cannot hold: " + value,
                    UserMessage{"signing.name_too_long", {value}});
    }
}

// EN 319 412-2, 4.2.4: a person's names apart from the common name; the first word and the last one.
void add_person(X509_NAME* name, const std::string& full) {
    const auto begin = full.find_first_not_of(' ');
    const auto first_end = std::min(full.find(' ', begin), full.size());
    const auto last_end = full.find_last_not_of(' ') + 1;
    const auto last_space = full.rfind(' ', last_end - 1);
    const auto last = last_space == std::string::npos ? 0 : last_space + 1;
    if (last > begin) add_name(name, NID_surname, full.substr(last, last_end - last));
    add_name(name, NID_givenName, full.substr(begin, first_end - begin));
}

// 159 random bits: RFC 5280 allows 20 octets and the number is positive.
void set_serial(X509* certificate) {
    std::array<unsigned char, 20> bytes{};
    succeeded(RAND_bytes(bytes.data(), bytes.size()), "RAND_bytes");
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7F) | 0x40);
    const BignumPtr number(BN_bin2bn(bytes.data(), bytes.size(), nullptr));
    if (BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) == nullptr)
        throw_openssl("BN_to_ASN1_INTEGER");
}

void set_time(ASN1_TIME* into, Moment moment) {
    const auto seconds = static_cast<std::time_t>(moment.time_since_epoch().count());
    if (ASN1_TIME_adj(into, seconds, 0, 0) == nullptr) throw_openssl("ASN1_TIME_adj");
}

// ETSI EN 319 412-1, 5.2: so short-lived that it is never revoked; a verifier may go by the time of signing.
// The value is NULL.
void add_short_term(X509* certificate) {
    const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> name(OBJ_txt2obj("0.4.0.194121.2.1", 1));
    const Asn1StringPtr value(ASN1_OCTET_STRING_new());
    constexpr unsigned char null_value[] = {0x05, 0x00};
    succeeded(ASN1_STRING_set(value.get(), null_value, sizeof null_value), "ASN1_STRING_set");
    const auto extension = owned<X509ExtensionPtr>(
        X509_EXTENSION_create_by_OBJ(nullptr, name.get(), 0, value.get()), "X509_EXTENSION_create_by_OBJ");
    succeeded(X509_add_ext(certificate, extension.get(), -1), "X509_add_ext");
}

void add_extensions(X509* certificate, X509* issuer, CertificateUse use) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    // OpenSSL reads policies only where it could look them up in a configuration, which is empty here.
    const auto configuration = owned<ConfigurationPtr>(NCONF_new(nullptr), "NCONF_new");
    X509V3_set_nconf(&context, configuration.get());
    for (const auto& row : extensions_of(use)) {
        const auto extension = owned<X509ExtensionPtr>(
            X509V3_EXT_conf_nid(nullptr, &context, row.nid, row.value), "X509V3_EXT_conf_nid");
        succeeded(X509_add_ext(certificate, extension.get(), -1), "X509_add_ext");
    }
    if (use == CertificateUse::applicant) add_short_term(certificate);
}

}  // namespace

X509Ptr make_certificate(const CertificateRequest& request, EVP_PKEY* subject_key, X509* issuer,
                         EVP_PKEY* issuer_key) {
    check_name(request.common_name);
    auto certificate = owned<X509Ptr>(X509_new(), "X509_new");
    succeeded(X509_set_version(certificate.get(), X509_VERSION_3), "X509_set_version");
    set_serial(certificate.get());
    set_time(X509_getm_notBefore(certificate.get()), request.not_before);
    set_time(X509_getm_notAfter(certificate.get()), request.not_after);

    X509_NAME* name = X509_get_subject_name(certificate.get());
    add_name(name, NID_countryName, request.country);
    add_name(name, NID_organizationName, request.organisation);
    add_name(name, NID_organizationalUnitName, request.unit);
    add_name(name, NID_title, request.title);
    if (request.use == CertificateUse::member || request.use == CertificateUse::applicant)
        add_person(name, request.common_name);
    add_name(name, NID_commonName, request.common_name);
    X509* signer = issuer == nullptr ? certificate.get() : issuer;
    succeeded(X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer)), "X509_set_issuer_name");
    succeeded(X509_set_pubkey(certificate.get(), subject_key), "X509_set_pubkey");
    add_extensions(certificate.get(), signer, request.use);
    succeeded(X509_sign(certificate.get(), issuer_key, EVP_sha256()), "X509_sign");
    return certificate;
}

}  // namespace sanad::signing
