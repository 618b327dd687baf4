// The root of the local authority. Its key is needed a few times in twenty years, so it is kept apart, in a
// file under a passphrase of its own that can be carried away.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "signing/authority.h"

namespace sanad::signing {

// The root's key as PEM ("ENCRYPTED PRIVATE KEY"; scrypt and AES-256), which `openssl pkey` opens too.
std::string seal_root_key(const std::string& key_der, const std::string& passphrase);
// Throws Error(bad_input) with "signing.root_passphrase_wrong" or "signing.root_key_unreadable".
std::string open_root_key(const std::string& pem, const std::string& passphrase);

class RootAuthority {
public:
    // `material` with its root key. Throws Error(bad_input) with "signing.root_key_other" where the key is
    // not that of the root's certificate.
    explicit RootAuthority(AuthorityMaterial material);
    ~RootAuthority();
    RootAuthority(RootAuthority&&) noexcept;

    // A new key and certificate in place of the old one; the old one stays valid until it ends or is revoked,
    // so that what it issued still leads to the root.
    void renew_issuing(Moment now);
    void renew_timestamp(Moment now);
    // A new list of the root, in which exactly these are revoked.
    void renew_crl(const std::vector<RevokedCertificate>& revoked, Moment now);

    const AuthorityMaterial& material() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::signing
