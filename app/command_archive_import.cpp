// sanad archive export | import | conflicts: cases on their way from one office to another.
#include <algorithm>
#include <array>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/casework.h"
#include "app/command_archive.h"
#include "app/export_guide.h"
#include "app/report.h"
#include "app/sealed_key.h"
#include "core/files.h"

namespace sanad::app {
namespace {

using storage::ImportedCase;

constexpr std::uint64_t largest_checkpoint = 1 << 20;
constexpr std::array<const char*, 5> how_names = {"added", "extended", "unchanged", "set-aside", "erased"};

struct ExportOptions {
    std::string id;
    std::string since;
    std::string output;
};
struct ImportOptions {
    std::vector<std::string> bundles;
    std::string from;
};

const char* name_of(ImportedCase::How how) { return how_names[static_cast<std::size_t>(how)]; }

void print_files(const std::vector<std::string>& written) {
    for (const auto& file : written) std::cout << "  " << file << '\n';
}

Exit export_one(const Session& session, const ExportOptions& options) {
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
    print_files(written);
    return Exit::ok;
}

Exit export_since(const Session& session, const ExportOptions& options) {
    const auto archive = open_archive(session, Access::read);
    const auto folder =
        options.output.empty() ? "bundle-" + iso_moment(session.now).substr(0, 10) : options.output;
    const auto guide = guide_for(session, archive);
    const auto written = archive.export_since(read_file(options.since, largest_checkpoint), folder,
                                              guide.get(), {sealed_key_kind});
    const auto cases = std::count_if(written.begin(), written.end(), [](const std::string& path) {
        return path.size() > 10 && path.substr(path.size() - 10) == "/case.json";
    });
    if (session.json)
        print_json({{"since", options.since}, {"folder", folder}, {"cases", cases}, {"files", written}});
    else
        std::cout << say(session, "bundle.exported", {std::to_string(cases), folder}) << '\n';
    return Exit::ok;
}

Exit export_cases(const Session& session, const ExportOptions& options) {
    if (options.id.empty() == options.since.empty())
        throw Error(ErrorCode::bad_input, "a case or --since", UserMessage{"bundle.which"});
    return options.since.empty() ? export_one(session, options) : export_since(session, options);
}

Json json_of(const std::string& bundle, const storage::BundleImport& done) {
    Json cases = Json::array();
    for (const auto& one : done.cases)
        cases.push_back({{"case", one.original},
                         {"id", one.id},
                         {"result", name_of(one.how)},
                         {"events_added", one.events}});
    return {{"bundle", bundle},
            {"office", done.office},
            {"first_of_office", done.first_of_office},
            {"events_proved", done.proved},
            {"cases", std::move(cases)},
            {"records",
             {{"added", done.records.added},
              {"updated", done.records.updated},
              {"unchanged", done.records.unchanged}}},
            {"checks", done.checks}};
}

void print(const Session& session, const std::string& bundle, const storage::BundleImport& done) {
    if (session.json) return print_json(json_of(bundle, done));
    std::vector<std::string> said = {done.office};
    for (std::size_t how = 0; how < how_names.size(); ++how)
        said.push_back(
            std::to_string(std::count_if(done.cases.begin(), done.cases.end(), [&](const ImportedCase& one) {
                return static_cast<std::size_t>(one.how) == how;
            })));
    said.push_back(std::to_string(done.records.added));
    said.push_back(std::to_string(done.records.updated));
    std::cout << bundle << ": " << say(session, "bundle.imported", said) << '\n';
    print_checks(session, done.checks, nullptr);
}

// Each bundle by itself: one that is damaged keeps no other from being taken in.
Exit import(const Session& session, const ImportOptions& options) {
    // An empty file is no key, and not the leave to take from anybody.
    auto key = options.from.empty() ? std::string() : read_file(options.from, largest_checkpoint) + "\n";
    key.resize(std::min(key.size(), key.find_first_of("\r\n")));
    if (key.empty() && !options.from.empty()) key = " ";
    auto archive = open_archive(session, Access::write);
    Exit exit = Exit::ok;
    for (const auto& bundle : options.bundles) {
        try {
            const auto done = archive.import_bundle(bundle, key);
            print(session, bundle, done);
            if (!done.checks.empty() && overall(done.checks) > Verdict::noted)
                exit = worse(exit, Exit::findings);
        } catch (const Error& error) {
            report_error(session, error);
            exit = Exit::failure;
        }
    }
    return exit;
}

Exit conflicts(const Session& session, const NoOptions&) {
    const auto archive = open_archive(session, Access::read);
    const auto found = archive.conflicts();
    for (const auto& one : found) {
        if (session.json) {
            print_json({{"case", one.case_id},
                        {"other", one.other_id},
                        {"common", one.common},
                        {"events", one.events},
                        {"other_events", one.other_events}});
            continue;
        }
        std::cout << say(session, "bundle.conflict_line",
                         {one.case_id, std::to_string(one.events), one.other_id,
                          std::to_string(one.other_events), std::to_string(one.common)})
                  << '\n';
        for (const auto& id : {one.case_id, one.other_id})
            for (const auto& event : archive.events(id))
                if (event.sequence > one.common)
                    std::cout << "  " << id << "  " << event.sequence << ". " << event.at << ' ' << event.who
                              << ' ' << say(session, "event." + event.kind) << '\n';
    }
    if (found.empty() && !session.json) std::cout << say(session, "bundle.no_conflicts") << '\n';
    return found.empty() ? Exit::ok : Exit::findings;
}

}  // namespace

void add_archive_import(CLI::App& group, Program& program) {
    add_command<ExportOptions>(
        group, program, "export", "Write one case out as a bundle, or all that was filed since a checkpoint",
        [](CLI::App& command, ExportOptions& options) {
            command.add_option("CASE", options.id, "The case");
            command.add_option("--since", options.since, "File with a checkpoint of this archive's log")
                ->check(not_empty());
            command.add_option("-o,--output", options.output, "Folder to make (default: named as the case)");
        },
        export_cases);
    add_command<ImportOptions>(
        group, program, "import", "Take in bundles of other offices; conflicts are shown, not decided",
        [](CLI::App& command, ImportOptions& options) {
            command.add_option("BUNDLE", options.bundles, "Folder of the bundle")->required();
            command
                .add_option("--from", options.from,
                            "File with the key of the office (its archive log key): take from no other")
                ->check(not_empty());
        },
        import);
    add_command<NoOptions>(
        group, program, "conflicts", "Cases whose events part between offices", [](CLI::App&, NoOptions&) {},
        conflicts);
}

}  // namespace sanad::app
