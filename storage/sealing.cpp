#include "storage/sealing.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <zstd.h>

#include "core/error.h"

namespace sanad::storage {
namespace {

constexpr char seal_version = 1;
constexpr char as_it_is = 0;
constexpr char zstd_frame = 1;
constexpr std::size_t worth_trying = 128;  // shorter texts do not shrink
constexpr int zstd_level = 3;
constexpr unsigned long long max_plain = 64ull << 20;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* raw) const noexcept { EVP_CIPHER_CTX_free(raw); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void must(int ok, const char* call) {
    if (ok != 1) throw Error(ErrorCode::external, std::string(call) + " failed");
}

int length(std::size_t size) {
    if (size > max_plain * 4) throw Error(ErrorCode::unsupported, "a value of more than 256 MiB");
    return static_cast<int>(size);
}

std::string associated(std::string_view context) {
    std::string data = "sanad";
    data += seal_version;
    return data.append(context);
}

struct FreeContext {
    void operator()(ZSTD_CCtx* raw) const noexcept { ZSTD_freeCCtx(raw); }
    void operator()(ZSTD_DCtx* raw) const noexcept { ZSTD_freeDCtx(raw); }
};

// Making one takes longer than compressing what a case usually has.
ZSTD_CCtx* packing() {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    return context.get();
}

ZSTD_DCtx* unpacking() {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    return context.get();
}

std::string coded(std::string_view plain) {
    if (plain.size() >= worth_trying) {
        std::string packed(1 + ZSTD_compressBound(plain.size()), zstd_frame);
        const std::size_t size = ZSTD_compressCCtx(packing(), packed.data() + 1, packed.size() - 1,
                                                   plain.data(), plain.size(), zstd_level);
        if (ZSTD_isError(size) == 0 && size + size / 16 < plain.size()) {
            packed.resize(1 + size);
            return packed;
        }
    }
    std::string same(1, as_it_is);
    return same.append(plain);
}

// What was sealed is our own, so that a wrong coding means a later version, not damage.
std::string decoded(std::string&& coding) {
    if (!coding.empty() && coding.front() == as_it_is) return coding.erase(0, 1);
    if (coding.empty() || coding.front() != zstd_frame)
        throw Error(ErrorCode::unsupported, "unknown coding of a value", UserMessage{"storage.newer_format"});
    const unsigned long long size = ZSTD_getFrameContentSize(coding.data() + 1, coding.size() - 1);
    if (size > max_plain) throw Error(ErrorCode::corrupt, "a compressed value without a sensible size");
    std::string plain(static_cast<std::size_t>(size), '\0');
    const std::size_t got =
        ZSTD_decompressDCtx(unpacking(), plain.data(), plain.size(), coding.data() + 1, coding.size() - 1);
    if (ZSTD_isError(got) != 0 || got != plain.size())
        throw Error(ErrorCode::corrupt, "ZSTD_decompress failed");
    return plain;
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

std::string hmac(const Key& key, std::string_view message) {
    std::string made(32, '\0');
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(Key::size), bytes(message), message.size(),
             bytes(made), nullptr) == nullptr)
        throw Error(ErrorCode::external, "HMAC failed");
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
    const std::string aad = associated(context);
    std::string content = coded(plain);
    std::string sealed(1, seal_version);
    sealed += random_bytes(nonce_size);
    sealed.resize(1 + nonce_size + content.size() + tag_size);
    unsigned char* into = bytes(sealed) + 1 + nonce_size;
    int made = 0;
    const Cipher cipher(EVP_CIPHER_CTX_new());
    must(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes(sealed) + 1),
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
    must(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes(sealed) + 1),
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
