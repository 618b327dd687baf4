// One signature dictionary of a file, from its byte range to what its certificate is worth.
// Included by signing/*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pdf/revisions.h"
#include "signing/verify.h"
#include "signing/verify_digest.h"
#include "signing/verify_timestamp.h"
#include "signing/verify_trust.h"

namespace sanad::signing {

// An intact document time stamp: what lies before it existed at its time.
struct DocumentStamp {
    std::uint64_t begin = 0;  // of its gap
    int revision = 0;
    std::string authority = {};
    std::optional<Moment> trusted_time = {};
};

// What all signatures of a file share.
struct VerifiedFile {
    std::string_view pdf;
    const pdf::DocumentHistory& history;
    const TrustAnchors& trust;
    const STACK_OF(X509) * store_certificates;  // of the DSS: evidence, not trust
    Moment now;
    CoveredDigests digests;
    RevocationEvidence revocation;
    std::vector<DocumentStamp> stamps = {};  // the intact ones

    // The stamp with the earliest time at which what stands before `end` is proven to have been there; null
    // where there is none.
    const DocumentStamp* proven_before(std::uint64_t end) const;
};

// Document time stamps first, the last one before the others, because each proves the time of those before
// it; then signatures.
SignatureReport verify_signature(VerifiedFile& file, const pdf::SignatureDictionary& signature);

}  // namespace sanad::signing
