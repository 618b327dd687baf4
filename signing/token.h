// A signer whose key never leaves a token: a smart card, a USB key or an HSM behind a PKCS#11 library of the
// user's own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "signing/signer.h"

namespace sanad::signing {

struct TokenChoice {
    std::string library;      // path of the PKCS#11 library
    std::string token = {};   // its label; empty: the only one there
    std::string object = {};  // the key's label; empty: the only one that can sign
};

// "pkcs11:token=…;object=…?module-path=…" (RFC 7512, these three attributes; %XX decoded). Nothing for what
// is no such address or names no library.
std::optional<TokenChoice> parse_token_address(std::string_view text);

// Logs in once, so that many documents cost one PIN entry. Throws Error(bad_input) with "signing.pin_wrong",
// Error(conflict) with "signing.pin_locked", Error(not_found) with "signing.token_library",
// "signing.token_missing" or "signing.token_no_key"; `sign` throws Error(external) with "signing.token_gone".
std::unique_ptr<Signer> open_token(const TokenChoice& choice, const std::string& pin);

}  // namespace sanad::signing
