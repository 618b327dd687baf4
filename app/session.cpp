#include "app/session.h"

#include <pwd.h>
#include <sys/prctl.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "core/error.h"
#include "core/files.h"

namespace sanad::app {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

constexpr std::chrono::minutes longest_wait{10};

// Turns the terminal's echo off for as long as it lives.
class Silence {
public:
    Silence() {
        if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        active_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    ~Silence() {
        if (active_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    termios before_ = {};
    bool active_ = false;
};

}  // namespace

std::string default_archive() {
    if (const auto named = environment("SANAD_ARCHIVE"); !named.empty()) return named;
    if (const auto data = environment("XDG_DATA_HOME"); !data.empty()) return data + "/sanad";
    if (const auto home = environment("HOME"); !home.empty()) return home + "/.local/share/sanad";
    return "sanad-archive";
}

Language default_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const auto value = environment(name);
        if (!value.empty()) return value.rfind("ar", 0) == 0 ? Language::ar : Language::en;
    }
    return Language::en;
}

std::string account_name() {
    if (const passwd* entry = getpwuid(geteuid()); entry != nullptr) return entry->pw_name;
    return std::to_string(geteuid());
}

std::optional<std::string> given_passphrase(const Session& session) {
    if (!session.passphrase_file.empty()) {
        auto text = read_file(session.passphrase_file, 4096);
        if (const auto end = text.find_first_of("\r\n"); end != std::string::npos) text.resize(end);
        return text;
    }
    if (const char* value = std::getenv("SANAD_PASSPHRASE"); value != nullptr) return std::string(value);
    return std::nullopt;
}

std::string ask_secret(const Session& session, const std::string& prompt) {
    if (isatty(STDIN_FILENO) == 0)
        throw Error(ErrorCode::bad_input, "no passphrase was given and there is no terminal to ask on",
                    UserMessage{"app.passphrase_missing"});
    std::cerr << say(session, prompt) << ' ' << std::flush;
    std::string secret;
    {
        const Silence silence;
        std::getline(std::cin, secret);
    }
    std::cerr << '\n';
    return secret;
}

std::string passphrase(const Session& session, const std::string& prompt) {
    if (auto given = given_passphrase(session)) return *std::move(given);
    return ask_secret(session, prompt);
}

void leave_no_core() { ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

void need_archive(const Session& session) {
    try {
        storage::Archive::refuse_missing(session.archive);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::not_found) throw;
        throw Error(ErrorCode::not_found, "no archive in " + session.archive, Where{session.archive},
                    UserMessage{"app.no_archive", {session.archive}});
    }
}

storage::Archive open_archive(const Session& session, Access access) {
    leave_no_core();
    need_archive(session);
    const auto secret = passphrase(session);
    try {
        return storage::Archive::open(session.archive, secret, access == Access::read);
    } catch (const Error& error) {
        if (error.message().id != "storage.in_use") throw;
    }
    // A colleague's batch may take minutes: say so, and queue behind it.
    std::cerr << say(session, "app.waiting", {session.archive}) << '\n';
    return storage::Archive::open(session.archive, secret, access == Access::read, longest_wait);
}

std::string say(const Session& session, std::string_view id, const std::vector<std::string>& arguments) {
    return message(id, session.language, arguments);
}

}  // namespace sanad::app
