// Time-stamp requests and tokens as OpenSSL makes them. Included by signing/*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "core/time.h"
#include "signing/openssl_handles.h"

namespace sanad::signing {

using TimeRequestPtr = std::unique_ptr<TS_REQ, Freed<TS_REQ_free>>;
using TimeResponsePtr = std::unique_ptr<TS_RESP, Freed<TS_RESP_free>>;

// Asks for certificates, with a nonce.
TimeRequestPtr time_stamp_request(std::string_view digest);

// The answer of our own authority.
std::string make_token(TS_REQ* request, X509* certificate, EVP_PKEY* key, const STACK_OF(X509) * chain,
                       Moment now);

// The token in an answer to `request`, which has to fit it. Throws as outside_time_stamper says.
std::string token_of(TS_RESP* response, TS_REQ* request, const std::string& authority);

std::string sha256(std::string_view bytes);

}  // namespace sanad::signing
