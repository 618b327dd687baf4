// Finds what a signature's validity can be shown with: the certificates up to a root, and for each of them
// what its issuer says. Included by signing/*.cpp only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "signing/evidence.h"
#include "signing/openssl_handles.h"

namespace sanad::signing {

class EvidenceSearch {
public:
    explicit EvidenceSearch(const Evidence& known);

    // What speaks of the signature `cms` (DER and padding) and of the time stamps in it. Throws as
    // raise_level.
    Evidence about(std::string_view cms);
    // Whether it carries a signature time stamp.
    static bool is_stamped(std::string_view cms);

private:
    struct List {
        X509CrlPtr crl;
        std::string der;
    };

    X509* issuer_of(X509* certificate) const;
    void add_chain(X509* certificate, Evidence& into);
    bool add_revocation(X509* certificate, X509* issuer, Evidence& into) const;
    void know(const STACK_OF(X509) * certificates);

    X509StackPtr certificates_;
    std::vector<List> lists_;
    std::vector<std::string> responses_;
};

}  // namespace sanad::signing
