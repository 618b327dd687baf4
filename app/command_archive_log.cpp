// sanad archive log [key | verify | prove]: checkpoints of the log, and what they prove.
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/checkpoint_page.h"
#include "app/command_archive.h"
#include "app/report.h"
#include "core/files.h"
#include "core/hash.h"
#include "storage/signed_note.h"

namespace sanad::app {
namespace {

constexpr std::uint64_t largest_checkpoint = 1 << 20;

struct PrintOptions {
    std::string output;
    std::string page;
};
struct VerifyOptions {
    std::string against;
};
struct ProveOptions {
    std::string since;
};

Exit print(const Session& session, const PrintOptions& options) {
    const auto archive = open_archive(session, Access::read);
    const auto note = archive.checkpoint();
    if (!options.output.empty()) write_file(options.output, note);
    if (!options.page.empty()) write_file(options.page, checkpoint_page(note, session.now));
    if (session.json) {
        const auto says = *storage::parse_checkpoint(note);
        print_json({{"origin", says.origin},
                    {"size", says.size},
                    {"root", to_hex({reinterpret_cast<const char*>(says.root.data()), says.root.size()})},
                    {"contents", archive.contents()},
                    {"note", note}});
    } else if (options.output.empty() && options.page.empty()) {
        std::cout << note;
    } else {
        for (const auto& file : {options.output, options.page})
            if (!file.empty()) std::cout << say(session, "archive.checkpoint_written", {file}) << '\n';
    }
    return Exit::ok;
}

Exit key(const Session& session, const NoOptions&) {
    const auto text = open_archive(session, Access::read).log_key();
    session.json ? print_json({{"key", text}}) : void(std::cout << text << '\n');
    return Exit::ok;
}

Exit verify(const Session& session, const VerifyOptions& options) {
    const auto note =
        options.against.empty() ? std::string() : read_file(options.against, largest_checkpoint);
    const auto checks =
        open_archive(session, Access::read).check_log(note.empty() && !options.against.empty() ? " " : note);
    const bool good = overall(checks) <= Verdict::noted;
    if (session.json) {
        print_json(
            {{"archive", session.archive}, {"against", options.against}, {"good", good}, {"checks", checks}});
    } else {
        print_checks(session, checks, nullptr);
        if (good) std::cout << say(session, checks.front().id) << '\n';
    }
    return good ? Exit::ok : Exit::findings;
}

Exit prove(const Session& session, const ProveOptions& options) {
    std::cout
        << open_archive(session, Access::read).prove_consistency(read_file(options.since, largest_checkpoint))
        << '\n';
    return Exit::ok;
}

void add_print(CLI::App& log, Program& program) {
    auto options = std::make_shared<PrintOptions>();
    log.add_option("-o,--output", options->output, "File to write the checkpoint to (default: printed)");
    log.add_option("--page", options->page, "PDF to write it to as a page with a QR code, for printing");
    log.callback([&log, &program, options] {
        if (!log.get_subcommands().empty()) return;  // of which one has been named, and acts
        program.action = [&log, &program, options] {
            refuse_archive_files(log);
            return print(program.session, *options);
        };
    });
    log.fallthrough();
}

}  // namespace

void add_archive_log(CLI::App& group, Program& program) {
    auto* log = group.add_subcommand("log", "A checkpoint of the log, to print or carry away");
    add_print(*log, program);
    add_command<NoOptions>(
        *log, program, "key", "The key that checkpoints are verified with", [](CLI::App&, NoOptions&) {},
        key);
    add_command<VerifyOptions>(
        *log, program, "verify", "Whether nothing that was filed was changed, removed or reordered",
        [](CLI::App& command, VerifyOptions& options) {
            command.add_option("--against", options.against, "A checkpoint that was carried away")
                ->check(not_empty());
        },
        verify);
    add_command<ProveOptions>(
        *log, program, "prove", "The hashes that lead from a checkpoint to a new one, for others to verify",
        [](CLI::App& command, ProveOptions& options) {
            command.add_option("--since", options.since, "The earlier checkpoint")->required();
        },
        prove);
}

}  // namespace sanad::app
