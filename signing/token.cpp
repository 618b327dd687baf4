#include "signing/token.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "signing/openssl_handles.h"
#include "signing/timestamp_token.h"
#include "signing/token_session.h"

namespace sanad::signing {
namespace {

using EcdsaPtr = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

// A token gives r and s one after the other (PKCS#11, 2.3.1); CMS wants a SEQUENCE of both (RFC 3279, 2.2.3).
std::string ecdsa_der(const std::string& raw) {
    const auto half = static_cast<int>(raw.size() / 2);
    const auto made = owned<EcdsaPtr>(ECDSA_SIG_new(), "ECDSA_SIG_new");
    BignumPtr r(BN_bin2bn(bytes_of(raw), half, nullptr));
    BignumPtr s(BN_bin2bn(bytes_of(raw) + half, half, nullptr));
    succeeded(ECDSA_SIG_set0(made.get(), r.get(), s.get()), "ECDSA_SIG_set0");
    static_cast<void>(r.release());  // the signature's own now
    static_cast<void>(s.release());
    return der_of(made.get(), i2d_ECDSA_SIG, "i2d_ECDSA_SIG");
}

[[noreturn]] void no_key(const TokenChoice& choice) {
    throw Error(ErrorCode::not_found, "no key with its certificate on the token",
                UserMessage{"signing.token_no_key", {choice.token.empty() ? choice.library : choice.token}});
}

class TokenSigner final : public Signer {
public:
    TokenSigner(const TokenChoice& choice, const std::string& pin) : session_(choice, pin) {
        const auto keys = session_.find(CKO_PRIVATE_KEY, choice.object);
        std::vector<std::string> ids;
        for (const auto key : keys) ids.push_back(session_.attribute(key, CKA_ID));
        for (const auto object : session_.find(CKO_CERTIFICATE, "")) {
            auto der = session_.attribute(object, CKA_VALUE);
            const auto found = std::find(ids.begin(), ids.end(), session_.attribute(object, CKA_ID));
            if (found == ids.end() || parse_certificate(der) == nullptr)
                chain_.push_back(std::move(der));
            else if (certificate_.empty())
                take(std::move(der), keys[static_cast<std::size_t>(found - ids.begin())]);
            else
                no_key(choice);  // two that could be meant
        }
        if (certificate_.empty()) no_key(choice);
        chain_.erase(std::remove_if(chain_.begin(), chain_.end(),
                                    [](const auto& der) { return parse_certificate(der) == nullptr; }),
                     chain_.end());
    }

    std::string certificate_der() const override { return certificate_; }
    std::vector<std::string> chain_der() const override { return chain_; }
    std::string common_name() const override {
        return common_name_of(X509_get_subject_name(parse_certificate(certificate_).get()));
    }
    std::string sign(std::string_view bytes) override {
        if (rsa_) return session_.sign(key_, CKM_SHA256_RSA_PKCS, std::string(bytes));
        return ecdsa_der(session_.sign(key_, CKM_ECDSA, sha256(bytes)));
    }

private:
    void take(std::string der, CK_OBJECT_HANDLE key) {
        certificate_ = std::move(der);
        key_ = key;
        const auto parsed = parse_certificate(certificate_);
        rsa_ = EVP_PKEY_get_base_id(X509_get0_pubkey(parsed.get())) == EVP_PKEY_RSA;
    }

    TokenSession session_;
    CK_OBJECT_HANDLE key_ = 0;
    bool rsa_ = false;
    std::string certificate_;
    std::vector<std::string> chain_;
};

std::string decoded(std::string_view text) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool coded = text[i] == '%' && i + 2 < text.size() &&
                           std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
                           std::isxdigit(static_cast<unsigned char>(text[i + 2]));
        if (!coded) {
            made.push_back(text[i]);
            continue;
        }
        made.push_back(static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)));
        i += 2;
    }
    return made;
}

}  // namespace

std::optional<TokenChoice> parse_token_address(std::string_view text) {
    constexpr std::string_view scheme = "pkcs11:";
    if (text.substr(0, scheme.size()) != scheme) return {};
    text.remove_prefix(scheme.size());
    TokenChoice choice;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(";?&"), text.size());
        const auto part = text.substr(0, end);
        const auto equals = part.find('=');
        const auto key = part.substr(0, equals);
        const auto value =
            equals == std::string_view::npos ? std::string() : decoded(part.substr(equals + 1));
        if (key == "token") choice.token = value;
        if (key == "object") choice.object = value;
        if (key == "module-path") choice.library = value;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (choice.library.empty()) return {};
    return choice;
}

std::unique_ptr<Signer> open_token(const TokenChoice& choice, const std::string& pin) {
    return std::make_unique<TokenSigner>(choice, pin);
}

}  // namespace sanad::signing
