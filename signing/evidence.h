// What a signature's validity can be shown with later, when nobody answers any more: certificates, revocation
// lists and OCSP responses. All of it is DER; all of it is a claim until a verifier has checked it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sanad::signing {

struct Evidence {
    std::vector<std::string> certificates = {};
    std::vector<std::string> crls = {};
    std::vector<std::string> ocsps = {};

    void add(const Evidence& other);
};

// Certificates and lists from a text in PEM, whatever else stands in it, or from one object in DER. Throws
// Error(bad_input) with "signing.evidence_unreadable" where it holds neither.
Evidence read_evidence(std::string_view bytes);

}  // namespace sanad::signing
