// RFC 3161 time-stamp tokens. Included by signing/*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signing/verify_cms.h"
#include "signing/verify_trust.h"

namespace sanad::signing {

struct TimestampFinding {
    bool intact = false;   // a well-formed token over exactly what it should be over
    bool trusted = false;  // its authority leads to a trusted one, now or at the token's own time
    std::optional<Moment> time = {};
    std::string authority = {};
    std::string reason = {};  // where not intact or not trusted
    CmsFinding cms = {};
};

// `imprinted` gives the digest of what the token has to speak of.
TimestampFinding check_timestamp(std::string_view der, const ContentDigest& imprinted,
                                 const TrustAnchors& trust, const STACK_OF(X509) * extra, Moment now);

}  // namespace sanad::signing
