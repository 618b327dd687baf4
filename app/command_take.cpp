// sanad take: files the originals, reads, checks and matches them; one case a form.
#include <chrono>

#include "app/intake_print.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "app/taught_digits.h"

namespace sanad::app {
namespace {

constexpr std::chrono::minutes longest_wait{10};

struct Options {
    std::vector<std::string> files;
    std::string channel;
    std::string case_id;
    std::string form;
    bool later = false;
};

Exit take_one(const Desk& desk, Worker& worker, const IntakeRequest& request) {
    Exit exit = Exit::ok;
    try {
        for (const auto& intake : take(desk, worker, request)) {
            print_intake(desk.session, desk.papers, intake);
            print_pages(desk.session, intake.document);
            exit = worse(exit, outcome_of(intake));
        }
    } catch (const Error& error) {
        report_error(desk.session, error);
        exit = Exit::failure;
    }
    return exit;
}

Exit file_one(const Desk& desk, const IntakeRequest& request) {
    try {
        const auto filed = take_later(desk, request);
        print_intake(desk.session, desk.papers, filed);
        return filed.already_filed ? outcome_of(filed) : Exit::ok;
    } catch (const Error& error) {
        report_error(desk.session, error);
        return Exit::failure;
    }
}

Exit run(const Session& session, const Options& options) {
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    const Desk desk{archive, papers, session};
    Worker worker({.program = session.program, .digit_model = taught_digits(archive)});
    Progress progress(session, options.files.size());
    Exit exit = Exit::ok;
    for (const auto& file : options.files) {
        // One paper takes seconds, a batch an hour: colleagues write in between.
        if (&file != &options.files.front()) archive.let_others_write(longest_wait);
        const IntakeRequest request{file, options.channel, options.case_id, options.form};
        exit = worse(exit, options.later ? file_one(desk, request) : take_one(desk, worker, request));
        progress.step(file);
    }
    return exit;
}

}  // namespace

void add_take(CLI::App& app, Program& program) {
    add_command<Options>(
        app, program, "take", "File the originals, read, check, match: one case a form",
        [](CLI::App& command, Options& options) {
            command.add_option("FILE", options.files, "Scans: PNG, JPEG, TIFF, PDF")->required();
            command.add_option("--channel", options.channel,
                               "How it came in: interview, letters, website, …");
            command.add_option("--case", options.case_id, "File into this case")->check(not_empty());
            command.add_flag("--later", options.later, "File the originals only; `sanad work` reads them");
            command
                .add_option("--form", options.form, "The paper that they are, where its code can't be read")
                ->check(not_empty());
        },
        run);
}

}  // namespace sanad::app
