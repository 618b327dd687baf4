// What issuers say of certificates that they took back. All of it is evidence: a list or a response counts
// only where its issuer signed it. Included by signing/*.cpp only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/time.h"
#include "signing/openssl_handles.h"

namespace sanad::signing {

using BasicResponsePtr = std::unique_ptr<OCSP_BASICRESP, Freed<OCSP_BASICRESP_free>>;

struct RevocationFinding {
    bool known = false;     // somebody entitled speaks of it, for the time that is asked about
    bool embedded = false;  // and what it says lies in the file itself
    std::optional<Moment> revoked_at = {};
};

class RevocationEvidence {
public:
    // What is no list or response is passed over. `embedded`: it came with the file.
    void add_crl(std::string_view der, bool embedded);
    void add_crl(X509_CRL* crl, bool embedded);
    void add_ocsp(std::string_view der, bool embedded);

    // Of `certificate`, as of `when`: what was said before it was issued, or ran out before `when`, says
    // nothing, except that a revocation once stated stays.
    RevocationFinding about(X509* certificate, X509* issuer, Moment when) const;

private:
    struct List {
        X509CrlPtr crl;
        bool embedded;
        // Whether it is an issuer's, by the digest of the issuer's certificate: asked once, and not for each
        // certificate.
        mutable std::map<std::string, bool> of_issuer = {};
    };
    struct Response {
        BasicResponsePtr basic;
        bool embedded;
    };
    void keep(X509CrlPtr crl, bool embedded);
    static bool is_of(const List& list, X509* issuer);

    std::unordered_map<unsigned long, std::vector<List>> lists_;  // by the hash of the issuer's name
    std::size_t kept_ = 0;
    std::vector<Response> responses_;
};

}  // namespace sanad::signing
