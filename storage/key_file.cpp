#include "storage/key_file.h"

#include <filesystem>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/bytes.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* names[] = {"keys", "keys.copy"};
constexpr std::uint64_t max_file = 1 << 20;
constexpr std::size_t max_slots = 64;
constexpr KeyCost least{8, 1};
constexpr KeyCost most{4u << 20, 64};

std::string context_of(const Json& keys, const Json& slot) {
    std::string context = "keyslot";
    for (const std::string& part :
         {keys.at("archive").get<std::string>(), slot.at("id").get<std::string>(),
          slot.at("kdf").get<std::string>(), std::to_string(slot.at("passes").get<std::uint32_t>()),
          std::to_string(slot.at("memory_kib").get<std::uint32_t>()), slot.at("salt").get<std::string>()})
        context.append(1, '\0').append(part);
    return context;
}

// Nothing where the text is not what was written.
std::optional<Json> parse_whole(const std::string& text) {
    try {
        const auto end = text.find('\n');
        if (end == std::string::npos || text.substr(end + 1) != sha256_hex(text.substr(0, end)) + "\n")
            return {};
        Json keys = parse_json(text.substr(0, end));
        if (!keys.contains("generation") || !keys["generation"].is_number_unsigned()) return {};
        return keys;
    } catch (const Error&) {
        return {};
    }
}

std::optional<Json> read_whole(const fs::path& path) {
    try {
        return parse_whole(read_file(path.string(), max_file));
    } catch (const Error&) {
        return {};
    }
}

std::uint64_t generation(const std::optional<Json>& keys) {
    return keys ? (*keys)["generation"].get<std::uint64_t>() : 0;
}

Json newest(const std::string& folder) {
    auto first = read_whole(fs::path(folder) / names[0]);
    auto second = read_whole(fs::path(folder) / names[1]);
    auto& keys = generation(second) > generation(first) ? second : first;
    if (!keys)
        throw Error(ErrorCode::corrupt, "no whole key file", {folder}, {"storage.keys_lost", {folder}});
    return *keys;
}

std::optional<Key> try_slot(const Json& keys, const Json& slot, const std::string& passphrase) {
    if (slot.at("kind") != "passphrase" || slot.at("kdf") != "argon2id13") return {};
    const KeyCost cost{slot.at("memory_kib").get<std::uint32_t>(), slot.at("passes").get<std::uint32_t>()};
    if (cost.passes < least.passes || cost.passes > most.passes || cost.memory_kib < least.memory_kib ||
        cost.memory_kib > most.memory_kib)
        throw Error(ErrorCode::corrupt, "senseless cost of a passphrase");
    const Key wrapping = stretched(passphrase, from_hex(slot.at("salt").get<std::string>()), cost);
    const auto opened =
        unseal(wrapping, context_of(keys, slot), from_hex(slot.at("wrapped").get<std::string>()));
    return opened ? std::optional<Key>(Key(*opened)) : std::nullopt;
}

Key unlock_slots(const Json& keys, const std::string& passphrase, const std::string& folder) {
    try {
        if (keys.at("format") != "sanad-archive" || keys.at("version").get<int>() > 1)
            throw Error(ErrorCode::unsupported, "a later format", {folder},
                        {"storage.newer_format", {folder}});
        if (keys.at("slots").size() > max_slots)
            throw Error(ErrorCode::corrupt, "too many key slots", Where{folder});
        for (const Json& slot : keys.at("slots"))
            if (const auto key = try_slot(keys, slot, passphrase)) return *key;
    } catch (const nlohmann::json::exception& bad) {
        throw Error(ErrorCode::corrupt, std::string("key file: ") + bad.what(), {folder},
                    {"storage.keys_lost", {folder}});
    }
    throw Error(ErrorCode::bad_input, "no key slot opens", {folder}, UserMessage{"storage.passphrase_wrong"});
}

}  // namespace

Key write_new_keys(const std::string& folder, const std::string& passphrase, const KeyCost& cost) {
    const Key archive = random_key();
    const std::string salt = random_bytes(16);
    Json slot = {{"id", "1"},
                 {"kind", "passphrase"},
                 {"kdf", "argon2id13"},
                 {"passes", cost.passes},
                 {"memory_kib", cost.memory_kib},
                 {"salt", to_hex(salt)}};
    Json keys = {{"format", "sanad-archive"},
                 {"version", 1},
                 {"archive", to_hex(random_bytes(16))},
                 {"generation", 1}};
    slot["wrapped"] = to_hex(seal(stretched(passphrase, salt, cost), context_of(keys, slot), archive.view()));
    keys["slots"] = Json::array({slot});
    const std::string line = dump_json(keys);
    write_keys(folder, line + "\n" + sha256_hex(line) + "\n");
    return archive;
}

Key unlock(const std::string& folder, const std::string& passphrase) {
    return unlock_slots(newest(folder), passphrase, folder);
}

Key unlock_copy(const std::string& text, const std::string& passphrase, const std::string& path) {
    const auto keys = parse_whole(text);
    if (!keys) throw Error(ErrorCode::corrupt, "no whole key file", {path}, {"storage.keys_lost", {path}});
    return unlock_slots(*keys, passphrase, path);
}

WholeKeys whole_keys(const std::string& folder) {
    const Json keys = newest(folder);
    const std::string line = dump_json(keys);
    return {from_hex(keys.value("archive", "")), line + "\n" + sha256_hex(line) + "\n"};
}

void write_keys(const std::string& folder, const std::string& text) {
    for (const char* name : names) write_file((fs::path(folder) / name).string(), text);
}

std::string fault_of_keys(const std::string& folder) {
    const auto first = read_whole(fs::path(folder) / names[0]);
    const auto second = read_whole(fs::path(folder) / names[1]);
    if (!first) return names[0];
    if (!second || generation(first) != generation(second)) return names[1];
    return {};
}

}  // namespace sanad::storage
