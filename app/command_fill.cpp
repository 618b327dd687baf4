// sanad fill declaration | decision-letter | missing-letter | referral CASE: the documents made from a case.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_fill.h"
#include "app/documents.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "core/files.h"

namespace sanad::app {
namespace {

struct Options {
    std::string id;
    std::string output;
    std::string employee;
    std::string identity_checked_by;
};

Exit declaration(const Session& session, const Options& options) {
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    const auto employee = options.employee.empty() ? session.who : options.employee;
    const auto made =
        make_declaration({archive, papers, session}, options.id, {employee, options.identity_checked_by});
    const auto output = options.output.empty() ? made.of.files.back().name : options.output;
    write_file(output, made.pdf);
    if (session.json)
        print_json({{"file", output}, {"case", made.of.id}, {"sha256", made.of.files.back().sha256}});
    else
        std::cout << say(session, "fill.written", {output, made.of.id}) << '\n';
    return Exit::ok;
}

}  // namespace

void add_fill(CLI::App& app, Program& program) {
    auto* group = add_group(app, "fill", "Documents made from a case: declaration and letters");
    add_command<Options>(
        *group, program, "declaration", "The declaration that the applicant signs",
        [](CLI::App& command, Options& options) {
            command.add_option("CASE", options.id, "The case")->required();
            command.add_option("-o,--output", options.output, "PDF file to write");
            command.add_option("--employee", options.employee,
                               "Name of the employee who receives it (default: the account)");
            command.add_option("--identity-checked-by", options.identity_checked_by,
                               "How the employee checked who the applicant is");
        },
        declaration);
    add_fill_letters(*group, program);
}

}  // namespace sanad::app
