#include "app/wire.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <nlohmann/json.hpp>

namespace sanad::app {
namespace {

using Clock = std::chrono::steady_clock;

bool write_all(int file, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(file, bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

// Milliseconds left until `deadline`, as poll() wants them.
int left_ms(int timeout_ms, Clock::time_point deadline) {
    if (timeout_ms < 0) return -1;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return left < 0 ? 0 : static_cast<int>(left);
}

FrameEnd read_all(int file, char* into, std::size_t size, int timeout_ms, Clock::time_point deadline) {
    while (size > 0) {
        pollfd ready{file, POLLIN, 0};
        const int polled = ::poll(&ready, 1, left_ms(timeout_ms, deadline));
        if (polled < 0 && errno == EINTR) continue;
        if (polled < 0) return FrameEnd::closed;
        if (polled == 0) return FrameEnd::timed_out;
        const ssize_t got = ::read(file, into, size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return FrameEnd::closed;
        into += got;
        size -= static_cast<std::size_t>(got);
    }
    return FrameEnd::complete;
}

constexpr std::array<std::pair<ErrorCode, const char*>, 7> code_names = {{
    {ErrorCode::bad_input, "bad_input"},
    {ErrorCode::not_found, "not_found"},
    {ErrorCode::conflict, "conflict"},
    {ErrorCode::corrupt, "corrupt"},
    {ErrorCode::resource, "resource"},
    {ErrorCode::unsupported, "unsupported"},
    {ErrorCode::external, "external"},
}};

}  // namespace

bool write_frame(int file, std::string_view bytes) {
    std::array<char, 8> length{};
    std::uint64_t left = bytes.size();
    for (auto& byte : length) {
        byte = static_cast<char>(left & 0xff);
        left >>= 8;
    }
    return write_all(file, length.data(), length.size()) && write_all(file, bytes.data(), bytes.size());
}

Frame read_frame(int file, int timeout_ms, std::uint64_t limit) {
    const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms < 0 ? 0 : timeout_ms);
    std::array<char, 8> head{};
    Frame frame;
    frame.end = read_all(file, head.data(), head.size(), timeout_ms, deadline);
    if (frame.end != FrameEnd::complete) return frame;
    std::uint64_t length = 0;
    for (std::size_t i = head.size(); i > 0; --i)
        length = length << 8 | static_cast<unsigned char>(head[i - 1]);
    if (length > limit) return {FrameEnd::too_long};
    frame.bytes.resize(length);
    frame.end = read_all(file, frame.bytes.data(), length, timeout_ms, deadline);
    return frame;
}

Json wire_error(const Error& error) {
    Json value = Json::object();
    for (const auto& [code, name] : code_names)
        if (code == error.code()) value["code"] = name;
    value["what"] = error.what();
    Json where = Json::object();
    where["file"] = error.where().file;
    where["field"] = error.where().field;
    if (error.where().page) where["page"] = *error.where().page;
    if (error.where().offset) where["offset"] = *error.where().offset;
    value["where"] = where;
    value["message"] = {{"id", error.message().id}, {"arguments", error.message().arguments}};
    return value;
}

Error error_from_wire(const Json& value) {
    ErrorCode code = ErrorCode::external;
    for (const auto& [known, name] : code_names)
        if (value.value("code", "") == name) code = known;
    Where where;
    if (const auto from = value.find("where"); from != value.end()) {
        where.file = from->value("file", "");
        where.field = from->value("field", "");
        if (from->contains("page")) where.page = from->at("page").get<int>();
        if (from->contains("offset")) where.offset = from->at("offset").get<std::uint64_t>();
    }
    UserMessage user;
    if (const auto from = value.find("message"); from != value.end()) {
        user.id = from->value("id", "");
        user.arguments = from->value("arguments", std::vector<std::string>{});
    }
    return Error(code, value.value("what", "worker error"), where, user);
}

}  // namespace sanad::app
