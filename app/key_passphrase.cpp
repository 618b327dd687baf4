#include "app/key_passphrase.h"

#include <cstdlib>

namespace sanad::app {

std::string key_passphrase(const Session& session, const std::string& file) {
    if (!file.empty()) {
        Session with_file = session;
        with_file.passphrase_file = file;
        return *given_passphrase(with_file);
    }
    if (const char* value = std::getenv("SANAD_KEY_PASSPHRASE"); value != nullptr) return value;
    return passphrase(session, "app.key_passphrase_prompt");
}

}  // namespace sanad::app
