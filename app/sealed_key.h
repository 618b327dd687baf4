// Members' keys that lie in the archive, each sealed under its owner's PIN: whoever opens the archive cannot
// sign with them. Tries are events, so they are in the archive's log
// (docs/decisions/0120-sealed-keys.md).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/session.h"
#include "signing/authority.h"
#include "signing/signer.h"

namespace sanad::app {

// So often in a row a PIN may be wrong.
inline constexpr int most_tries = 5;

// "key:NAME" or "key:SERIAL".
bool names_sealed_key(const std::string& as);

// The PIN of a sealed key: the file named, $SANAD_KEY_PASSPHRASE, else asked for; never the archive's own
// passphrase.
std::string sealed_key_pin(const Session& session, const std::string& file);
// A new one. Throws Error(bad_input) with "key.pin_short".
std::string new_sealed_key_pin(const Session& session, const std::string& file, const char* variable);

// Keeps what was issued, whose PKCS#12 is under `passphrase`, under `pin`.
void seal_key(storage::Archive& archive, const Session& session, const signing::Issued& issued,
              const std::string& name, const std::string& passphrase, const std::string& pin);

// Throws Error(not_found) with "key.not_sealed", Error(conflict) with "key.ambiguous", "key.pin_locked" or
// "key.tries_missing", Error(bad_input) with "key.pin_wrong" naming how many tries are left. A try is filed
// before it is made, so that ending the program gives none back.
std::unique_ptr<signing::Signer> open_sealed_key(const Session& session, storage::Archive& archive,
                                                 const std::string& as, const std::string& pin);

// The same key under another PIN. Throws as open_sealed_key.
void change_sealed_key_pin(const Session& session, storage::Archive& archive, const std::string& as,
                           const std::string& pin, const std::string& fresh);

// Serial numbers of the keys that lie here, and how many tries each has left.
struct SealedKeyState {
    std::string serial;
    int tries_left = 0;
};
std::vector<SealedKeyState> sealed_keys(const storage::Archive& archive);

// The kind of case that holds a key's tries: no paper, nobody's transaction.
inline constexpr const char* sealed_key_kind = "sealed-key";

}  // namespace sanad::app
