// sanad archive check, and the group of the others
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_archive.h"
#include "app/program.h"
#include "app/report.h"

namespace sanad::app {
namespace {

Exit check(const Session& session, const NoOptions&) {
    const auto checks = open_archive(session, Access::read).check();
    const bool good = overall(checks) <= Verdict::noted;
    if (session.json) {
        print_json({{"archive", session.archive}, {"good", good}, {"checks", checks}});
    } else {
        print_checks(session, checks, nullptr);
        if (good) std::cout << say(session, "archive.good") << '\n';
    }
    return good ? Exit::ok : Exit::findings;
}

}  // namespace

void add_archive(CLI::App& app, Program& program) {
    auto* group = add_group(app, "archive",
                            "The archive: check, backup, restore, export, import, log, erase, keys, compact");
    add_command<NoOptions>(
        *group, program, "check", "Read all of it back", [](CLI::App&, NoOptions&) {}, check);
    add_archive_import(*group, program);
    add_archive_backup(*group, program);
    add_archive_log(*group, program);
    add_archive_erase(*group, program);
    add_archive_keys(*group, program);
}

}  // namespace sanad::app
