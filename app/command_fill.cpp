// sanad fill declaration | decision-letter | missing-letter | referral CASE: the documents made from a case;
// sanad fill FORM.pdf: somebody else's form.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_fill.h"
#include "app/documents.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "core/files.h"
#include "core/hash.h"

namespace sanad::app {
namespace {

struct Options {
    std::string id;
    std::string output;
    std::string employee;
    std::string identity_checked_by;
    bool all_ready = false;
};

MadeDocument made_from(const Desk& desk, const Case& of, const Options& options) {
    const auto employee = options.employee.empty() ? desk.session.who : options.employee;
    return make_declaration(desk, of, {employee, options.identity_checked_by});
}

void say_made(const Session& session, const MadeDocument& made, const std::string& path, const Case& of) {
    if (session.json)
        print_json({{"file", path}, {"case", of.id}, {"sha256", sha256_hex(made.pdf)}});
    else
        std::cout << say(session, "fill.written", {path, of.id}) << '\n';
}

// A case that is ready and has no declaration of its present values.
bool is_due(const storage::Archive& archive, const Case& of) {
    const bool made = std::any_of(of.files.begin(), of.files.end(),
                                  [](const auto& file) { return file.role == "declaration"; });
    if (!made) return true;
    bool due = true;
    for (const auto& event : archive.events(of.id)) {
        if (event.kind == "reading" || event.kind == "confirmed" || event.kind == "moved") due = true;
        if (event.kind == "file" && event.what.value("role", "") == "declaration") due = false;
    }
    return due;
}

// The declaration of a case that it is due for; nothing, and the reason said, where it cannot be made.
std::optional<MadeDocument> due_declaration(const Desk& desk, const Case& of, const Options& options,
                                            Exit& exit) {
    try {
        if (is_due(desk.archive, of)) return made_from(desk, of, options);
    } catch (const Error& error) {
        report_error(desk.session, error);
        exit = Exit::findings;
    }
    return std::nullopt;
}

// Every declaration that is due, into a folder. One that cannot be made is told of and the others go on; a
// folder or an archive that takes no more ends it, and the next call makes what is left.
Exit all_declarations(const Session& session, const Options& options) {
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    const Desk desk{archive, papers, session};
    const std::filesystem::path folder = options.output.empty() ? "." : options.output;
    make_folder(folder.string());
    storage::CaseQuery ready;
    ready.state = "ready";
    const auto ids = archive.case_ids(ready);
    Exit exit = Exit::ok;
    std::size_t count = 0;
    {
        Progress progress(session, ids.size());
        for (const auto& id : ids) {
            progress.step(id);
            const auto of = need_case(archive, id);
            const auto made = due_declaration(desk, of, options, exit);
            if (!made) continue;
            const auto path = hand_out(desk, id, *made, (folder / made->name).string());
            if (session.json) say_made(session, *made, path, of);
            ++count;
        }
    }
    if (!session.json)
        std::cout << say(session, "fill.all_written", {std::to_string(count), folder.string()}) << '\n';
    return exit;
}

Exit declaration(const Session& session, const Options& options) {
    if (options.all_ready) return all_declarations(session, options);
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    const Desk desk{archive, papers, session};
    const auto of = need_case(archive, options.id);
    const auto made = made_from(desk, of, options);
    say_made(session, made, hand_out(desk, of.id, made, options.output), of);
    return Exit::ok;
}

}  // namespace

void add_fill(CLI::App& app, Program& program) {
    auto* group = add_group(app, "fill",
                            "Documents made from a case: declaration and letters; or somebody else's form");
    bind_fill_foreign(*group, program);
    add_command<Options>(
        *group, program, "declaration", "The declaration that the applicant signs",
        [](CLI::App& command, Options& options) {
            auto* which = command.add_option_group("Cases");
            which->add_option("CASE", options.id, "The case");
            which->add_flag("--all-ready", options.all_ready,
                            "Every case that is ready and has no declaration of its present values");
            which->require_option(1);
            command.add_option("-o,--output", options.output,
                               "PDF file to write; the folder of all of them with --all-ready");
            command.add_option("--employee", options.employee,
                               "Name of the employee who receives it (default: the account)");
            command.add_option("--identity-checked-by", options.identity_checked_by,
                               "How the employee checked who the applicant is");
        },
        declaration);
    add_fill_letters(*group, program);
}

}  // namespace sanad::app
