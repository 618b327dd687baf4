// The signature itself: a detached CMS SignedData as CAdES baseline B-B asks for it inside a PDF (ETSI EN 319
// 122-1 and EN 319 142-1, 6.3), around one private-key operation of a Signer. Included by signing/*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "signing/signer.h"

namespace sanad::signing {

// DER, over `head` and `tail` one after the other, which are the bytes of the file around the gap.
std::string make_cms(std::string_view head, std::string_view tail, Signer& signer);

}  // namespace sanad::signing
