// The files that lie in clear in an archive's folder beside the sealed ones: trust.pem, which is for anybody,
// and root-key.pem under its own passphrase. LMDB and its seals know nothing of them; here is what tells that
// one was damaged or altered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/session.h"
#include "core/check.h"

namespace sanad::app {

constexpr const char* trust_file_name = "trust.pem";
constexpr const char* root_key_file_name = "root-key.pem";

// Writes a file into the archive's folder and its hash among the sealed settings. Ended at any moment, what
// lies there then is the old file or the new one and counts as whole.
void write_beside(storage::Archive& archive, const Session& session, const std::string& name,
                  std::string_view bytes);

// The text of the root's key with a last line that says its own hash: it is carried away and its passphrase
// changed without the archive. A PEM reader passes that line over.
std::string with_own_hash(const std::string& pem);

// Nothing for what is whole. A root key that is not here was carried away.
std::vector<Check> check_beside(const storage::Archive& archive, const Session& session);

}  // namespace sanad::app
