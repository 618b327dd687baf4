// sanad archive keys [add-passphrase | add-key-file | change-passphrase | remove]: the ways to open an
// archive.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_archive.h"
#include "app/report.h"
#include "core/files.h"

namespace sanad::app {
namespace {

constexpr std::size_t shortest_passphrase = 8;

struct NewOptions {
    std::string file;
};
struct RemoveOptions {
    std::string id;
};

// From the file that was named, else asked for twice.
std::string new_passphrase(const Session& session, const std::string& file) {
    std::string chosen;
    if (!file.empty()) {
        Session of_file = session;
        of_file.passphrase_file = file;
        chosen = *given_passphrase(of_file);
    } else {
        chosen = ask_secret(session, "app.passphrase_new");
        if (ask_secret(session, "app.passphrase_again") != chosen)
            throw Error(ErrorCode::bad_input, "the passphrases differ",
                        UserMessage{"app.passphrase_differs"});
    }
    if (chosen.size() < shortest_passphrase)
        throw Error(ErrorCode::bad_input, "the passphrase is too short", UserMessage{"app.passphrase_short"});
    return chosen;
}

void print(const Session& session, const std::string& message, const std::string& argument) {
    if (session.json)
        print_json({{"archive", session.archive}, {"key", argument}});
    else
        std::cout << say(session, message, {argument}) << '\n';
}

Exit list(const Session& session) {
    need_archive(session);
    for (const auto& slot : storage::Archive::key_slots(session.archive))
        session.json
            ? print_json({{"id", slot.id}, {"kind", slot.kind}})
            : void(std::cout << slot.id << "  " << say(session, "archive.key_kind." + slot.kind) << '\n');
    return Exit::ok;
}

Exit add_passphrase(const Session& session, const NewOptions& options) {
    leave_no_core();
    const auto secret = passphrase(session);
    print(session, "archive.key_added",
          storage::Archive::add_passphrase(session.archive, secret, new_passphrase(session, options.file)));
    return Exit::ok;
}

Exit change_passphrase(const Session& session, const NewOptions& options) {
    leave_no_core();
    const auto secret = passphrase(session);
    storage::Archive::change_passphrase(session.archive, secret, new_passphrase(session, options.file));
    print(session, "archive.passphrase_changed", "");
    return Exit::ok;
}

// Readable by its owner only, from its first byte on; and made before the slot, so that a slot whose file
// could not be written never exists.
Exit add_key_file(const Session& session, const NewOptions& options) {
    leave_no_core();
    const auto secret = passphrase(session);
    storage::Archive::refuse_inside(options.file);
    const int made = ::open(options.file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made < 0)
        throw Error(ErrorCode::external, "cannot make " + options.file, Where{options.file},
                    UserMessage{"core.file_unwritable", {options.file, std::strerror(errno)}});
    ::close(made);
    try {
        const ::mode_t before = ::umask(0077);
        write_file(options.file, storage::Archive::add_key_file(session.archive, secret));
        ::umask(before);
    } catch (const Error&) {
        ::unlink(options.file.c_str());
        throw;
    }
    print(session, "archive.key_file_written", options.file);
    return Exit::ok;
}

Exit remove(const Session& session, const RemoveOptions& options) {
    leave_no_core();
    storage::Archive::remove_key(session.archive, passphrase(session), options.id);
    print(session, "archive.key_removed", options.id);
    return Exit::ok;
}

void add_new(CLI::App& keys, Program& program, const char* name, const char* summary,
             Exit (*run)(const Session&, const NewOptions&)) {
    add_command<NewOptions>(
        keys, program, name, summary,
        [](CLI::App& command, NewOptions& options) {
            command.add_option("--new-passphrase-file", options.file,
                               "File with the new one (default: asked for)");
        },
        run);
}

}  // namespace

void add_archive_keys(CLI::App& group, Program& program) {
    auto* keys = group.add_subcommand("keys", "The passphrases and key files that open the archive");
    keys->callback([keys, &program] {
        if (keys->get_subcommands().empty()) program.action = [&program] { return list(program.session); };
    });
    keys->fallthrough();
    add_new(*keys, program, "add-passphrase", "One more passphrase, for another person", add_passphrase);
    add_new(*keys, program, "change-passphrase", "Another passphrase in the place of the one given",
            change_passphrase);
    add_command<NewOptions>(
        *keys, program, "add-key-file", "A file that opens the archive, for a server that starts by itself",
        [](CLI::App& command, NewOptions& options) {
            command.add_option("FILE", options.file, "File to make; it must not exist")->required();
        },
        add_key_file);
    add_command<RemoveOptions>(
        *keys, program, "remove", "Remove one, opening with another",
        [](CLI::App& command, RemoveOptions& options) {
            command.add_option("ID", options.id, "Its number in the list")->required();
        },
        remove);
}

}  // namespace sanad::app
