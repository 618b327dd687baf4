// sanad archive backup | restore | compact
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_archive.h"
#include "app/report.h"

namespace sanad::app {
namespace {

struct BackupOptions {
    std::string to;
};
struct RestoreOptions {
    std::string from;
};

std::string mebibytes(std::uint64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20); }

Exit backup(const Session& session, const BackupOptions& options) {
    const auto done = open_archive(session, Access::read).backup(options.to);
    if (session.json) {
        print_json({{"backup", options.to},
                    {"full", done.full},
                    {"rows", done.rows},
                    {"bytes", done.bytes},
                    {"commit", done.commit},
                    {"files", done.files}});
        return Exit::ok;
    }
    const char* said = done.full        ? "archive.backup_full"
                       : done.rows == 0 ? "archive.backup_same"
                                        : "archive.backup_more";
    std::cout << say(session, said, {options.to, mebibytes(done.bytes)}) << '\n';
    return Exit::ok;
}

Exit restore(const Session& session, const RestoreOptions& options) {
    leave_no_core();
    storage::Archive::restore(options.from, session.archive, passphrase(session));
    if (session.json)
        print_json({{"archive", session.archive}, {"backup", options.from}});
    else
        std::cout << say(session, "archive.restored", {options.from, session.archive}) << '\n';
    return Exit::ok;
}

Exit compact(const Session& session, const NoOptions&) {
    leave_no_core();
    const auto done = storage::Archive::compact(session.archive, passphrase(session));
    if (session.json)
        print_json({{"archive", session.archive}, {"before", done.before}, {"after", done.after}});
    else
        std::cout << say(session, "archive.compacted", {mebibytes(done.before), mebibytes(done.after)})
                  << '\n';
    return Exit::ok;
}

}  // namespace

void add_archive_backup(CLI::App& group, Program& program) {
    add_command<BackupOptions>(
        group, program, "backup", "Back up, while others work; a folder gets only what changed since",
        [](CLI::App& command, BackupOptions& options) {
            command.add_option("TO", options.to, "Folder, or one file that ends in .sanad")->required();
        },
        backup);
    add_command<RestoreOptions>(
        group, program, "restore", "Make the archive of a backup, where there is none yet",
        [](CLI::App& command, RestoreOptions& options) {
            command.add_option("FROM", options.from, "Folder or file of the backup")->required();
        },
        restore);
    add_command<NoOptions>(
        group, program, "compact", "Return free room to the disk, and leave nothing of what was removed",
        [](CLI::App&, NoOptions&) {}, compact);
}

}  // namespace sanad::app
