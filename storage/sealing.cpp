#include "storage/sealing.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <openssl/evp.h>
#include <sodium.h>

#include "core/error.h"
#include "storage/coding.h"

namespace sanad::storage {
namespace {

constexpr char seal_version = 1;
constexpr std::string_view associated_before = "sanad\1";  // the context, in what is bound
constexpr std::size_t longest = 256 << 20;
constexpr std::size_t hash_block = 64;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* raw) const noexcept { EVP_CIPHER_CTX_free(raw); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

struct FreeHash {
    void operator()(EVP_MD_CTX* raw) const noexcept { EVP_MD_CTX_free(raw); }
};
using Hash = std::unique_ptr<EVP_MD_CTX, FreeHash>;

// Looked up once: for a short text that takes longer than what is done with it.
const EVP_CIPHER* cipher_algorithm() {
    static const EVP_CIPHER* const found = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    return found;
}

const EVP_MD* hash_algorithm() {
    static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return found;
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void must(int ok, const char* call) {
    if (ok != 1) throw Error(ErrorCode::external, std::string(call) + " failed");
}

int length(std::size_t size) {
    if (size > longest) throw Error(ErrorCode::unsupported, "a value of more than 256 MiB");
    return static_cast<int>(size);
}

void draw(std::string& into) {
    if (sodium_init() < 0) throw Error(ErrorCode::external, "sodium_init failed");
    randombytes_buf(into.data(), into.size());
}

std::string& drawn_ahead() {
    thread_local std::string bytes;
    return bytes;
}

}  // namespace

Key::Key(std::string_view from) {
    if (from.size() != size) throw Error(ErrorCode::corrupt, "a key that is not 32 bytes");
    std::copy(from.begin(), from.end(), reinterpret_cast<char*>(bytes_.data()));
}

Key::~Key() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string random_bytes(std::size_t count) {
    std::string made(count, '\0');
    if (std::string& ahead = drawn_ahead(); ahead.size() >= count && count != 0) {
        made.assign(ahead, ahead.size() - count, count);
        sodium_memzero(ahead.data() + (ahead.size() - count), count);
        ahead.resize(ahead.size() - count);
        return made;
    }
    draw(made);
    return made;
}

DrawnAhead::DrawnAhead(std::size_t count) {
    drawn_ahead().resize(count);
    draw(drawn_ahead());
}

DrawnAhead::~DrawnAhead() {
    sodium_memzero(drawn_ahead().data(), drawn_ahead().size());
    drawn_ahead().clear();
}

Key random_key() { return Key(random_bytes(Key::size)); }

// RFC 2104, by hand: the library's own takes four times as long for what is hashed here, mostly to look for
// itself.
Sha256 hmac(const Key& key, std::initializer_list<std::string_view> parts) {
    thread_local const Hash context(EVP_MD_CTX_new());
    std::array<unsigned char, hash_block> pad{};
    const auto begin = [&](unsigned char with) {
        for (std::size_t i = 0; i < pad.size(); ++i)
            pad[i] = static_cast<unsigned char>((i < Key::size ? key.data()[i] : 0) ^ with);
        must(EVP_DigestInit_ex2(context.get(), hash_algorithm(), nullptr), "EVP_DigestInit_ex2");
        must(EVP_DigestUpdate(context.get(), pad.data(), pad.size()), "EVP_DigestUpdate");
    };
    Sha256 made{};
    begin(0x36);
    for (const std::string_view part : parts)
        must(EVP_DigestUpdate(context.get(), part.data(), part.size()), "EVP_DigestUpdate");
    must(EVP_DigestFinal_ex(context.get(), made.data(), nullptr), "EVP_DigestFinal_ex");
    begin(0x5c);
    must(EVP_DigestUpdate(context.get(), made.data(), made.size()), "EVP_DigestUpdate");
    must(EVP_DigestFinal_ex(context.get(), made.data(), nullptr), "EVP_DigestFinal_ex");
    sodium_memzero(pad.data(), pad.size());
    return made;
}

std::string hmac(const Key& key, std::string_view message) {
    const Sha256 made = hmac(key, {message});
    return {reinterpret_cast<const char*>(made.data()), made.size()};
}

Key derived(const Key& from, std::string_view label) { return Key(hmac(from, label)); }

ArchiveKeys::ArchiveKeys(const Key& archive)
    : case_keys(derived(archive, "sanad/1/case-keys")),
      values(derived(archive, "sanad/1/values")),
      index(derived(archive, "sanad/1/index")),
      bind(derived(archive, "sanad/1/bind")),
      log(derived(archive, "sanad/1/log")) {}

Key stretched(const std::string& passphrase, std::string_view salt, const KeyCost& cost) {
    static_assert(crypto_pwhash_SALTBYTES == 16);
    if (sodium_init() < 0 || salt.size() != crypto_pwhash_SALTBYTES)
        throw Error(ErrorCode::corrupt, "the salt of a passphrase is not 16 bytes");
    Key made;
    if (crypto_pwhash(made.data(), Key::size, passphrase.data(), passphrase.size(), bytes(salt), cost.passes,
                      std::size_t{cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw Error(ErrorCode::resource, "crypto_pwhash: not enough memory",
                    UserMessage{"storage.no_memory"});
    return made;
}

struct Sealer::Cipher {
    storage::Cipher context{EVP_CIPHER_CTX_new()};
};

Sealer::Sealer(const Key& key) : cipher_(std::make_unique<Cipher>()) {
    must(EVP_EncryptInit_ex(cipher_->context.get(), cipher_algorithm(), nullptr, key.data(), nullptr),
         "EVP_EncryptInit_ex");
}
Sealer::~Sealer() = default;

std::string Sealer::seal(std::string_view context, std::string_view plain) {
    std::string packed = packed_where_smaller(plain);
    if (packed.empty()) return seal_coded(context, {coded_as_it_is, plain});
    std::string sealed = seal_coded(context, {packed});
    sodium_memzero(packed.data(), packed.size());
    return sealed;
}

std::string Sealer::seal_coded(std::string_view context, std::initializer_list<std::string_view> content) {
    std::size_t size = 0;
    for (const std::string_view part : content) size += part.size();
    std::string sealed(1, seal_version);
    sealed.reserve(1 + nonce_size + size + tag_size);
    sealed += random_bytes(nonce_size);
    sealed.resize(1 + nonce_size + size + tag_size);
    unsigned char* into = bytes(sealed) + 1 + nonce_size;
    int made = 0;
    EVP_CIPHER_CTX* const cipher = cipher_->context.get();
    must(EVP_EncryptInit_ex(cipher, nullptr, nullptr, nullptr, bytes(sealed) + 1), "EVP_EncryptInit_ex");
    for (const std::string_view part : {associated_before, context})
        must(EVP_EncryptUpdate(cipher, nullptr, &made, bytes(part), length(part.size())),
             "EVP_EncryptUpdate");
    for (const std::string_view part : content) {
        must(EVP_EncryptUpdate(cipher, into, &made, bytes(part), length(part.size())), "EVP_EncryptUpdate");
        into += made;
    }
    must(EVP_EncryptFinal_ex(cipher, into, &made), "EVP_EncryptFinal_ex");
    must(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, tag_size, into), "GCM tag");
    return sealed;
}

std::string seal(const Key& key, std::string_view context, std::string_view plain) {
    return Sealer(key).seal(context, plain);
}

std::string seal_coded(const Key& key, std::string_view context,
                       std::initializer_list<std::string_view> content) {
    return Sealer(key).seal_coded(context, content);
}

std::optional<std::string> unseal(const Key& key, std::string_view context, std::string_view sealed) {
    if (sealed.size() < seal_overhead) return std::nullopt;
    std::string content(sealed.size() - 1 - nonce_size - tag_size, '\0');
    std::string tag(sealed.substr(sealed.size() - tag_size));
    const unsigned char* from = bytes(sealed) + 1 + nonce_size;
    int made = 0;
    const Cipher cipher(EVP_CIPHER_CTX_new());
    must(EVP_DecryptInit_ex(cipher.get(), cipher_algorithm(), nullptr, key.data(), bytes(sealed) + 1),
         "EVP_DecryptInit_ex");
    for (const std::string_view part : {associated_before, context})
        must(EVP_DecryptUpdate(cipher.get(), nullptr, &made, bytes(part), length(part.size())),
             "EVP_DecryptUpdate");
    must(EVP_DecryptUpdate(cipher.get(), bytes(content), &made, from, length(content.size())),
         "EVP_DecryptUpdate");
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()), "GCM tag");
    if (sealed.front() != seal_version ||
        EVP_DecryptFinal_ex(cipher.get(), bytes(content) + made, &made) != 1)
        return std::nullopt;
    return decoded(std::move(content));
}

std::pair<std::string_view, std::string_view> essence_of_seal(std::string_view sealed) {
    if (sealed.size() < seal_overhead) return {};
    return {sealed.substr(1, nonce_size), sealed.substr(sealed.size() - tag_size)};
}

}  // namespace sanad::storage
