// Passphrases of keys, which are not the archive's own.
#pragma once

#include <string>

#include "app/session.h"

namespace sanad::app {

// Of a signing key: --key-passphrase-file, $SANAD_KEY_PASSPHRASE; where neither is given, that of the session
// serves for both; else a prompt.
std::string key_passphrase(const Session& session, const std::string& file);

// Of the root's key: the file named, $SANAD_ROOT_PASSPHRASE, else as key_passphrase.
std::string root_passphrase(const Session& session, const std::string& file);

// Whether a passphrase of the root's own was given.
bool has_root_passphrase(const std::string& file);

// A new one for a key file: the file named, $SANAD_NEW_PASSPHRASE, else asked for twice. At least eight
// bytes.
std::string new_key_passphrase(const Session& session, const std::string& file);

}  // namespace sanad::app
