// sanad sign upgrade: raises the signatures of PDFs to a higher level, later; of all that is due, too.
#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/command_sign.h"
#include "app/known_papers.h"
#include "app/worker.h"
#include "core/files.h"
#include "signing/verify.h"

namespace sanad::app {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string output;
    bool due = false;
    int within = 180;  // days
    LevelOptions level;
};

// What every file of one command is raised with.
struct Raising {
    const Session& session;
    const Options& options;
    std::optional<storage::Archive> archive;
    std::unique_ptr<signing::TimeStamper> stamper;
    Worker worker;

    std::string level() const { return std::string(signing::name_of(options.level.level)); }

    std::string raise(const std::string& pdf) {
        return signing::raise_level(pdf, options.level.level, *stamper,
                                    evidence_for(session, archive, options.level.evidence), session.now);
    }
    void file(const Filed& filed, const std::string& made) {
        const auto papers = known_papers();
        file_raised({*archive, papers, session}, filed, made, level());
    }
};

Exit upgrade_one(Raising& at, const std::string& file) {
    const auto pdf = read_file(file, largest_pdf);
    at.worker.signature_fields(file, pdf);
    const auto made = at.raise(pdf);
    const auto output = at.options.output.empty() ? file : at.options.output;
    if (at.archive)
        if (const auto filed = find_document(*at.archive, pdf)) at.file(*filed, made);
    write_file(output, made);
    if (at.session.json)
        print_json({{"file", output}, {"level", at.level()}});
    else
        std::cout << say(at.session, "sign.raised", {output, at.level()}) << '\n';
    return Exit::ok;
}

// The newest state of every signed document of a case.
std::vector<StoredFile> signed_documents(const Case& of) {
    std::map<std::string, StoredFile> newest;
    for (const auto& file : of.files)
        if (file.role.size() > 7 && file.role.substr(file.role.size() - 7) == "-signed")
            newest[file.role] = file;
    std::vector<StoredFile> found;
    for (auto& [role, file] : newest) found.push_back(std::move(file));
    return found;
}

// A signature has not the level that is wanted; or the last time stamp, which carries everything before it,
// is of an authority whose certificate ends soon.
bool is_due(const signing::VerificationReport& report, signing::Level wanted, Moment soon) {
    const auto rank = [](std::string_view level) {
        constexpr std::string_view order[] = {"B-B", "B-T", "B-LT", "B-LTA"};
        return std::find(std::begin(order), std::end(order), level) - std::begin(order);
    };
    std::optional<Moment> last, until;
    for (const auto& one : report.signatures) {
        if (!one.is_timestamp) {
            // What is no baseline signature cannot be raised to one.
            if (!one.level.empty() && rank(one.level) < rank(signing::name_of(wanted))) return true;
            continue;
        }
        const auto time = parse_iso_moment(one.time);
        if (!time || (last && *time < *last)) continue;
        last = time;
        until = parse_iso_moment(one.certificate_until);
    }
    return wanted == signing::Level::lta && until && *until <= soon;
}

void refuse_short_lived_stamper(const Raising& at, Moment soon) {
    if (!at.options.level.tsa.empty()) return;
    const auto until =
        signing::summary_of(authority_material(*at.archive).timestamp_certificate_der).not_after;
    if (until <= soon)
        throw Error(ErrorCode::conflict, "the time-stamp authority ends soon",
                    UserMessage{"sign.stamper_ends", {iso_moment(until)}});
}

Exit raise_document(Raising& at, const Case& of, const StoredFile& file, const std::string& pdf) {
    try {
        at.file({of, file}, at.raise(pdf));
    } catch (const Error& error) {
        std::cerr << of.id << ' ' << file.name << ": ";
        report_error(at.session, error);
        return Exit::failure;
    }
    if (at.session.json)
        print_json({{"case", of.id}, {"file", file.name}, {"level", at.level()}});
    else
        std::cout << say(at.session, "sign.raised", {of.id + " " + file.name, at.level()}) << '\n';
    return Exit::ok;
}

Exit upgrade_due(Raising& at) {
    const Moment soon = at.session.now + std::chrono::days{at.options.within};
    refuse_short_lived_stamper(at, soon);
    const std::vector<std::string> trust = {trust_text(*at.archive, at.session.now)};
    Exit exit = Exit::ok;
    int raised = 0;
    for (const auto& of : at.archive->cases())
        for (const auto& file : signed_documents(of)) {
            const auto pdf = at.archive->blob(of.id, file.sha256);
            const auto report = at.worker.verify(file.name, pdf, trust, iso_moment(at.session.now))
                                    .get<signing::VerificationReport>();
            if (!is_due(report, at.options.level.level, soon)) continue;
            exit = worse(exit, raise_document(at, of, file, pdf));
            ++raised;
        }
    if (!at.session.json) std::cout << say(at.session, "sign.due_done", {std::to_string(raised)}) << '\n';
    return exit;
}

Exit upgrade(const Session& session, const Options& options) {
    if (options.level.level == signing::Level::b) throw CLI::RequiredError("--level t, lt or lta");
    if (options.due != options.files.empty()) throw CLI::RequiredError("FILE, or --due");
    auto archive = archive_for(session, options.due || options.level.tsa.empty());
    auto stamper = stamper_for(archive, options.level.tsa);
    Raising at{session, options, std::move(archive), std::move(stamper), Worker({session.program})};
    if (options.due) return upgrade_due(at);
    return each(session, options.files, options.output,
                [&](const auto& file) { return upgrade_one(at, file); });
}

}  // namespace

void add_sign_upgrade(CLI::App& sign, Program& program) {
    add_command<Options>(
        sign, program, "upgrade", "Raise the signatures of PDFs to a higher level, later",
        [](CLI::App& command, Options& options) {
            command.add_option("FILE", options.files, "Signed PDFs; the raised one takes its place");
            command.add_option("-o,--output", options.output, "Write the raised PDF here instead");
            command.add_flag(
                "--due", options.due,
                "All documents of the archive that have not the level yet, or whose last time stamp "
                "runs out soon");
            command.add_option("--within", options.within, "How soon is soon, in days")
                ->check(CLI::Range(1, 3650));
            bind_level(command, options.level);
        },
        upgrade);
}

}  // namespace sanad::app
