// Where an archive keeps its local certificate authority: the keys sealed among its settings, the
// certificates also in clear beside it (trust.pem), so that anybody can verify without the passphrase.
#pragma once

#include <string>
#include <vector>

#include "app/session.h"
#include "signing/authority.h"

namespace sanad::app {

void make_authority(storage::Archive& archive, const Session& session, const std::string& association);

// Throws Error(not_found) where the archive has none.
signing::Authority open_authority(const storage::Archive& archive);

std::string association_of(const storage::Archive& archive);

// What a verifier trusts: `trust_file` where it is named, else the archive's authority, else nothing.
// `from_public_copy` is set where trust.pem served because no passphrase was given.
struct Trust {
    std::vector<std::string> pem = {};
    bool from_public_copy = false;
};
Trust trusted_certificates(const Session& session, const std::string& trust_file);

}  // namespace sanad::app
