// Keys, seals and keyed hashes of FORMAT.md, sections 2 and 3. Included by storage/*.cpp only.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/hash.h"
#include "storage/archive.h"

namespace sanad::storage {

// 32 secret bytes, wiped when they go.
class Key {
public:
    static constexpr std::size_t size = 32;

    Key() = default;
    explicit Key(std::string_view bytes);  // exactly `size`, else Error(corrupt)
    Key(const Key&) = default;
    Key& operator=(const Key&) = default;
    ~Key();

    std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), size}; }
    std::uint8_t* data() { return bytes_.data(); }
    const std::uint8_t* data() const { return bytes_.data(); }

private:
    std::array<std::uint8_t, size> bytes_{};
};

Key random_key();
std::string random_bytes(std::size_t count);

// Random bytes that the calling thread is about to need, drawn in one call, because the kernel takes longer
// for a nonce than sealing with it does. What was not used is wiped at the end: none outlives this, so that
// nothing that copies the process can draw it twice.
class DrawnAhead {
public:
    explicit DrawnAhead(std::size_t count);
    ~DrawnAhead();
    DrawnAhead(const DrawnAhead&) = delete;
    DrawnAhead& operator=(const DrawnAhead&) = delete;
};

// HMAC-SHA-256, of the parts one behind the other.
Sha256 hmac(const Key& key, std::initializer_list<std::string_view> parts);
std::string hmac(const Key& key, std::string_view message);  // 32 bytes
Key derived(const Key& from, std::string_view label);

// The keys that the archive key gives.
struct ArchiveKeys {
    explicit ArchiveKeys(const Key& archive);
    Key case_keys, values, index, bind, log;
};

// Argon2id 1.3, one lane. `salt` has 16 bytes. Throws Error(resource) where the memory is not to be had.
Key stretched(const std::string& passphrase, std::string_view salt, const KeyCost& cost);

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t seal_overhead = 1 + nonce_size + tag_size + 1;

// `plain` is compressed where that makes it smaller. `context` is bound to it: only who names the same one
// opens it.
std::string seal(const Key& key, std::string_view context, std::string_view plain);
// The same, coded already (storage/coding.h): the parts one behind the other.
std::string seal_coded(const Key& key, std::string_view context,
                       std::initializer_list<std::string_view> content);

// Seals with one key what is many values: the key is set up once. For one thread at a time.
class Sealer {
public:
    explicit Sealer(const Key& key);
    ~Sealer();
    Sealer(const Sealer&) = delete;
    Sealer& operator=(const Sealer&) = delete;

    std::string seal(std::string_view context, std::string_view plain);
    std::string seal_coded(std::string_view context, std::initializer_list<std::string_view> content);

private:
    struct Cipher;
    std::unique_ptr<Cipher> cipher_;
};

// Nothing if it was not sealed with this key in this context, or was changed since. Throws Error(unsupported)
// for a coding that a later version may have brought.
std::optional<std::string> unseal(const Key& key, std::string_view context, std::string_view sealed);

// What tells one sealed value from every other: its nonce and tag. Empty for what is too short to be sealed.
std::pair<std::string_view, std::string_view> essence_of_seal(std::string_view sealed);

}  // namespace sanad::storage
