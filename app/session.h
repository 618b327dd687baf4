// What every command is given: which archive, which language, who asks, what time it is.
#pragma once

#include <optional>
#include <string>

#include "core/messages.h"
#include "core/time.h"
#include "storage/archive.h"

namespace sanad::app {

struct Session {
    std::string archive = {};          // folder
    std::string passphrase_file = {};  // empty: $SANAD_PASSPHRASE, else a prompt
    std::string papers = {};           // folder of added papers, as the user named it
    Language language = Language::en;
    bool json = false;
    std::string program = {};  // path of the sanad program, for its worker processes
    std::string who = {};      // account of the person at the keyboard, written into events
    Moment now = {};
};

// $SANAD_ARCHIVE, else $XDG_DATA_HOME/sanad, else ~/.local/share/sanad.
std::string default_archive();

// From LC_ALL, LC_MESSAGES, LANG.
Language default_language();

std::string account_name();

// --passphrase-file, $SANAD_PASSPHRASE; nothing where neither is given. A file's last line break is not part
// of it.
std::optional<std::string> given_passphrase(const Session& session);

// The given one, else asked for on the terminal without echo (`prompt` is an id of the catalogue). Throws
// Error(bad_input) where there is no terminal to ask.
std::string passphrase(const Session& session, const std::string& prompt = "app.passphrase_prompt");
std::string ask_secret(const Session& session, const std::string& prompt);

// From now on this process leaves no core dump: it holds keys, and what people have filed.
void leave_no_core();

// Throws where there is no archive, or none that may be looked at.
void need_archive(const Session& session);

enum class Access { read, write };
storage::Archive open_archive(const Session& session, Access access);

// The text of a message in the session's language.
std::string say(const Session& session, std::string_view id, const std::vector<std::string>& arguments = {});

}  // namespace sanad::app
