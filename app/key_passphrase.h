// The passphrase of a signing key: --key-passphrase-file, $SANAD_KEY_PASSPHRASE; where neither is given, that
// of the session serves for both; else a prompt.
#pragma once

#include <string>

#include "app/session.h"

namespace sanad::app {

std::string key_passphrase(const Session& session, const std::string& file);

}  // namespace sanad::app
