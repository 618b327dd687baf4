// sanad archive check | rebuild | repair, and the group of the others
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/beside_files.h"
#include "app/command_archive.h"
#include "app/program.h"
#include "app/report.h"

namespace sanad::app {
namespace {

struct CheckOptions {
    bool sample = false;
    std::uint64_t days = 30;
};
struct RepairOptions {
    std::string to;
};

// Each day another share, so that a run of `days` days reads all of it.
storage::Archive::Share share_of(const Session& session, const CheckOptions& options) {
    if (!options.sample) return {};
    const auto day = std::chrono::floor<std::chrono::days>(session.now).time_since_epoch().count();
    return {static_cast<std::uint64_t>(day) % options.days, options.days};
}

Exit check(const Session& session, const CheckOptions& options) {
    const auto share = share_of(session, options);
    const auto archive = open_archive(session, Access::read);
    auto checks = archive.check(share);
    // "Whole" would be said of the folder, too.
    const auto beside = check_beside(archive, session);
    if (!beside.empty()) std::erase_if(checks, [](const Check& one) { return one.id == "storage.whole"; });
    checks.insert(checks.end(), beside.begin(), beside.end());
    const bool good = overall(checks) <= Verdict::noted;
    if (session.json) {
        print_json({{"archive", session.archive},
                    {"good", good},
                    {"share", {{"number", share.number}, {"of", share.of}}},
                    {"checks", checks}});
    } else {
        print_checks(session, checks, nullptr);
        if (good && share.of == 1) std::cout << say(session, "archive.good") << '\n';
        if (good && share.of > 1)
            std::cout << say(session, "archive.share_good",
                             {std::to_string(share.number + 1), std::to_string(share.of)})
                      << '\n';
    }
    return good ? Exit::ok : Exit::findings;
}

Exit rebuild(const Session& session, const NoOptions&) {
    const auto done = open_archive(session, Access::write).rebuild();
    if (session.json)
        print_json({{"archive", session.archive},
                    {"cases", done.cases},
                    {"sums_changed", done.sums_changed},
                    {"rows_changed", done.rows_changed}});
    else
        std::cout << say(session, "archive.rebuilt",
                         {std::to_string(done.cases), std::to_string(done.sums_changed),
                          std::to_string(done.rows_changed)})
                  << '\n';
    return Exit::ok;
}

Exit repair(const Session& session, const RepairOptions& options) {
    leave_no_core();
    const auto found = storage::Archive::repair(session.archive, options.to, passphrase(session));
    const bool all = overall(found) <= Verdict::noted;
    if (session.json) {
        print_json({{"archive", session.archive}, {"to", options.to}, {"all", all}, {"checks", found}});
    } else {
        print_checks(session, found, nullptr);
        std::cout << say(session, all ? "repair.all" : "repair.some", {options.to}) << '\n';
    }
    return all ? Exit::ok : Exit::findings;
}

}  // namespace

void add_archive(CLI::App& app, Program& program) {
    auto* group = add_group(
        app, "archive",
        "The archive: check, backup, restore, export, import, log, erase, keys, compact, rebuild, repair");
    add_command<CheckOptions>(
        *group, program, "check", "Read all of it back, or each day a share of it",
        [](CLI::App& command, CheckOptions& options) {
            command.add_flag("--sample", options.sample, "Only this day's share");
            command.add_option("--days", options.days, "In how many days the shares come to all of it (30)")
                ->check(CLI::Range(1, 3650));
        },
        check);
    add_archive_import(*group, program);
    add_archive_backup(*group, program);
    add_archive_log(*group, program);
    add_archive_erase(*group, program);
    add_archive_keys(*group, program);
    add_command<NoOptions>(
        *group, program, "rebuild", "Make sums and indexes from the events again",
        [](CLI::App&, NoOptions&) {}, rebuild);
    add_command<RepairOptions>(
        *group, program, "repair", "Make a new archive of what opens in a damaged one, and list what is gone",
        [](CLI::App& command, RepairOptions& options) {
            command.add_option("TO", options.to, "Folder of the new archive")->required();
        },
        repair);
}

}  // namespace sanad::app
