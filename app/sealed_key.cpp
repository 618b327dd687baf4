#include "app/sealed_key.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/key_passphrase.h"
#include "core/arabic.h"
#include "core/error.h"
#include "core/hash.h"
#include "signing/pin.h"

namespace sanad::app {
namespace {

constexpr const char* setting_name = "keys.sealed";
constexpr std::string_view prefix = "key:";
constexpr std::size_t shortest_pin = 6;

struct SealedKey {
    std::string serial;
    std::string name;
    signing::PinStretch stretch;
    std::string pkcs12;
};

std::string from_hex(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

Json json_of(const SealedKey& key) {
    return {{"serial", key.serial},
            {"name", key.name},
            {"salt", to_hex(key.stretch.salt)},
            {"memory_kib", key.stretch.memory_kib},
            {"passes", key.stretch.passes},
            {"pkcs12", to_hex(key.pkcs12)}};
}

SealedKey key_of(const Json& json) {
    return {json.at("serial").get<std::string>(),
            json.at("name").get<std::string>(),
            {from_hex(json.at("salt").get<std::string>()), json.at("memory_kib").get<std::uint32_t>(),
             json.at("passes").get<std::uint32_t>()},
            from_hex(json.at("pkcs12").get<std::string>())};
}

Json stored_keys(const storage::Archive& archive) {
    const auto text = archive.setting(setting_name);
    return text ? parse_json(*text) : Json::array();
}

// The name of the case that holds its tries.
std::string tries_id(const std::string& serial) { return "KEY-" + sha256_hex(serial).substr(0, 24); }

void file_event(const Session& session, storage::Archive& archive, const SealedKey& key,
                const std::string& kind, Json what) {
    archive.append(tries_id(key.serial), {Event{tries_id(key.serial), 0, iso_moment(session.now), session.who,
                                                kind, std::move(what)}});
}

// Nothing where the register of tries is gone: then nobody can say how many there were.
std::optional<int> tries_left(const storage::Archive& archive, const std::string& serial) {
    if (!archive.find_case(tries_id(serial))) return std::nullopt;
    int made = 0;
    for (const auto& event : archive.events(tries_id(serial))) {
        if (event.kind == "pin-tried") ++made;
        if (event.kind == "pin-right" || event.kind == "pin-set") made = 0;
    }
    return std::max(0, most_tries - made);
}

bool is_revoked(const storage::Archive& archive, const std::string& serial) {
    for (const auto& one : registered_certificates(archive))
        if (one.summary.serial_hex == serial) return one.revoked_at.has_value();
    return false;
}

SealedKey find_key(const storage::Archive& archive, const std::string& as) {
    const auto who = as.substr(prefix.size());
    std::vector<SealedKey> named;
    for (const auto& json : stored_keys(archive)) {
        auto key = key_of(json);
        if (key.serial == who) return key;
        if (fold_name(key.name) == fold_name(who) && !is_revoked(archive, key.serial))
            named.push_back(std::move(key));
    }
    if (named.size() == 1) return named.front();
    if (named.empty())
        throw Error(ErrorCode::not_found, "no sealed key " + who, UserMessage{"key.not_sealed", {who}});
    std::string serials;
    for (const auto& key : named) serials += (serials.empty() ? "" : ", ") + key.serial;
    throw Error(ErrorCode::conflict, "several sealed keys", UserMessage{"key.ambiguous", {who, serials}});
}

void put_key(storage::Archive& archive, const SealedKey& key) {
    auto all = stored_keys(archive);
    for (auto& json : all)
        if (json.value("serial", "") == key.serial) {
            json = json_of(key);
            return archive.put_setting(setting_name, dump_json(all));
        }
    all.push_back(json_of(key));
    archive.put_setting(setting_name, dump_json(all));
}

std::optional<std::string> given(const Session& session, const std::string& file, const char* variable) {
    if (!file.empty()) {
        Session with_file = session;
        with_file.passphrase_file = file;
        return given_passphrase(with_file);
    }
    if (const char* value = std::getenv(variable); value != nullptr) return value;
    return std::nullopt;
}

int need_tries(const storage::Archive& archive, const SealedKey& key) {
    const auto left = tries_left(archive, key.serial);
    if (!left)
        throw Error(ErrorCode::conflict, "the tries are gone", UserMessage{"key.tries_missing", {key.name}});
    if (*left == 0)
        throw Error(ErrorCode::conflict, "the key is locked", UserMessage{"key.pin_locked", {key.name}});
    return *left;
}

}  // namespace

bool names_sealed_key(const std::string& as) { return as.rfind(prefix, 0) == 0; }

std::string sealed_key_pin(const Session& session, const std::string& file) {
    if (auto pin = given(session, file, "SANAD_KEY_PASSPHRASE")) return *std::move(pin);
    return ask_secret(session, "app.pin_prompt");
}

std::string new_sealed_key_pin(const Session& session, const std::string& file, const char* variable) {
    auto pin = given(session, file, variable);
    if (!pin) {
        pin = ask_secret(session, "app.pin_new");
        if (ask_secret(session, "app.passphrase_again") != *pin)
            throw Error(ErrorCode::bad_input, "the PINs differ", UserMessage{"app.passphrase_differs"});
    }
    if (code_points(*pin) < shortest_pin)
        throw Error(ErrorCode::bad_input, "the PIN is too short", UserMessage{"key.pin_short"});
    return *std::move(pin);
}

void seal_key(storage::Archive& archive, const Session& session, const signing::Issued& issued,
              const std::string& name, const std::string& passphrase, const std::string& pin) {
    SealedKey key{issued.serial_hex, name, signing::new_pin_stretch(), {}};
    key.pkcs12 =
        signing::change_pkcs12_passphrase(issued.pkcs12, passphrase, signing::stretched(pin, key.stretch));
    file_event(session, archive, key, "opened",
               {{"case_kind", sealed_key_kind}, {"channel", ""}, {"submitted_on", ""}});
    file_event(session, archive, key, "pin-set", {{"serial", key.serial}});
    put_key(archive, key);
}

std::unique_ptr<signing::Signer> open_sealed_key(const Session& session, storage::Archive& archive,
                                                 const std::string& as, const std::string& pin) {
    const auto key = find_key(archive, as);
    const int left = need_tries(archive, key);
    file_event(session, archive, key, "pin-tried", {{"serial", key.serial}});
    try {
        auto signer = signing::open_pkcs12(key.pkcs12, signing::stretched(pin, key.stretch));
        file_event(session, archive, key, "pin-right", {{"serial", key.serial}});
        return signer;
    } catch (const Error& error) {
        if (error.message().id != "signing.passphrase_wrong") throw;
    }
    throw Error(ErrorCode::bad_input, "the PIN is wrong",
                UserMessage{"key.pin_wrong", {key.name, std::to_string(left - 1)}});
}

void change_sealed_key_pin(const Session& session, storage::Archive& archive, const std::string& as,
                           const std::string& pin, const std::string& fresh) {
    open_sealed_key(session, archive, as, pin);
    auto key = find_key(archive, as);
    const auto old = signing::stretched(pin, key.stretch);
    key.stretch = signing::new_pin_stretch();
    key.pkcs12 = signing::change_pkcs12_passphrase(key.pkcs12, old, signing::stretched(fresh, key.stretch));
    put_key(archive, key);
    file_event(session, archive, key, "pin-set", {{"serial", key.serial}});
}

std::vector<SealedKeyState> sealed_keys(const storage::Archive& archive) {
    std::vector<SealedKeyState> found;
    for (const auto& json : stored_keys(archive)) {
        const auto serial = json.value("serial", "");
        found.push_back({serial, tries_left(archive, serial).value_or(0)});
    }
    return found;
}

}  // namespace sanad::app
