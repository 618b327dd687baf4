#include "signing/evidence.h"

#include "signing/openssl_handles.h"

namespace sanad::signing {
namespace {

void read_pem(std::string_view bytes, Evidence& into) {
    const auto bio =
        owned<BioPtr>(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())), "BIO_new_mem_buf");
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long length = 0;
    while (PEM_read_bio(bio.get(), &name, &header, &data, &length) == 1) {
        const std::unique_ptr<char, Freed<free_openssl_bytes>> hold_name(name), hold_header(header);
        const std::unique_ptr<unsigned char, Freed<free_openssl_bytes>> hold_data(data);
        const std::string der(reinterpret_cast<char*>(data), static_cast<std::size_t>(length));
        const std::string_view kind(name);
        if (kind == PEM_STRING_X509 || kind == PEM_STRING_X509_OLD) into.certificates.push_back(der);
        if (kind == PEM_STRING_X509_CRL) into.crls.push_back(der);
    }
    ERR_clear_error();
}

bool is_crl(std::string_view der) {
    const unsigned char* at = bytes_of(der);
    const X509CrlPtr crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    return crl != nullptr && at == bytes_of(der) + der.size();
}

}  // namespace

void Evidence::add(const Evidence& other) {
    const auto append = [](auto& into, const auto& from) {
        into.insert(into.end(), from.begin(), from.end());
    };
    append(certificates, other.certificates);
    append(crls, other.crls);
    append(ocsps, other.ocsps);
}

Evidence read_evidence(std::string_view bytes) {
    Evidence made;
    if (parse_certificate(bytes) != nullptr)
        made.certificates.emplace_back(bytes);
    else if (is_crl(bytes))
        made.crls.emplace_back(bytes);
    else
        read_pem(bytes, made);
    if (made.certificates.empty() && made.crls.empty())
        throw Error(ErrorCode::bad_input, "neither certificates nor revocation lists",
                    UserMessage{"signing.evidence_unreadable", {}});
    return made;
}

}  // namespace sanad::signing
