// A signer whose key lies in this process: from a PKCS#12 file, or made for one use.
// Included by signing/*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "signing/openssl_handles.h"
#include "signing/signer.h"

namespace sanad::signing {

class KeySigner final : public Signer {
public:
    // The key's memory is wiped by OpenSSL when the last reference to it goes, which is here.
    KeySigner(PkeyPtr key, X509Ptr certificate, std::vector<std::string> chain)
        : key_(std::move(key)), certificate_(std::move(certificate)), chain_(std::move(chain)) {}

    std::string certificate_der() const override { return signing::certificate_der(certificate_.get()); }
    std::vector<std::string> chain_der() const override { return chain_; }
    std::string common_name() const override {
        return common_name_of(X509_get_subject_name(certificate_.get()));
    }
    std::string sign(std::string_view bytes) override;

private:
    PkeyPtr key_;
    X509Ptr certificate_;
    std::vector<std::string> chain_;
};

}  // namespace sanad::signing
