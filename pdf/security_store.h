// Appends to a PDF what its signatures can be verified with later: the document security store (ISO 32000-2,
// 12.8.4.3; ETSI EN 319 142-1, 5.4.2). Knows nothing of cryptography: what is stored is bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace sanad::pdf {

// A signature or document time stamp that the document has, in the order of its fields.
struct StoredSignature {
    std::string field;
    std::string contents;  // decoded, with its padding: the bytes that name it in the store
    bool is_timestamp = false;
    long long end = 0;  // of the bytes that it covers
};

// Throws as signature_fields.
std::vector<StoredSignature> stored_signatures(std::string_view pdf);

// What speaks of one signature.
struct SignatureEvidence {
    std::string key;  // upper-case hex of the SHA-1 of its padded Contents
    std::vector<std::string> certificates = {};
    std::vector<std::string> crls = {};
    std::vector<std::string> ocsps = {};
};

// The file with a store that has this beside what it had; every object is stored once. The earlier bytes are
// not touched. Throws Error(bad_input), Error(unsupported) when encrypted.
std::string append_security_store(std::string_view pdf, const std::vector<SignatureEvidence>& evidence);

}  // namespace sanad::pdf
