// Raises the signatures of a PDF to a higher level (ETSI EN 319 142-1, 6), each step an incremental update:
// what was signed stays, byte for byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"
#include "signing/evidence.h"
#include "signing/timestamp.h"

namespace sanad::signing {

enum class Level { b, t, lt, lta };

std::optional<Level> parse_level(std::string_view text);  // "b", "t", "lt", "lta"
std::string_view name_of(Level level);                    // "B-LTA"

// t: a document time stamp, where a signature has no time stamp yet. lt: what verifies every signature and
// time stamp goes into the security store. lta: a document time stamp over that; asked again later, it
// renews: fresh evidence about the last time stamp, and a new time stamp. `evidence` is what is known besides
// what the file brings along. Throws Error(conflict) with "signing.nothing_signed", Error(bad_input) with
// "signing.no_issuer" or "signing.no_revocation" naming a certificate that nothing speaks of, or
// "signing.list_too_old" where a list is older than its certificate.
std::string raise_level(std::string_view pdf, Level level, TimeStamper& stamper, const Evidence& evidence,
                        Moment now);

}  // namespace sanad::signing
