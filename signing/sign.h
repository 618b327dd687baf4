// Signs a PDF: PAdES baseline B-B (ETSI EN 319 142-1), by incremental update.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/time.h"
#include "signing/signer.h"

namespace sanad::signing {

struct SignOptions {
    std::string field;              // name of an empty signature field
    std::string signer_name;        // printed, and /Name; the certificate's where empty
    std::string role = {};          // printed
    std::string reason = {};
    std::string label = {};         // "توقيع معتمد محلياً": local, or the name of the outside authority
    Moment now = {};
    // The hand-drawn signature: strokes in a unit square scaled to the field, x to the right, y downwards.
    std::vector<std::vector<PointMm>> strokes = {};
    std::string drawn_png = {};     // or a picture of it
    int certify = 0;                // DocMDP level of a first signature, 0 none
    std::vector<std::string> lock_fields = {};
};

// The signed file: `pdf` is its prefix, byte for byte. Throws as pdf::prepare_signature, and Error(bad_input) with
// "signing.certificate_expired", "signing.not_yet_valid".
std::string sign_pdf(std::string_view pdf, Signer& signer, const SignOptions& options);

}  // namespace sanad::signing
