// Frames between the program and its worker processes: eight bytes of length, least significant first, then
// the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/json.h"

namespace sanad::app {

// False where the other side is gone. A write to a dead worker must not kill the program: SIGPIPE is ignored
// by main.
bool write_frame(int file, std::string_view bytes);

enum class FrameEnd { complete, closed, timed_out, too_long };

struct Frame {
    FrameEnd end = FrameEnd::closed;
    std::string bytes = {};
};

// Waits at most `timeout_ms` for the whole frame; -1 waits for ever. A frame longer than `limit` is not read.
Frame read_frame(int file, int timeout_ms, std::uint64_t limit);

// An Error as it crosses the border between processes, {"code":…,"what":…,"where":{…},"message":{…}}, and
// back.
Json wire_error(const Error& error);
Error error_from_wire(const Json& value);

}  // namespace sanad::app
