// The command line: one function adds one command. Included by app/*.cpp only.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "app/exit.h"
#include "app/session.h"

namespace sanad::app {

// What the words on the command line come to: the action of the command that was named.
struct Program {
    Session session;
    std::function<Exit()> action;
};

// Throws where an option that names what is to be written names a file of an archive.
void refuse_archive_files(const CLI::App& command);

// Adds a command under `parent`; its options are bound to the command's own values, which live as long as the
// App.
template <class Options>
CLI::App* add_command(CLI::App& parent, Program& program, const std::string& name, const std::string& summary,
                      std::function<void(CLI::App&, Options&)> bind,
                      std::function<Exit(const Session&, const Options&)> run) {
    auto* command = parent.add_subcommand(name, summary);
    auto options = std::make_shared<Options>();
    bind(*command, *options);
    // A command that has others below it acts where none of them is named.
    command->callback([&program, command, options, run] {
        if (!command->get_subcommands().empty()) return;
        program.action = [&program, command, options, run] {
            refuse_archive_files(*command);
            return run(program.session, *options);
        };
    });
    command->fallthrough();
    return command;
}

// A command that only holds others: "records", "case", …
CLI::App* add_group(CLI::App& parent, const std::string& name, const std::string& summary);

struct NoOptions {};

// For options without which a command means something else: `--from ""` of a script whose variable is empty
// must not be taken as if it had not been given.
CLI::Validator not_empty();

void add_init(CLI::App& app, Program& program);
void add_records(CLI::App& app, Program& program);
void add_form(CLI::App& app, Program& program);
void add_read(CLI::App& app, Program& program);
void add_take(CLI::App& app, Program& program);
void add_work(CLI::App& app, Program& program);
void add_case(CLI::App& app, Program& program);
void add_fill(CLI::App& app, Program& program);
void add_key(CLI::App& app, Program& program);
void add_key_files(CLI::App& group, Program& program);
void add_sign(CLI::App& app, Program& program);
void add_approval(CLI::App& app, Program& program);
void add_verify(CLI::App& app, Program& program);
void add_archive(CLI::App& app, Program& program);
void add_learn(CLI::App& app, Program& program);

// Parses and runs; prints errors in both languages on standard error.
int run_program(int argc, char** argv);

}  // namespace sanad::app
