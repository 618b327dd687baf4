#include "storage/key_file.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/bytes.h"
#include "storage/writer_lock.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* names[] = {"keys", "keys.copy"};
constexpr std::uint64_t max_file = 1 << 20;
constexpr std::size_t max_slots = 64;
constexpr const char* kind_passphrase = "passphrase";
constexpr const char* kdf_of_passphrase = "argon2id13";
constexpr const char* kind_key_file = "key-file";
constexpr const char* kdf_of_key_file = "hmac";
constexpr std::string_view key_file_start = "sanad-key-1:";
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

// What stands in a key file: nothing for a passphrase.
std::optional<Key> key_of_file(const std::string& secret) {
    const std::size_t start = key_file_start.size();
    if (secret.compare(0, start, key_file_start) != 0) return {};
    if (secret.size() != start + 2 * Key::size ||
        secret.find_first_not_of("0123456789abcdef", start) != std::string::npos)
        return {};
    return Key(from_hex(secret.substr(start)));
}

Key wrapping_key(const Key& key_file, const std::string& salt) {
    return Key(hmac(key_file, std::string("sanad/1/key-file\0", 17).append(salt)));
}

std::optional<Key> key_for_slot(const Json& slot, const std::string& secret) {
    const std::string salt = from_hex(slot.at("salt").get<std::string>());
    const auto file = key_of_file(secret);
    if (slot.at("kind") == kind_key_file && slot.at("kdf") == kdf_of_key_file)
        return file ? std::optional<Key>(wrapping_key(*file, salt)) : std::nullopt;
    if (slot.at("kind") != kind_passphrase || slot.at("kdf") != kdf_of_passphrase || file) return {};
    const KeyCost cost{slot.at("memory_kib").get<std::uint32_t>(), slot.at("passes").get<std::uint32_t>()};
    if (cost.passes < least.passes || cost.passes > most.passes || cost.memory_kib < least.memory_kib ||
        cost.memory_kib > most.memory_kib)
        throw Error(ErrorCode::corrupt, "senseless cost of a passphrase");
    return stretched(secret, salt, cost);
}

std::optional<Key> try_slot(const Json& keys, const Json& slot, const std::string& secret) {
    const auto wrapping = key_for_slot(slot, secret);
    if (!wrapping) return {};
    const auto opened =
        unseal(*wrapping, context_of(keys, slot), from_hex(slot.at("wrapped").get<std::string>()));
    return opened ? std::optional<Key>(Key(*opened)) : std::nullopt;
}

struct Unlocked {
    Key archive;
    std::string slot;  // the one that opened
};

Unlocked unlock_slots(const Json& keys, const std::string& passphrase, const std::string& folder) {
    try {
        if (keys.at("format") != "sanad-archive" || keys.at("version").get<int>() > 1)
            throw Error(ErrorCode::unsupported, "a later format", {folder},
                        {"storage.newer_format", {folder}});
        if (keys.at("slots").size() > max_slots)
            throw Error(ErrorCode::corrupt, "too many key slots", Where{folder});
        for (const Json& slot : keys.at("slots"))
            if (const auto key = try_slot(keys, slot, passphrase))
                return {*key, slot.at("id").get<std::string>()};
    } catch (const nlohmann::json::exception& bad) {
        throw Error(ErrorCode::corrupt, std::string("key file: ") + bad.what(), {folder},
                    {"storage.keys_lost", {folder}});
    }
    throw Error(ErrorCode::bad_input, "no key slot opens", {folder}, UserMessage{"storage.passphrase_wrong"});
}

std::string text_of(const Json& keys) {
    const std::string line = dump_json(keys);
    return line + "\n" + sha256_hex(line) + "\n";
}

Json sealed_slot(const Json& keys, Json slot, const Key& wrapping, const Key& archive) {
    slot["wrapped"] = to_hex(seal(wrapping, context_of(keys, slot), archive.view()));
    return slot;
}

Json passphrase_slot(const Json& keys, const std::string& id, const Key& archive,
                     const std::string& passphrase, const KeyCost& cost) {
    if (passphrase.empty())
        throw Error(ErrorCode::bad_input, "an empty passphrase", UserMessage{"storage.passphrase_empty"});
    const std::string salt = random_bytes(16);
    return sealed_slot(keys,
                       {{"id", id},
                        {"kind", kind_passphrase},
                        {"kdf", kdf_of_passphrase},
                        {"passes", cost.passes},
                        {"memory_kib", cost.memory_kib},
                        {"salt", to_hex(salt)}},
                       stretched(passphrase, salt, cost), archive);
}

Json key_file_slot(const Json& keys, const std::string& id, const Key& archive, const Key& file) {
    const std::string salt = random_bytes(16);
    return sealed_slot(keys,
                       {{"id", id},
                        {"kind", kind_key_file},
                        {"kdf", kdf_of_key_file},
                        {"passes", 0},
                        {"memory_kib", 0},
                        {"salt", to_hex(salt)}},
                       wrapping_key(file, salt), archive);
}

