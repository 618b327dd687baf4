#include "signing/key_signer.h"

#include "signing/private_key.h"

namespace sanad::signing {
namespace {

[[noreturn]] void refuse(const char* what, const char* message) {
    ERR_clear_error();
    throw Error(ErrorCode::bad_input, what, UserMessage{message, {}});
}

struct OpenedFile {
    PkeyPtr key;
    X509Ptr certificate;
    X509StackPtr chain;
};

OpenedFile open_file(std::string_view bytes, const std::string& passphrase) {
    const unsigned char* at = bytes_of(bytes);
    const Pkcs12Ptr file(d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
    if (file == nullptr) refuse("no PKCS#12 file", "signing.key_file_unreadable");
    if (PKCS12_mac_present(file.get()) != 1)
        refuse("a PKCS#12 file without a MAC", "signing.key_file_unreadable");
    if (PKCS12_verify_mac(file.get(), passphrase.c_str(), -1) != 1)
        refuse("the passphrase of the key file is wrong", "signing.passphrase_wrong");

    EVP_PKEY* raw_key = nullptr;
    X509* raw_certificate = nullptr;
    STACK_OF(X509)* raw_chain = nullptr;
    const bool parsed =
        PKCS12_parse(file.get(), passphrase.c_str(), &raw_key, &raw_certificate, &raw_chain) == 1;
    OpenedFile opened{PkeyPtr(raw_key), X509Ptr(raw_certificate), X509StackPtr(raw_chain)};
    if (!parsed) refuse("the PKCS#12 file cannot be decrypted", "signing.key_file_unreadable");
    if (opened.key == nullptr || opened.certificate == nullptr)
        refuse("the PKCS#12 file lacks a key or its certificate", "signing.key_file_incomplete");
    return opened;
}

}  // namespace

std::string KeySigner::sign(std::string_view bytes) { return sign_bytes(key_.get(), bytes); }

std::unique_ptr<Signer> open_pkcs12(std::string_view bytes, const std::string& passphrase) {
    auto opened = open_file(bytes, passphrase);
    std::vector<std::string> issuers;
    for (int i = 0; i < sk_X509_num(opened.chain.get()); ++i)
        issuers.push_back(certificate_der(sk_X509_value(opened.chain.get(), i)));
    return std::make_unique<KeySigner>(std::move(opened.key), std::move(opened.certificate),
                                       std::move(issuers));
}

std::string change_pkcs12_passphrase(std::string_view bytes, const std::string& passphrase,
                                     const std::string& new_passphrase) {
    const auto opened = open_file(bytes, passphrase);
    return make_pkcs12(opened.key.get(), opened.certificate.get(), opened.chain.get(),
                       common_name_of(X509_get_subject_name(opened.certificate.get())), new_passphrase);
}

}  // namespace sanad::signing
