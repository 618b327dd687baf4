// Where the pieces of a PDF's signatures lie, byte for byte, so that anybody can take them out and verify
// them with other programs. Says nothing of whether they are good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace sanad::signing {

struct Span {
    std::uint64_t begin = 0;
    std::uint64_t length = 0;
};

struct SignaturePieces {
    std::string field;
    bool is_timestamp = false;  // the structure is a time-stamp token over the covered bytes
    bool is_cades = false;      // it names its certificate
    Span before = {};           // the covered bytes, in the file, are these two
    Span behind = {};
    Span digits = {};  // of the structure, in hexadecimal, in the file; without its padding
    // Within the structure: the signature's value, and the token of the time stamp over it.
    Span value = {};
    std::optional<Span> token = {};
};

// In the order of verify_pdf's reports. A signature whose pieces cannot be told apart is there with empty
// spans. Throws as verify_pdf.
std::vector<SignaturePieces> signature_pieces(std::string_view pdf);

void to_json(Json& into, const SignaturePieces& pieces);
void from_json(const Json& from, SignaturePieces& pieces);  // throws Error(bad_input)

}  // namespace sanad::signing
