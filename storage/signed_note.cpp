#include "storage/signed_note.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <sodium.h>

#include "core/error.h"
#include "storage/note_signer.h"

namespace sanad::storage {
namespace {

constexpr std::string_view signature_mark = "\u2014 ";  // em dash
constexpr char ed25519 = 1;
constexpr std::size_t hash_size = 4;
constexpr std::size_t longest_note = 1 << 20;
constexpr std::size_t most_signatures = 100;

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_base64(std::string_view raw) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_encoded_len(raw.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes(raw), raw.size(), variant);
    text.pop_back();  // the closing zero
    return text;
}

// Only the one way of writing the bytes is taken.
std::optional<std::string> from_base64(std::string_view text) {
    std::string raw(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(raw.data()), raw.size(), text.data(), text.size(),
                          nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != text.data() + text.size())
        return {};
    raw.resize(size);
    return to_base64(raw) == text ? std::optional(raw) : std::nullopt;
}

std::string_view view(const Sha256& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::string key_hash(const LogKey& key) {
    const Sha256 hash = sha256(key.name + '\n' + ed25519 + key.key);
    return std::string(view(hash).substr(0, hash_size));
}

bool may_be_name(std::string_view name) {
    return !name.empty() && name.find_first_of(" +\n\t") == std::string_view::npos;
}

bool is_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 ? byte != 0x7f : c == '\n';
    });
}

std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

bool signs(std::string_view line, std::string_view text, const LogKey& key) {
    const std::string start = std::string(signature_mark) + key.name + ' ';
    if (line.substr(0, start.size()) != start) return false;
    const auto raw = from_base64(line.substr(start.size()));
    if (!raw || raw->size() != hash_size + crypto_sign_BYTES || raw->substr(0, hash_size) != key_hash(key))
        return false;
    return crypto_sign_verify_detached(bytes(*raw) + hash_size, bytes(text), text.size(), bytes(key.key)) ==
           0;
}

// A number as it is written: no sign, no leading zero.
std::optional<std::uint64_t> parse_size(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || std::to_string(value) != text) return {};
    return value;
}

}  // namespace

std::string verifier_key(const LogKey& key) {
    return key.name + '+' + to_hex(key_hash(key)) + '+' + to_base64(ed25519 + key.key);
}

std::optional<LogKey> parse_verifier_key(std::string_view text) {
    const auto first = text.find('+');
    const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos || !may_be_name(text.substr(0, first))) return {};
    const auto raw = from_base64(text.substr(second + 1));
    if (!raw || raw->size() != 1 + crypto_sign_PUBLICKEYBYTES || raw->front() != ed25519) return {};
    LogKey key{std::string(text.substr(0, first)), raw->substr(1)};
    if (text.substr(first + 1, second - first - 1) != to_hex(key_hash(key))) return {};
    return key;
}

std::optional<std::string> open_note(std::string_view note, const LogKey& key) {
    if (note.size() > longest_note || note.empty() || note.back() != '\n' || !is_text(note)) return {};
    const auto split = note.rfind("\n\n");
    if (split == std::string_view::npos) return {};
    const std::string_view text = note.substr(0, split + 1);
    std::string_view rest = note.substr(split + 2);
    if (rest.empty()) return {};
    bool signed_by_key = false;
    for (std::size_t count = 0; !rest.empty(); ++count) {
        const std::string_view line = next_line(rest);
        if (line.substr(0, signature_mark.size()) != signature_mark || count == most_signatures) return {};
        signed_by_key = signed_by_key || signs(line, text, key);
    }
    return signed_by_key ? std::optional<std::string>(text) : std::nullopt;
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
    return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
           to_base64(view(checkpoint.root)) + '\n';
}

std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
    if (text.size() > longest_note) return {};
    Checkpoint made;
    made.origin = next_line(text);
    const auto size = parse_size(next_line(text));
    const auto root = from_base64(next_line(text));
    if (made.origin.empty() || !size || !root || root->size() != made.root.size()) return {};
    made.size = *size;
    std::copy(root->begin(), root->end(), reinterpret_cast<char*>(made.root.data()));
    return made;
}

NoteSigner::NoteSigner(const Key& seed, std::string name) : seed_(seed) {
    if (sodium_init() < 0) throw Error(ErrorCode::external, "sodium_init failed");
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    key_ = {std::move(name), std::string(crypto_sign_PUBLICKEYBYTES, '\0')};
    crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(key_.key.data()), secret.data(), seed_.data());
    sodium_memzero(secret.data(), secret.size());
}

std::string NoteSigner::sign(std::string_view text) const {
    if (text.empty() || text.back() != '\n' || !is_text(text) || !may_be_name(key_.name))
        throw Error(ErrorCode::bad_input, "not the text of a note");
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_seed_keypair(open.data(), secret.data(), seed_.data());
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, bytes(text),
                         text.size(), secret.data());
    sodium_memzero(secret.data(), secret.size());
    return std::string(text) + '\n' + std::string(signature_mark) + key_.name + ' ' +
           to_base64(key_hash(key_) + signature) + '\n';
}

}  // namespace sanad::storage
