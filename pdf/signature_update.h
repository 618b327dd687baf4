// Appends to a PDF what a signature needs, without changing a byte of what is there (ISO 32000-2, 7.5.6 and 12.8), and
// leaves a gap for the signature itself. Knows nothing of cryptography.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/time.h"
#include "pdf/canvas.h"

namespace sanad::pdf {

struct SignatureField {
    std::string name;      // fully qualified
    int page = 0;          // 1-based; 0 where it has no visible widget
    BoxMm box = {};
    bool filled = false;   // has a value already
};

// The signature fields of a document, in document order. Throws Error(bad_input), Error(unsupported) when encrypted.
std::vector<SignatureField> signature_fields(std::string_view pdf);

struct SignatureRequest {
    std::string field;                  // an empty signature field of the document
    std::string sub_filter = "ETSI.CAdES.detached";
    std::string signer_name = {};       // /Name
    std::string reason = {};
    std::string location = {};
    Moment signing_time = {};           // /M
    const Canvas* appearance = nullptr; // size of the field's box; null: nothing is drawn
    // Or drawn on the way, so that the document is read once: called with the field, may leave it empty.
    std::function<std::optional<Canvas>(const SignatureField&)> draw = {};
    std::size_t contents_bytes = 12000; // room for the DER of the signature
    int certify = 0;                    // 1..3: a DocMDP certification (first signature only); 0 none
    std::vector<std::string> lock_fields = {};  // FieldMDP: exactly these fields are locked by the signature
};

struct PreparedSignature {
    std::string bytes;                  // the whole file, with zeros in the gap
    std::uint64_t gap_offset = 0;       // of "<"
    std::uint64_t gap_length = 0;       // including "<" and ">"

    std::string_view head() const { return std::string_view(bytes).substr(0, gap_offset); }
    std::string_view tail() const { return std::string_view(bytes).substr(gap_offset + gap_length); }
};

// Throws Error(not_found) for an unknown field, Error(conflict) for one that is signed or locked, Error(bad_input) for a
// damaged file, Error(unsupported) for an encrypted one.
PreparedSignature prepare_signature(std::string_view pdf, const SignatureRequest& request);

// The same for a document time stamp (ETSI EN 319 142-1, 5.4.3): a field of its own without a place on the page,
// "timestamp-N". Throws Error(conflict) with "signing.nothing_signed" where the document has no signature.
PreparedSignature prepare_document_timestamp(std::string_view pdf, std::size_t contents_bytes = 8000);

// Puts the DER into the gap. Throws Error(resource) where it is too long.
std::string fill_signature(PreparedSignature prepared, std::string_view der);

}  // namespace sanad::pdf
