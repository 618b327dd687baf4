// sanad archive check | export, and the group of the others
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/casework.h"
#include "app/command_archive.h"
#include "app/export_guide.h"
#include "app/program.h"
#include "app/report.h"

namespace sanad::app {
namespace {

struct ExportOptions {
    std::string id;
    std::string output;
};

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

Exit export_case(const Session& session, const ExportOptions& options) {
    const auto archive = open_archive(session, Access::read);
    const auto id = need_case(archive, options.id).id;
    const auto folder = options.output.empty() ? id : options.output;
    const auto guide = guide_for(session, archive);
    const auto written = archive.export_case(id, folder, guide.get());
    if (session.json) {
        print_json({{"case", id}, {"folder", folder}, {"files", written}});
        return Exit::ok;
    }
    std::cout << say(session, "archive.exported", {id, folder}) << '\n';
    for (const auto& file : written) std::cout << "  " << file << '\n';
    return Exit::ok;
}

}  // namespace

void add_archive(CLI::App& app, Program& program) {
    auto* group =
        add_group(app, "archive", "The archive: check, backup, restore, log, erase, keys, compact, export");
    add_command<NoOptions>(
        *group, program, "check", "Read all of it back", [](CLI::App&, NoOptions&) {}, check);
    add_command<ExportOptions>(
        *group, program, "export", "Write one case out with its checksums",
        [](CLI::App& command, ExportOptions& options) {
            command.add_option("CASE", options.id, "The case")->required();
            command.add_option("-o,--output", options.output, "Folder to make (default: named as the case)");
        },
        export_case);
    add_archive_backup(*group, program);
    add_archive_log(*group, program);
    add_archive_erase(*group, program);
    add_archive_keys(*group, program);
}

}  // namespace sanad::app
