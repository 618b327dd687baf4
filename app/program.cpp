#include "app/program.h"

#include <unistd.h>
#include <array>
#include <climits>
#include <iostream>

#include "app/known_papers.h"
#include "app/report.h"
#include "core/messages.h"

namespace sanad::app {
namespace {

// Options whose value is a file or folder that a command makes.
constexpr std::array<const char*, 4> written = {"--output", "--page", "--certificate", "--searchable"};

std::string own_path() {
    std::array<char, PATH_MAX> path{};
    const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size() - 1);
    return length > 0 ? std::string(path.data(), static_cast<std::size_t>(length)) : "sanad";
}

void add_common_options(CLI::App& app, Session& session) {
    app.add_option("--archive", session.archive, "Folder of the archive (default $SANAD_ARCHIVE)");
    app.add_option("--passphrase-file", session.passphrase_file,
                   "File with the passphrase (default $SANAD_PASSPHRASE)");
    app.add_option(
        "--papers", session.papers,
        "Folder of papers to read beside the program's own (default $SANAD_PAPERS, or the archive's "
        "folder \"papers\")");
    app.add_flag("--json", session.json, "Print JSON, one document a line");
    app.add_option("--lang", session.language, "Language of messages: ar or en")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, Language>{{"ar", Language::ar}, {"en", Language::en}}));
}

int usage_error(const CLI::App& app, const CLI::ParseError& error, const Session& session) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    const bool arabic_first = session.language == Language::ar;
    for (const auto language :
         {arabic_first ? Language::ar : Language::en, arabic_first ? Language::en : Language::ar})
        std::cerr << message("app.wrong_usage", language, {error.what()}) << '\n';
    return static_cast<int>(Exit::usage);
}

}  // namespace

void refuse_archive_files(const CLI::App& command) {
    for (const CLI::Option* option : command.get_options())
        for (const char* name : written)
            if (option->check_name(name))
                for (const std::string& path : option->results()) storage::Archive::refuse_own_file(path);
}

CLI::App* add_group(CLI::App& parent, const std::string& name, const std::string& summary) {
    auto* group = parent.add_subcommand(name, summary);
    group->require_subcommand(1);
    group->fallthrough();
    return group;
}

CLI::Validator not_empty() {
    return CLI::Validator([](std::string& value) { return value.empty() ? "empty" : std::string(); }, "",
                          "not empty");
}

int run_program(int argc, char** argv) {
    CLI::App app{"Sanad: from a charity's paper to a signed, verifiable case file", "sanad"};
    app.set_version_flag("--version", std::string("sanad " SANAD_VERSION));
    app.require_subcommand(1);
    Program program;
    program.session.archive = default_archive();
    program.session.language = default_language();
    program.session.program = own_path();
    add_common_options(app, program.session);
    for (const auto add : {add_init, add_records, add_form, add_read, add_take, add_work, add_case, add_fill,
                           add_approval, add_key, add_sign, add_verify, add_archive, add_learn})
        add(app, program);
    try {
        app.parse(argc, argv);
        program.session.who = account_name();
        program.session.now = now();
        choose_added_papers(program.session.papers, program.session.archive);
        return static_cast<int>(program.action());
    } catch (const CLI::ParseError& error) {
        return usage_error(app, error, program.session);
    } catch (const Error& error) {
        report_error(program.session, error);
    } catch (const std::exception& error) {
        report_error(program.session, Error(ErrorCode::external, error.what()));
    }
    return static_cast<int>(Exit::failure);
}

}  // namespace sanad::app
