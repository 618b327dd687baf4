// What an authority says of certificates that it issued: revocation lists (RFC 5280, 5) and OCSP responses
// (RFC 6960), both made without a network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace sanad::signing {

// RFC 5280, 5.3.1; those that a local authority has a use for.
enum class RevocationReason { unspecified, key_compromise, affiliation_changed, superseded, ceased };

struct RevokedCertificate {
    std::string serial_hex;
    Moment at = {};
    RevocationReason reason = RevocationReason::unspecified;
};

// How long a list or a response is to be believed before a newer one is asked for.
struct RevocationPeriod {
    Moment at = {};
    Moment next = {};
};

}  // namespace sanad::signing
