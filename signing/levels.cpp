#include "signing/levels.h"

#include <algorithm>

#include "core/error.h"
#include "pdf/security_store.h"
#include "pdf/signature_update.h"
#include "signing/evidence_search.h"
#include "signing/timestamp_token.h"

namespace sanad::signing {
namespace {

struct LevelRow {
    Level level;
    std::string_view word;
    std::string_view name;
};

constexpr LevelRow levels[] = {
    {Level::b, "b", "B-B"}, {Level::t, "t", "B-T"}, {Level::lt, "lt", "B-LT"}, {Level::lta, "lta", "B-LTA"}};

std::string stamp_document(std::string_view pdf, TimeStamper& stamper, Moment now) {
    // Others send along whole chains of long keys.
    constexpr std::size_t local_room = 8000, outside_room = 24000;
    auto prepared = pdf::prepare_document_timestamp(pdf, stamper.is_local() ? local_room : outside_room);
    std::string covered(prepared.head());
    covered += prepared.tail();
    const auto token = stamper.token(sha256(covered), now);
    return pdf::fill_signature(std::move(prepared), token);
}

// ISO 32000-2, 12.8.4.3: SHA-1 here is a name, not a protection.
std::string store_key(std::string_view contents) {
    unsigned char digest[20];
    succeeded(EVP_Digest(contents.data(), contents.size(), digest, nullptr, EVP_sha1(), nullptr),
              "EVP_Digest");
    std::string key;
    for (const auto byte : digest) {
        key += "0123456789ABCDEF"[byte >> 4];
        key += "0123456789ABCDEF"[byte & 15];
    }
    return key;
}

std::string store_evidence(std::string_view pdf, const Evidence& known) {
    EvidenceSearch search(known);
    std::vector<pdf::SignatureEvidence> entries;
    for (const auto& signature : pdf::stored_signatures(pdf)) {
        auto found = search.about(signature.contents);
        entries.push_back({store_key(signature.contents), std::move(found.certificates),
                           std::move(found.crls), std::move(found.ocsps)});
    }
    return pdf::append_security_store(pdf, entries);
}

// Every signature has a time of its own, or a time stamp of the document behind it.
bool all_stamped(const std::vector<pdf::StoredSignature>& signatures) {
    long long stamped_to = 0;
    for (const auto& signature : signatures)
        if (signature.is_timestamp) stamped_to = std::max(stamped_to, signature.end);
    return std::all_of(signatures.begin(), signatures.end(), [&](const auto& signature) {
        return signature.is_timestamp || signature.end < stamped_to ||
               EvidenceSearch::is_stamped(signature.contents);
    });
}

}  // namespace

std::optional<Level> parse_level(std::string_view text) {
    for (const auto& row : levels)
        if (row.word == text) return row.level;
    return {};
}

std::string_view name_of(Level level) {
    return std::find_if(std::begin(levels), std::end(levels),
                        [&](const auto& row) { return row.level == level; })
        ->name;
}

std::string raise_level(std::string_view pdf, Level level, TimeStamper& stamper, const Evidence& evidence,
                        Moment now) {
    const auto signatures = pdf::stored_signatures(pdf);
    if (std::all_of(signatures.begin(), signatures.end(), [](const auto& s) { return s.is_timestamp; }))
        throw Error(ErrorCode::conflict, "no signature to raise", UserMessage{"signing.nothing_signed", {}});
    std::string made(pdf);
    if (level >= Level::t && !all_stamped(signatures)) made = stamp_document(made, stamper, now);
    if (level >= Level::lt) made = store_evidence(made, evidence);
    if (level >= Level::lta) made = stamp_document(made, stamper, now);
    return made;
}

}  // namespace sanad::signing
