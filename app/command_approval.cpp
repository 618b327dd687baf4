// sanad approval new | status: the sheet that a board signs.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/documents.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "app/worker.h"
#include "core/files.h"

namespace sanad::app {
namespace {

struct NewOptions {
    std::string policy;
    std::string output;
};
struct StatusOptions {
    std::string id;
};

Exit make(const Session& session, const NewOptions& options) {
    const auto policy = read_policy(options.policy);
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    const auto made = make_approval({archive, papers, session}, policy, options.policy);
    const auto output = options.output.empty() ? made.of.files.back().name : options.output;
    write_file(output, made.pdf);
    if (session.json) {
        Json fields = Json::array();
        for (const auto& member : policy.members) fields.push_back(member.field);
        print_json({{"file", output}, {"case", made.of.id}, {"fields", fields}});
    } else {
        std::cout << say(session, "approval.made", {output, made.of.id}) << '\n';
    }
    return Exit::ok;
}

Exit status(const Session& session, const StatusOptions& options) {
    const auto archive = open_archive(session, Access::read);
    const auto of = need_case(archive, options.id);
    const auto sheet = newest_document(of, "approval-sheet");
    if (!sheet)
        throw Error(ErrorCode::bad_input, "no approval sheet", UserMessage{"approval.not_one", {of.id}});
    Worker worker({session.program});
    const auto fields = worker.signature_fields(sheet->name, archive.blob(of.id, sheet->sha256));
    Json rows = Json::array();
    for (const auto& member : members_of(archive, of.id)) {
        bool filled = false;
        for (const auto& field : fields)
            filled |= field.value("name", "") == member.field && field.value("filled", false);
        rows.push_back(
            {{"field", member.field}, {"name", member.name}, {"role", member.role}, {"signed", filled}});
    }
    if (session.json) {
        print_json({{"case", of.id}, {"state", of.state}, {"members", rows}});
        return Exit::ok;
    }
    std::cout << of.id << "  " << say(session, "state." + of.state) << '\n';
    for (const auto& row : rows)
        std::cout << "  " << (row.value("signed", false) ? "✓ " : "· ") << row.value("name", "") << " — "
                  << row.value("role", "") << ": "
                  << say(session, row.value("signed", false) ? "approval.signed" : "approval.open") << '\n';
    return Exit::ok;
}

}  // namespace

void add_approval(CLI::App& app, Program& program) {
    auto* group = add_group(app, "approval", "The board's approval sheet: new, status");
    add_command<NewOptions>(
        *group, program, "new", "Make the sheet for a policy, with a signature field a member",
        [](CLI::App& command, NewOptions& options) {
            command.add_option("POLICY", options.policy, "The policy, its meeting and members (TOML)")
                ->required();
            command.add_option("-o,--output", options.output, "PDF file to write");
        },
        make);
    add_command<StatusOptions>(
        *group, program, "status", "Who has signed",
        [](CLI::App& command, StatusOptions& options) {
            command.add_option("ID", options.id, "The case")->required();
        },
        status);
}

}  // namespace sanad::app
