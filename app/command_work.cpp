// sanad work: does what the archive says is left to do; and shows it.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/intake_print.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "app/taught_digits.h"
#include "core/json.h"

namespace sanad::app {
namespace {

using storage::Job;

constexpr std::chrono::minutes longest_wait{10};
constexpr std::chrono::minutes pause_per_try{5};

struct Options {
    bool list = false;
    bool retry = false;
    std::string again;
};

const char* name_of(Job::State state) {
    constexpr const char* names[] = {"waiting", "leased", "dead"};
    return names[static_cast<int>(state)];
}

// As a message, so that it is told in the language of whoever asks.
std::string trouble_of(const Error& error) {
    const bool named = !error.message().id.empty();
    return dump_json({{"id", named ? error.message().id : std::string("file.unreadable")},
                      {"arguments", named ? error.message().arguments : std::vector<std::string>{}}});
}

std::string said(const Session& session, const std::string& trouble) {
    try {
        const Json json = parse_json(trouble);
        return say(session, json.at("id").get<std::string>(),
                   json.at("arguments").get<std::vector<std::string>>());
    } catch (const std::exception&) {
        return trouble.empty() ? trouble : say(session, "work.ended");
    }
}

Exit list(const Session& session) {
    const auto archive = open_archive(session, Access::read);
    Exit exit = Exit::ok;
    for (const Job& job : archive.jobs()) {
        const std::string trouble = said(session, job.trouble);
        if (job.state == Job::State::dead) exit = Exit::findings;
        if (session.json)
            print_json({{"job", job.id},
                        {"kind", job.kind},
                        {"case", job.case_id},
                        {"state", name_of(job.state)},
                        {"due", iso_moment(job.due)},
                        {"tries", job.tries},
                        {"most_tries", job.most_tries},
                        {"trouble", trouble.empty() ? Json() : Json(trouble)}});
        else
            std::cout << say(session, std::string("work.") + name_of(job.state),
                             {job.case_id, iso_moment(job.due), std::to_string(job.tries),
                              std::to_string(job.most_tries)})
                      << (trouble.empty() ? "" : " " + trouble) << '\n';
    }
    return exit;
}

Exit read_one(const Desk& desk, Worker& worker, const Job& held) {
    Exit exit = Exit::ok;
    try {
        for (const auto& intake : read_later(desk, worker, held)) {
            print_intake(desk.session, desk.papers, intake);
            print_pages(desk.session, intake.document);
            exit = worse(exit, outcome_of(intake));
        }
    } catch (const Error& error) {
        report_error(desk.session, error);
        exit = Exit::failure;
        // A fault of the file has ended the job already; another program's result too.
        desk.archive.fail(held, trouble_of(error), now() + pause_per_try * held.tries);
    }
    return exit;
}

Exit work(const Session& session, storage::Archive& archive) {
    const auto papers = known_papers();
    const Desk desk{archive, papers, session};
    Worker worker({.program = session.program, .digit_model = taught_digits(archive)});
    Exit exit = Exit::ok;
    while (const auto held = archive.lease(reading_kind, now(), reading_time)) {
        exit = worse(exit, read_one(desk, worker, *held));
        archive.let_others_write(longest_wait);
    }
    for (const Job& job : archive.jobs())
        if (job.state == Job::State::dead) exit = worse(exit, Exit::findings);
    return exit;
}

Exit run(const Session& session, const Options& options) {
    if (options.list) return list(session);
    auto archive = open_archive(session, Access::write);
    if (!options.again.empty()) {
        const auto papers = known_papers();
        const Desk desk{archive, papers, session};
        read_again(desk, need_case(archive, options.again));
    }
    if (options.retry)
        for (const Job& job : archive.jobs())
            if (job.state == Job::State::dead) archive.retry(job.id, now());
    return work(session, archive);
}

}  // namespace

void add_work(CLI::App& app, Program& program) {
    add_command<Options>(
        app, program, "work", "Do what is left to do: read what was filed and not read yet",
        [](CLI::App& command, Options& options) {
            command.add_flag("--list", options.list, "Only show what waits, and what came to nothing");
            command.add_flag("--retry", options.retry, "Also what came to nothing too often");
            command.add_option("--again", options.again, "Read the original of this case once more")
                ->check(not_empty());
        },
        run);
}

}  // namespace sanad::app
