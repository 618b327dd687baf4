// sanad init: an archive and its local certificate authority.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/key_passphrase.h"
#include "app/program.h"
#include "app/report.h"

namespace sanad::app {
namespace {

struct Options {
    std::string association = "الجمعية";
    std::string root_key;
    std::string root_passphrase_file;
};

std::string new_passphrase(const Session& session) {
    std::string chosen;
    if (auto given = given_passphrase(session)) {
        chosen = *std::move(given);
    } else {
        chosen = ask_secret(session, "app.passphrase_new");
        if (ask_secret(session, "app.passphrase_again") != chosen)
            throw Error(ErrorCode::bad_input, "the passphrases differ",
                        UserMessage{"app.passphrase_differs"});
    }
    if (chosen.size() < 8)
        throw Error(ErrorCode::bad_input, "the passphrase is too short", UserMessage{"app.passphrase_short"});
    return chosen;
}

Exit run(const Session& session, const Options& options) {
    const auto secret = new_passphrase(session);
    // Without a passphrase of its own the root's key lies under the archive's, which is said, and can be
    // changed.
    const bool own = has_root_passphrase(options.root_passphrase_file);
    const auto root = own ? root_passphrase(session, options.root_passphrase_file) : secret;
    const bool apart = !options.root_key.empty() && !names_root_key(session, options.root_key);
    if (apart) storage::Archive::refuse_inside(options.root_key, session.archive);
    storage::Archive::create(
        session.archive, secret, {}, [&](storage::Archive& archive, const std::string& folder) {
            Session there = session;
            there.archive = folder;
            make_authority(archive, there, {{options.association}, root, apart ? options.root_key : ""});
        });
    const auto key = apart ? options.root_key : root_key_path(session);
    if (session.json) {
        print_json({{"archive", session.archive}, {"association", options.association}, {"root_key", key}});
    } else {
        std::cout << say(session, "init.done", {session.archive}) << '\n'
                  << say(session, own ? "init.root_key" : "init.root_key_shared", {key}) << '\n';
    }
    return Exit::ok;
}

}  // namespace

void add_init(CLI::App& app, Program& program) {
    add_command<Options>(
        app, program, "init", "Make an archive and its local certificate authority",
        [](CLI::App& command, Options& options) {
            command.add_option("--association", options.association,
                               "Name of the association, printed on papers");
            command.add_option(
                "--root-key", options.root_key,
                "Where to write the root's key (default: root-key.pem in the archive's folder)");
            command.add_option(
                "--root-passphrase-file", options.root_passphrase_file,
                "File with the root's own passphrase (default $SANAD_ROOT_PASSPHRASE, else the "
                "archive's)");
        },
        run);
}

}  // namespace sanad::app
