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

std::string associated(std::string_view context) {
    std::string data = "sanad";
    data += seal_version;
    return data.append(context);
}

}  // namespace

Key::Key(std::string_view from) {
    if (from.size() != size) throw Error(ErrorCode::corrupt, "a key that is not 32 bytes");
    std::copy(from.begin(), from.end(), reinterpret_cast<char*>(bytes_.data()));
}

Key::~Key() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string random_bytes(std::size_t count) {
    if (sodium_init() < 0) throw Error(ErrorCode::external, "sodium_init failed");
    std::string made(count, '\0');
    randombytes_buf(made.data(), made.size());
    return made;
}

Key random_key() { return Key(random_bytes(Key::size)); }

// RFC 2104, by hand: the library's own takes four times as long for what is hashed here, mostly to look for
// itself.
std::string hmac(const Key& key, std::string_view message) {
    thread_local const Hash context(EVP_MD_CTX_new());
    std::array<unsigned char, hash_block> pad{};
    std::array<unsigned char, 32> inner{};
    std::string made(inner.size(), '\0');
    const auto hash = [&](unsigned char with, const unsigned char* text, std::size_t size,
                          unsigned char* into) {
        for (std::size_t i = 0; i < pad.size(); ++i)
            pad[i] = static_cast<unsigned char>((i < Key::size ? key.data()[i] : 0) ^ with);
        must(EVP_DigestInit_ex2(context.get(), hash_algorithm(), nullptr), "EVP_DigestInit_ex2");
        must(EVP_DigestUpdate(context.get(), pad.data(), pad.size()), "EVP_DigestUpdate");
        must(EVP_DigestUpdate(context.get(), text, size), "EVP_DigestUpdate");
        must(EVP_DigestFinal_ex(context.get(), into, nullptr), "EVP_DigestFinal_ex");
    };
    hash(0x36, bytes(message), message.size(), inner.data());
    hash(0x5c, inner.data(), inner.size(), bytes(made));
    sodium_memzero(pad.data(), pad.size());
    sodium_memzero(inner.data(), inner.size());
    return made;
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

std::string seal(const Key& key, std::string_view context, std::string_view plain) {
    return seal_coded(key, context, coded(plain));
}

std::string seal_coded(const Key& key, std::string_view context, std::string content) {
    const std::string aad = associated(context);
    std::string sealed(1, seal_version);
    sealed += random_bytes(nonce_size);
    sealed.resize(1 + nonce_size + content.size() + tag_size);
    unsigned char* into = bytes(sealed) + 1 + nonce_size;
    int made = 0;
    const Cipher cipher(EVP_CIPHER_CTX_new());
    must(EVP_EncryptInit_ex(cipher.get(), cipher_algorithm(), nullptr, key.data(), bytes(sealed) + 1),
         "EVP_EncryptInit_ex");
    must(EVP_EncryptUpdate(cipher.get(), nullptr, &made, bytes(aad), length(aad.size())),
         "EVP_EncryptUpdate");
    must(EVP_EncryptUpdate(cipher.get(), into, &made, bytes(content), length(content.size())),
         "EVP_EncryptUpdate");
    must(EVP_EncryptFinal_ex(cipher.get(), into + made, &made), "EVP_EncryptFinal_ex");
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, into + content.size()), "GCM tag");
    sodium_memzero(content.data(), content.size());
    return sealed;
}

std::optional<std::string> unseal(const Key& key, std::string_view context, std::string_view sealed) {
    if (sealed.size() < seal_overhead) return std::nullopt;
    const std::string aad = associated(context);
    std::string content(sealed.size() - 1 - nonce_size - tag_size, '\0');
    std::string tag(sealed.substr(sealed.size() - tag_size));
    const unsigned char* from = bytes(sealed) + 1 + nonce_size;
    int made = 0;
    const Cipher cipher(EVP_CIPHER_CTX_new());
    must(EVP_DecryptInit_ex(cipher.get(), cipher_algorithm(), nullptr, key.data(), bytes(sealed) + 1),
         "EVP_DecryptInit_ex");
    must(EVP_DecryptUpdate(cipher.get(), nullptr, &made, bytes(aad), length(aad.size())),
         "EVP_DecryptUpdate");
    must(EVP_DecryptUpdate(cipher.get(), bytes(content), &made, from, length(content.size())),
         "EVP_DecryptUpdate");
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()), "GCM tag");
    if (sealed.front() != seal_version ||
        EVP_DecryptFinal_ex(cipher.get(), bytes(content) + made, &made) != 1)
        return std::nullopt;
    return decoded(std::move(content));
}

std::string essence_of_seal(std::string_view sealed) {
    if (sealed.size() < seal_overhead) return {};
    return std::string(sealed.substr(1, nonce_size)).append(sealed.substr(sealed.size() - tag_size));
}

}  // namespace sanad::storage
