#include "signing/openssl_handles.h"

namespace sanad::signing {

void throw_openssl(const char* call) {
    char reason[256] = "no reason given";
    if (const auto code = ERR_peek_last_error(); code != 0) ERR_error_string_n(code, reason, sizeof reason);
    ERR_clear_error();
    throw Error(ErrorCode::external, std::string(call) + ": " + reason);
}

X509Ptr parse_certificate(std::string_view der) {
    const unsigned char* at = bytes_of(der);
    X509Ptr certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (certificate != nullptr && at != bytes_of(der) + der.size()) certificate.reset();
    return certificate;
}

std::optional<Moment> moment_of(const ASN1_TIME* time) {
    const Asn1TimePtr epoch(ASN1_TIME_set(nullptr, 0));
    int days = 0;
    int seconds = 0;
    if (time == nullptr || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) return {};
    return Moment{std::chrono::days{days} + std::chrono::seconds{seconds}};
}

void add_certificates(STACK_OF(X509) * into, const STACK_OF(X509) * from) {
    for (int i = 0; i < sk_X509_num(from); ++i) {
        X509_up_ref(sk_X509_value(from, i));
        sk_X509_push(into, sk_X509_value(from, i));
    }
}

namespace {

std::optional<std::string> part_of(const X509_NAME* name, int nid) {
    const int at = X509_NAME_get_index_by_NID(name, nid, -1);
    if (at < 0) return {};
    unsigned char* raw = nullptr;
    const int length = ASN1_STRING_to_UTF8(&raw, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (length < 0) return {};
    const std::unique_ptr<unsigned char, Freed<free_openssl_bytes>> hold(raw);
    return std::string(reinterpret_cast<char*>(raw), static_cast<std::size_t>(length));
}

}  // namespace

std::string organisation_of(const X509_NAME* name) {
    return part_of(name, NID_organizationName).value_or("");
}

std::string name_and_organisation(const X509_NAME* name) {
    const auto organisation = organisation_of(name);
    return common_name_of(name) + (organisation.empty() ? "" : " (" + organisation + ")");
}

std::string common_name_of(const X509_NAME* name) {
    if (auto found = part_of(name, NID_commonName)) return *std::move(found);
    const BioPtr text(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(text.get(), name, 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* data = nullptr;
    const long length = BIO_get_mem_data(text.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

}  // namespace sanad::signing
