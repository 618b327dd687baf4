// Signed notes and checkpoints of the log, as C2SP writes them down (c2sp.org/signed-note, /tlog-checkpoint):
// text that can be printed, carried away and verified by anybody who has the log's key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/hash.h"

namespace sanad::storage {

// What a checkpoint says: the first `size` entries of the log `origin` have this root.
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Sha256 root{};
};

// The public half of a log's key.
struct LogKey {
    std::string name;
    std::string key;  // Ed25519, 32 bytes
};

// "<name>+<hash>+<base64>": how a key is handed to those who verify.
std::string verifier_key(const LogKey& key);
std::optional<LogKey> parse_verifier_key(std::string_view text);

// The text of a note without its signatures, if it is one and is signed by `key`; signatures of other keys
// are passed over. The text ends with a line break.
std::optional<std::string> open_note(std::string_view note, const LogKey& key);

std::string checkpoint_text(const Checkpoint& checkpoint);

// What a note says as a checkpoint, signed or not; nothing for what is none. Lines after the root are passed
// over.
std::optional<Checkpoint> parse_checkpoint(std::string_view text);

}  // namespace sanad::storage
