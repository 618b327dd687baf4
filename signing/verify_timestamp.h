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
    bool trusted = false;  // its authority leads to a trusted one at the time asked about
    bool out_of_time = false;
    bool revoked = false;
    bool revocation_embedded = false;
    std::optional<Moment> time = {};
    std::string authority = {};
    std::string reason = {};  // where not intact or not trusted
    CmsFinding cms = {};
};

// What a token's authority is held against. `when`: the earliest time at which the token is proven to have
// been there, else now; its own time proves nothing of itself.
struct TimestampTrust {
    const TrustAnchors& anchors;
    const RevocationEvidence& revocation;
    const STACK_OF(X509) * known;
    Moment when;
};

// `imprinted` gives the digest of what the token has to speak of.
TimestampFinding check_timestamp(std::string_view der, const ContentDigest& imprinted,
                                 const TimestampTrust& trust);

}  // namespace sanad::signing
