// sanad init: an archive and its local certificate authority.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/program.h"
#include "app/report.h"

namespace sanad::app {
namespace {

struct Options {
    std::string association = "الجمعية";
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
    storage::Archive::create(session.archive, secret);
    auto archive = storage::Archive::open(session.archive, secret);
    make_authority(archive, session, options.association);
    if (session.json)
        print_json({{"archive", session.archive}, {"association", options.association}});
    else
        std::cout << say(session, "init.done", {session.archive}) << '\n';
    return Exit::ok;
}

}  // namespace

void add_init(CLI::App& app, Program& program) {
    add_command<Options>(
        app, program, "init", "Make an archive and its local certificate authority",
        [](CLI::App& command, Options& options) {
            command.add_option("--association", options.association,
                               "Name of the association, printed on papers");
        },
        run);
}

}  // namespace sanad::app
