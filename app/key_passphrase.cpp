#include "app/key_passphrase.h"

#include <cstdlib>

#include "core/error.h"

namespace sanad::app {
namespace {

constexpr std::size_t shortest = 8;

std::optional<std::string> from(const Session& session, const std::string& file, const char* variable) {
    if (!file.empty()) {
        Session with_file = session;
        with_file.passphrase_file = file;
        return given_passphrase(with_file);
    }
    if (const char* value = std::getenv(variable); value != nullptr) return value;
    return std::nullopt;
}

}  // namespace

std::string key_passphrase(const Session& session, const std::string& file) {
    if (auto given = from(session, file, "SANAD_KEY_PASSPHRASE")) return *std::move(given);
    return passphrase(session, "app.key_passphrase_prompt");
}

std::string root_passphrase(const Session& session, const std::string& file) {
    if (auto given = from(session, file, "SANAD_ROOT_PASSPHRASE")) return *std::move(given);
    return passphrase(session, "app.root_passphrase_prompt");
}

bool has_root_passphrase(const std::string& file) {
    return !file.empty() || std::getenv("SANAD_ROOT_PASSPHRASE") != nullptr;
}

std::string new_key_passphrase(const Session& session, const std::string& file) {
    auto chosen = from(session, file, "SANAD_NEW_PASSPHRASE");
    if (!chosen) {
        chosen = ask_secret(session, "app.passphrase_new");
        if (ask_secret(session, "app.passphrase_again") != *chosen)
            throw Error(ErrorCode::bad_input, "the passphrases differ",
                        UserMessage{"app.passphrase_differs"});
    }
    if (chosen->size() < shortest)
        throw Error(ErrorCode::bad_input, "the passphrase is too short", UserMessage{"app.passphrase_short"});
    return *std::move(chosen);
}

}  // namespace sanad::app
