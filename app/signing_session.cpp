#include "app/signing_session.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/json.h"

namespace sanad::app {
namespace {

constexpr std::chrono::days longest_patience{1};
constexpr std::uint64_t largest_session = 16 << 20;

std::string from_hex(const std::string& hex) {
    const auto digit = [](char c) {
        const auto at = std::string_view("0123456789abcdef").find(c);
        if (at == std::string_view::npos) throw Error(ErrorCode::bad_input, "not hexadecimal");
        return static_cast<unsigned>(at);
    };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(digit(hex[i]) << 4 | digit(hex[i + 1])));
    return bytes;
}

Moment moment_in(const Json& json, const char* key) {
    if (const auto moment = parse_iso_moment(json.at(key).get<std::string>())) return *moment;
    throw Error(ErrorCode::bad_input, std::string("no time: ") + key);
}

SigningSession session_in(const Json& json) {
    if (json.at("format") != "sanad-signing-session" || json.at("version") != 1)
        throw Error(ErrorCode::bad_input, "of another kind");
    SigningSession session;
    session.file = json.at("file").get<std::string>();
    session.sha256 = json.at("sha256").get<std::string>();
    session.size = json.at("size").get<std::uint64_t>();
    session.field = json.at("field").get<std::string>();
    session.act = act_named(json.at("act").get<std::string>()).value_or(Act::approves);
    session.reason = json.at("reason").get<std::string>();
    for (const auto& one : json.at("certificates"))
        session.certificates.push_back(from_hex(one.get<std::string>()));
    if (session.certificates.empty()) throw Error(ErrorCode::bad_input, "no certificate");
    auto& pending = session.pending;
    pending.certificate_der = session.certificates.front();
    pending.attributes = from_hex(json.at("attributes").get<std::string>());
    pending.signing_time = moment_in(json, "signing_time");
    pending.expires = std::min(moment_in(json, "expires"), Moment(pending.signing_time + longest_patience));
    pending.file = from_hex(json.at("appended").get<std::string>());
    pending.gap_offset = json.at("gap").at(0).get<std::uint64_t>();
    pending.gap_length = json.at("gap").at(1).get<std::uint64_t>();
    pending.draft = from_hex(json.at("draft").get<std::string>());
    const auto end = session.size + pending.file.size();
    if (pending.gap_offset < session.size || pending.gap_offset > end ||
        pending.gap_length > end - pending.gap_offset)
        throw Error(ErrorCode::bad_input, "the gap is not in what is appended");
    return session;
}

}  // namespace

void write_session(const std::string& path, const SigningSession& session) {
    const auto& pending = session.pending;
    Json certificates = Json::array();
    for (const auto& der : session.certificates) certificates.push_back(to_hex(der));
    write_file(path, dump_json({{"format", "sanad-signing-session"},
                                {"version", 1},
                                {"file", session.file},
                                {"sha256", session.sha256},
                                {"size", session.size},
                                {"field", session.field},
                                {"act", name_of(session.act)},
                                {"reason", session.reason},
                                {"signing_time", iso_moment(pending.signing_time)},
                                {"expires", iso_moment(pending.expires)},
                                {"certificates", certificates},
                                {"attributes", to_hex(pending.attributes)},
                                {"appended", to_hex(pending.file.substr(session.size))},
                                {"gap", Json::array({pending.gap_offset, pending.gap_length})},
                                {"draft", to_hex(pending.draft)}}));
}

SigningSession read_session(const std::string& path) {
    const auto text = read_file(path, largest_session);
    const auto refuse = [&](const std::string& why) -> SigningSession {
        throw Error(ErrorCode::bad_input, path + ": " + why, Where{path},
                    UserMessage{"sign.session_unreadable", {path}});
    };
    try {
        return session_in(parse_json(text));
    } catch (const Json::exception& error) {
        return refuse(error.what());
    } catch (const Error& error) {
        return refuse(error.what());
    }
}

}  // namespace sanad::app
