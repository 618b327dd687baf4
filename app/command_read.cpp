// sanad read: reads, files nothing.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/known_papers.h"
#include "app/program.h"
#include "app/reading_crew.h"
#include "app/report.h"
#include "app/worker.h"
#include "core/files.h"
#include "core/time.h"
#include "forms/copies.h"
#include "forms/rules.h"
#include "templates/library.h"

namespace sanad::app {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string form;
    std::string searchable;  // PDF to write
};

void add_checks(const templates::Library& papers, DocumentReading& document, Day today) {
    if (const auto* paper = papers.find(document.form, document.version))
        document.checks = forms::check_document(*paper, document.fields, today);
}

// A filled PDF and the scan of its print, read in one call: what they say differently is found in the later
// one.
void compare_with(const std::vector<DocumentReading>& earlier, DocumentReading& document) {
    for (const auto& other : earlier) {
        const auto found = forms::compare_copies(other, document);
        document.checks.insert(document.checks.end(), found.begin(), found.end());
    }
}

void print(const Session& session, const templates::Library& papers, const DocumentReading& document) {
    if (session.json) {
        print_json(document);
        return;
    }
    const auto* paper = papers.find(document.form, document.version);
    if (document.form.empty()) {
        std::cout << say(session, "reading.no_form", {document.file}) << '\n';
    } else {
        std::size_t accepted = 0;
        for (const auto& field : document.fields) accepted += field.accepted ? 1 : 0;
        std::cout << say(session, "reading.summary",
                         {document.file, document.form, std::to_string(document.version),
                          std::to_string(accepted), std::to_string(document.fields.size()),
                          std::to_string(static_cast<int>(document.ms))})
                  << '\n';
    }
    print_fields(session, document.fields, paper);
    print_checks(session, document.checks, paper);
}

Exit outcome(const DocumentReading& document) {
    if (document.form.empty() || overall(document.checks) > Verdict::noted) return Exit::findings;
    for (const auto& page : document.pages)
        if (!page.registered && page.fault != "page.empty" && page.fault != "page.cover")
            return Exit::findings;
    return Exit::ok;
}

constexpr std::uint64_t largest_file = 200ull << 20;

// Reads once more, for the text of every page: forms are read by their fields only.
void write_searchable(const Session& session, const Options& options) {
    const auto& file = options.files.front();
    Worker worker({session.program});
    write_file(options.searchable,
               worker.searchable_pdf(file, read_file(file, largest_file), iso_moment(session.now)));
    if (!session.json) std::cout << say(session, "form.written", {options.searchable}) << '\n';
}

Exit run(const Session& session, const Options& options) {
    const auto papers = known_papers();
    if (!options.form.empty() && options.form != "letter" && papers.find(options.form) == nullptr)
        throw Error(ErrorCode::not_found, "no paper " + options.form,
                    UserMessage{"form.unknown", {options.form}});
    if (!options.searchable.empty() && options.files.size() != 1)
        throw Error(ErrorCode::bad_input, "a searchable copy is made of one file",
                    UserMessage{"read.searchable_one", {std::to_string(options.files.size())}});
    const Day today(std::chrono::floor<std::chrono::days>(session.now));
    Exit exit = Exit::ok;
    std::vector<DocumentReading> earlier;
    Progress progress(session, options.files.size());
    read_all(session, options.files, options.form, [&](ReadOutcome outcome_of_file) {
        progress.step(outcome_of_file.file);
        if (outcome_of_file.error) {
            report_error(session, *outcome_of_file.error);
            exit = worse(exit, Exit::failure);
        }
        for (auto& document : outcome_of_file.documents) {
            add_checks(papers, document, today);
            compare_with(earlier, document);
            print(session, papers, document);
            print_pages(session, document);
            exit = worse(exit, outcome(document));
            if (options.files.size() > 1) earlier.push_back(std::move(document));
        }
    });
    if (!options.searchable.empty() && exit < Exit::failure) write_searchable(session, options);
    return exit;
}

}  // namespace

void add_read(CLI::App& app, Program& program) {
    add_command<Options>(
        app, program, "read", "Read papers, file nothing",
        [](CLI::App& command, Options& options) {
            command.add_option("FILE", options.files, "Scans: PNG, JPEG, TIFF, PDF")->required();
            command.add_option(
                "--form", options.form,
                "The paper that they are, where its code can't be read; \"letter\" for letters");
            command.add_option("--searchable", options.searchable,
                               "Write a PDF that can be searched: the pages with their text beneath");
        },
        run);
}

}  // namespace sanad::app
