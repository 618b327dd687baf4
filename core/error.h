// The one exception type of the product.
//
// Throw Error when an operation could not be carried out. A negative finding about a
// document (bad signature, empty field, low confidence) is not an error: it is a Check
// (core/check.h) and travels as a value.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace sanad {

enum class ErrorCode {
    bad_input,    // the user's file or request is malformed; retrying cannot help
    not_found,    // a named thing does not exist
    conflict,     // it changed since it was read, or another process holds it; retry
    corrupt,      // our own stored bytes fail their hash; restore from backup
    resource,     // disk, memory or map full; free some and retry
    unsupported,  // well formed, but outside what we handle
    external,     // a library call failed; what() names the call
};

// Where in the user's material it went wrong. Every part is optional.
struct Where {
    std::string file = {};                     // as the user named it
    std::optional<int> page = {};              // 1-based
    std::optional<std::uint64_t> offset = {};  // bytes from the start of `file`
    std::string field = {};                    // key of a field, or name of a signature field
};

// What the user is shown: an entry of the message catalogue (core/messages.h) and what fills its {0}, {1}, …
struct UserMessage {
    std::string id = {};  // "storage.passphrase_wrong"; empty: the general text of the code
    std::vector<std::string> arguments = {};
};

// what() is English, for logs and developers. The user-facing text comes from message() and code()
// through the catalogue, never from what().
class Error final : public std::runtime_error {
public:
    Error(ErrorCode code, const std::string& what, Where where = {}, UserMessage message = {})
        : std::runtime_error(what), code_(code), where_(std::move(where)), message_(std::move(message)) {}
    Error(ErrorCode code, const std::string& what, UserMessage message)
        : Error(code, what, Where{}, std::move(message)) {}

    ErrorCode code() const noexcept { return code_; }
    const Where& where() const noexcept { return where_; }
    const UserMessage& message() const noexcept { return message_; }

private:
    ErrorCode code_;
    Where where_;
    UserMessage message_;
};

}  // namespace sanad
