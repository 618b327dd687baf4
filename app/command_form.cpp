// sanad form list | blank | zones | check | new: the papers.
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/casework.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "app/zones.h"
#include "core/files.h"
#include "forms/documents.h"
#include "forms/rules.h"
#include "ocr/blank_check.h"
#include "templates/questions.h"
#include "templates/source_places.h"

namespace sanad::app {
namespace {

struct PaperOptions {
    std::string paper;
    int version = 0;
};

struct BlankOptions : PaperOptions {
    std::string output;
    std::string case_id;
};

struct NewOptions {
    std::string questions;
    std::string folder;
};

struct CheckOptions {
    std::vector<std::string> files;
};

const templates::Template& need_paper(const templates::Library& papers, const PaperOptions& options) {
    const auto* paper = papers.find(options.paper, options.version);
    if (paper != nullptr && !paper->pages.empty()) return *paper;  // a letter has no blank
    throw Error(ErrorCode::not_found, "no paper " + options.paper,
                UserMessage{"form.unknown", {options.paper}});
}

Exit list(const Session& session, const NoOptions&) {
    const auto papers = known_papers();
    for (const auto& paper : papers.all()) {
        if (session.json)
            print_json({{"form", paper.id},
                        {"version", paper.version},
                        {"title", {{"ar", paper.title.ar}, {"en", paper.title.en}}},
                        {"pages", paper.pages.size()},
                        {"readable", paper.readable}});
        else
            std::cout << paper.id << ' ' << paper.version << "  "
                      << (session.language == Language::ar ? paper.title.ar : paper.title.en) << '\n';
    }
    return Exit::ok;
}

Exit blank(const Session& session, const BlankOptions& options) {
    const auto papers = known_papers();
    const auto& paper = need_paper(papers, options);
    if (paper.foreign())  // who printed it has the blank
        throw Error(ErrorCode::unsupported, "the paper " + paper.id + " is printed by somebody else",
                    UserMessage{"form.foreign_blank", {paper.id, paper.pages.front().blank.file}});
    forms::BlankOptions wanted;
    wanted.made = session.now;
    if (!options.case_id.empty())
        wanted.case_id = need_case(open_archive(session, Access::read), options.case_id).id;
    write_file(options.output, forms::make_blank(paper, wanted));
    if (session.json)
        print_json({{"file", options.output}, {"form", paper.id}, {"version", paper.version}});
    else
        std::cout << say(session, "form.written", {options.output}) << '\n';
    return Exit::ok;
}

Exit zones(const Session&, const PaperOptions& options) {
    const auto papers = known_papers();
    print_json(zones_of(need_paper(papers, options)));
    return Exit::ok;
}

// With the line and column of every finding, as compilers write them.
void print_findings(const Session& session, const std::vector<Check>& checks,
                    const templates::SourcePlaces& places, const std::string& file,
                    const templates::Template& paper) {
    for (auto check : checks) {
        const auto place = places.of(check);
        const auto* field = paper.find(check.subject);
        const auto& label = field == nullptr || field->label.ar.empty() ? check.subject : field->label.ar;
        check.subject =
            file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + " " + label;
        print_checks(session, {check}, nullptr);
    }
}

Json findings_json(const std::vector<Check>& checks, const templates::SourcePlaces& places) {
    Json list = Json::array();
    for (const auto& check : checks) {
        const auto place = places.of(check);
        list.push_back(check);
        if (check.verdict != Verdict::passed)
            list.back().update({{"line", place.line}, {"column", place.column}});
    }
    return list;
}

// What only shows when it is drawn.
void check_printed(const templates::Template& paper, std::vector<Check>& checks) {
    try {
        forms::make_blank(paper, {});
    } catch (const Error& error) {
        if (error.message().id != "forms.no_glyph") throw;
        const auto& told = error.message().arguments;  // the characters, the text
        checks = {{"template.no_glyph", told.at(1), Verdict::failed, told.at(0)}};
    }
}

Exit check_one(const Session& session, const std::string& file) {
    try {
        const auto toml = read_file(file, 16 << 20);
        const auto paper = templates::parse_template(toml, file);
        const templates::SourcePlaces places(toml, file);
        auto checks = templates::check_template(paper);
        for (auto& check : forms::check_rules(paper)) checks.push_back(std::move(check));
        if (!paper.foreign() && !paper.pages.empty() && overall(checks) <= Verdict::noted)
            check_printed(paper, checks);
        if (paper.foreign() && overall(checks) <= Verdict::noted)
            for (auto& check : ocr::check_blank(paper)) checks.push_back(std::move(check));
        if (session.json)
            print_json({{"file", file},
                        {"form", paper.id},
                        {"version", paper.version},
                        {"checks", findings_json(checks, places)}});
        else if (print_findings(session, checks, places, file, paper); overall(checks) <= Verdict::noted)
            std::cout << say(session, "form.good", {paper.id}) << '\n';
        return overall(checks) <= Verdict::noted ? Exit::ok : Exit::findings;
    } catch (const Error& error) {
        report_error(session, error);
        return Exit::failure;
    }
}

Exit check(const Session& session, const CheckOptions& options) {
    Exit exit = Exit::ok;
    for (const auto& file : options.files) exit = worse(exit, check_one(session, file));
    return exit;
}

// The paper's id is the folder's name. What is there already is not written over.
Exit start(const Session& session, const NewOptions& options) {
    const auto folder = std::filesystem::path(options.folder).lexically_normal();
    const auto id = folder.has_filename() ? folder.filename() : folder.parent_path().filename();
    const auto file = (folder / "paper.toml").string();
    std::error_code failed;
    if (std::filesystem::exists(file, failed))
        throw Error(ErrorCode::conflict, "there is a paper already: " + file, Where{file},
                    UserMessage{"form.exists", {file}});
    const auto toml = templates::paper_from_questions(read_file(options.questions, 1 << 20),
                                                      options.questions, id.string());
    templates::parse_template(toml, file);  // an id that is none is refused before anything is written
    make_folder(folder.string());
    write_file(file, toml);
    std::cout << say(session, "form.started", {file, id.string()}) << '\n';
    return check_one(session, file);
}

void bind_paper(CLI::App& command, PaperOptions& options) {
    command.add_option("PAPER", options.paper, "The paper's id, as sanad form list shows it")->required();
    command.add_option("--version-of", options.version, "An older version of it");
}

}  // namespace

void add_form(CLI::App& app, Program& program) {
    auto* group = add_group(app, "form", "The papers: list, print, measure, check, start");
    add_command<NoOptions>(
        *group, program, "list", "The papers known", [](CLI::App&, NoOptions&) {}, list);
    add_command<BlankOptions>(
        *group, program, "blank", "Write a printable, fillable blank",
        [](CLI::App& command, BlankOptions& options) {
            bind_paper(command, options);
            command.add_option("-o,--output", options.output, "PDF file to write")->required();
            command.add_option("--case", options.case_id, "Put this case in the blank's code");
        },
        blank);
    add_command<PaperOptions>(*group, program, "zones", "Where every field lies, as JSON", bind_paper, zones);
    add_command<NewOptions>(
        *group, program, "new", "Start a paper from a list of questions (docs/authoring.md)",
        [](CLI::App& command, NewOptions& options) {
            command.add_option("QUESTIONS", options.questions, "Text file, a question a line")->required();
            command
                .add_option("-o,--output", options.folder,
                            "Folder to make; its name is the paper's id: papers/visit-note")
                ->required();
        },
        start);
    add_command<CheckOptions>(
        *group, program, "check", "Is this a good paper?",
        [](CLI::App& command, CheckOptions& options) {
            command.add_option("FILE", options.files, "paper.toml files")->required();
        },
        check);
}

}  // namespace sanad::app
