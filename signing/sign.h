// Signs a PDF: PAdES baseline B-B, or B-T with a time stamper (ETSI EN 319 142-1), by incremental update.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/time.h"
#include "signing/signer.h"
#include "signing/timestamp.h"

namespace sanad::signing {

struct SignOptions {
    std::string field;        // name of an empty signature field
    std::string signer_name;  // printed, and /Name; the certificate's where empty
    std::string role = {};    // printed
    std::string reason = {};
    std::string statement = {};  // printed: what the signature says, where that is not plain assent
    std::string label = {};      // "توقيع معتمد محلياً": local, or the name of the outside authority
    Moment now = {};
    // The hand-drawn signature: strokes in a unit square scaled to the field, x to the right, y downwards.
    std::vector<std::vector<PointMm>> strokes = {};
    std::string drawn_png = {};  // or a picture of it
    int certify = 0;             // DocMDP level of a first signature, 0 none
    std::vector<std::string> lock_fields = {};
    TimeStamper* stamper = nullptr;  // stamps the signature's value; not owned
};

// The signed file: `pdf` is its prefix, byte for byte. Throws as pdf::prepare_signature, and Error(bad_input)
// with "signing.certificate_expired", "signing.not_yet_valid".
std::string sign_pdf(std::string_view pdf, Signer& signer, const SignOptions& options);

// The same in two steps, for a key that is elsewhere: `attributes` go out (a browser hashes them itself, a
// remote service may want their SHA-256), the signature's value comes back. Nobody can finish it later than
// `expires`.
struct PendingSignature {
    std::string attributes;            // DER, what is to be signed
    std::string certificate_der = {};  // of whom
    Moment signing_time = {};
    Moment expires = {};
    // What finish_signature needs; opaque to callers, who may store it.
    std::string file = {};
    std::uint64_t gap_offset = 0;
    std::uint64_t gap_length = 0;
    std::string draft = {};
};

// Throws as sign_pdf. `options.stamper` is not used here.
PendingSignature begin_signature(std::string_view pdf, const std::string& certificate_der,
                                 const std::vector<std::string>& chain_der, const SignOptions& options,
                                 std::chrono::seconds patience = std::chrono::minutes{10});

// Throws Error(conflict) with "signing.session_expired", Error(bad_input) with "signing.value_wrong" for a
// value that is not of the certificate's key over `attributes`.
std::string finish_signature(const PendingSignature& pending, const std::string& value, Moment now,
                             TimeStamper* stamper = nullptr);

}  // namespace sanad::signing
