// Verifies the signatures of a PDF. Shares no code with signing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "core/json.h"
#include "core/time.h"

namespace sanad::signing {

enum class ChangesAfter { none, permitted, forbidden };

// What one signature states and what we found. intact, trusted and changes_after are apart on purpose.
struct SignatureReport {
    std::string field;          // empty where no field shows the signature (any more)
    bool is_timestamp = false;  // a document time stamp: no signature of a person
    std::string signer;         // common name of the certificate
    std::string issuer = {};
    std::string organisation = {};  // of the issuer
    std::string authority = {};     // "local" (a certificate of an archive's own authority), "outside"; empty
                                    // where it leads to none that is trusted
    std::string reason = {};        // as the signer wrote it
    bool intact = false;            // the signed bytes are those that were signed
    bool trusted = false;           // the certificate leads to a trusted one and was valid
    std::string level = {};         // "B-B", "B-T", "B-LT", "B-LTA", empty where it is no PAdES baseline
    std::string time = {};          // UTC
    std::string time_source = {};   // "claimed" or "timestamp"
    std::string time_authority = {};  // whose time stamp it is, empty where the time is claimed
    std::string covers = {};          // "whole-file" or "revision"
    int revision = 0;                 // up to which it reaches, from 1; 0 where that is unknown
    ChangesAfter changes_after = ChangesAfter::none;
    std::string indication = {};  // ETSI EN 319 102-1: TOTAL-PASSED, INDETERMINATE, TOTAL-FAILED
    std::string sub_indication = {};
    std::string certificate_until = {};  // UTC: the end of the certificate, or of the stamping authority's
    std::vector<Check> checks = {};
};

struct VerificationReport {
    std::string verdict;          // "valid", "indeterminate", "invalid", "unsigned"
    int revisions = 0;            // states of the file, one a saving
    int document_signatures = 0;  // of people: time stamps and usage rights are not counted
    std::vector<SignatureReport> signatures = {};
    std::vector<Check> checks = {};  // about the file as a whole
};

struct VerifyOptions {
    std::vector<std::string> trusted_pem = {};  // certificates; revocation lists among them are looked at too
    std::vector<std::string> crls_der = {};     // what the archive's own authority says today
    Moment now = {};
};

// Throws Error(bad_input) only where the bytes are no PDF at all; whatever is wrong with a signature is in
// the report.
VerificationReport verify_pdf(std::string_view pdf, const VerifyOptions& options);

// Whether a signer's certificate leads to one of these now, with `chain_der` to lead there (RFC 5280, 6.1).
// Revocation is not looked at.
bool is_trusted(const std::string& certificate_der, const std::vector<std::string>& chain_der,
                const std::vector<std::string>& trusted_pem, Moment now);

void to_json(Json& into, const SignatureReport& report);
void to_json(Json& into, const VerificationReport& report);
// Back from a worker process. They throw Error(bad_input) where a member is missing or of the wrong type.
void from_json(const Json& from, SignatureReport& report);
void from_json(const Json& from, VerificationReport& report);

}  // namespace sanad::signing