std::string free_id(const Json& keys) {
    int number = 1;
    const auto taken = [&] {
        return std::any_of(keys.at("slots").begin(), keys.at("slots").end(),
                           [&](const Json& slot) { return slot.at("id") == std::to_string(number); });
    };
    while (taken()) ++number;
    return std::to_string(number);
}

// Changes the slots under the writer's lock. `act` is given the file, the archive key and the slot that
// opened.
template <class Act>
void change_slots(const std::string& folder, const std::string& secret, Act act) {
    const WriterLock lock(folder, writer_patience);
    Json keys = newest(folder);
    const Unlocked unlocked = unlock_slots(keys, secret, folder);
    act(keys, unlocked);
    if (keys.at("slots").size() > max_slots)
        throw Error(ErrorCode::resource, "too many key slots", {folder}, {"storage.slots_full", {folder}});
    keys["generation"] = generation(keys) + 1;
    write_keys(folder, text_of(keys));
}

}  // namespace

Key write_new_keys(const std::string& folder, const std::string& passphrase, const KeyCost& cost) {
    const Key archive = random_key();
    Json keys = {{"format", "sanad-archive"},
                 {"version", 1},
                 {"archive", to_hex(random_bytes(16))},
                 {"generation", 1}};
    keys["slots"] = Json::array({passphrase_slot(keys, "1", archive, passphrase, cost)});
    write_keys(folder, text_of(keys));
    return archive;
}

Key unlock(const std::string& folder, const std::string& passphrase) {
    return unlock_slots(newest(folder), passphrase, folder).archive;
}

Key unlock_copy(const std::string& text, const std::string& passphrase, const std::string& path) {
    const auto keys = parse_whole(text);
    if (!keys) throw Error(ErrorCode::corrupt, "no whole key file", {path}, {"storage.keys_lost", {path}});
    return unlock_slots(*keys, passphrase, path).archive;
}

WholeKeys whole_keys(const std::string& folder) {
    const Json keys = newest(folder);
    return {from_hex(keys.value("archive", "")), text_of(keys)};
}

void write_keys(const std::string& folder, const std::string& text) {
    for (const char* name : names) write_file((fs::path(folder) / name).string(), text);
}

std::string fault_of_keys(const std::string& folder) {
    const auto first = read_whole(fs::path(folder) / names[0]);
    const auto second = read_whole(fs::path(folder) / names[1]);
    if (!first) return names[0];
    if (!second || *first != *second) return names[1];
    return {};
}

bool are_keys_of_two_archives(const std::string& folder) {
    const auto first = read_whole(fs::path(folder) / names[0]);
    const auto second = read_whole(fs::path(folder) / names[1]);
    return first && second && first->value("archive", "") != second->value("archive", "");
}

std::vector<KeySlot> Archive::key_slots(const std::string& folder) {
    const Json keys = newest(folder);
    std::vector<KeySlot> slots;
    for (const Json& slot : keys.at("slots"))
        slots.push_back({slot.at("id").get<std::string>(), slot.at("kind").get<std::string>()});
    return slots;
}

std::string Archive::add_passphrase(const std::string& folder, const std::string& secret,
                                    const std::string& added, const KeyCost& cost) {
    std::string id;
    change_slots(folder, secret, [&](Json& keys, const Unlocked& unlocked) {
        id = free_id(keys);
        keys["slots"].push_back(passphrase_slot(keys, id, unlocked.archive, added, cost));
    });
    return id;
}

std::string Archive::add_key_file(const std::string& folder, const std::string& secret) {
    const Key file = random_key();
    change_slots(folder, secret, [&](Json& keys, const Unlocked& unlocked) {
        keys["slots"].push_back(key_file_slot(keys, free_id(keys), unlocked.archive, file));
    });
    return std::string(key_file_start) + to_hex(file.view()) + "\n";
}

void Archive::change_passphrase(const std::string& folder, const std::string& secret, const std::string& next,
                                const KeyCost& cost) {
    change_slots(folder, secret, [&](Json& keys, const Unlocked& unlocked) {
        for (Json& slot : keys["slots"])
            if (slot.at("id") == unlocked.slot)
                slot = passphrase_slot(keys, unlocked.slot, unlocked.archive, next, cost);
    });
}

void Archive::remove_key(const std::string& folder, const std::string& secret, const std::string& id) {
    change_slots(folder, secret, [&](Json& keys, const Unlocked& unlocked) {
        Json kept = Json::array();
        for (const Json& slot : keys.at("slots"))
            if (slot.at("id") != id) kept.push_back(slot);
        if (kept.size() == keys.at("slots").size())
            throw Error(ErrorCode::not_found, "no key slot " + id, {folder}, {"storage.no_slot", {id}});
        // What opens it now must still open it then: nobody locks the archive by mistake.
        if (unlocked.slot == id)
            throw Error(ErrorCode::conflict, "the slot that was used", {folder}, {"storage.last_slot", {id}});
        keys["slots"] = std::move(kept);
    });
}

}  // namespace sanad::storage
