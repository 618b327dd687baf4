// sanad archive erase | hold: destroying cases, and keeping them from it.
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/casework.h"
#include "app/command_archive.h"
#include "app/known_papers.h"
#include "app/report.h"
#include "app/retention.h"
#include "core/case_id.h"
#include "core/files.h"

namespace sanad::app {
namespace {

namespace fs = std::filesystem;

struct EraseOptions {
    std::string id;
    std::string why;
    std::string certificate;
    bool early = false;
    bool due = false;
};
struct HoldOptions {
    std::string id;
    std::string why;
    bool release = false;
};

Exit list_due(const Session& session) {
    const auto retention = load_retention();
    const auto archive = open_archive(session, Access::read);
    const Day today(std::chrono::floor<std::chrono::days>(session.now));
    bool any = false;
    for (const auto& subject : archive.cases({.state = "closed"})) {
        const auto day = due_on(retention, subject);
        if (!day || *day > today) continue;
        any = true;
        const bool held = archive.holds(subject.id);
        if (session.json)
            print_json(
                {{"case", subject.id}, {"kind", subject.kind}, {"due", iso_day(*day)}, {"held", held}});
        else
            std::cout << subject.id << "  " << iso_day(*day)
                      << (held ? "  " + say(session, "erase.is_held") : "") << '\n';
    }
    if (!any && !session.json) std::cout << say(session, "erase.none_due") << '\n';
    return Exit::ok;
}

void refuse_early(const Session& session, const Case& subject) {
    const auto day = due_on(load_retention(), subject);
    const Day today(std::chrono::floor<std::chrono::days>(session.now));
    if (!day || *day > today)
        throw Error(ErrorCode::conflict, subject.id + " has to be kept longer",
                    UserMessage{"erase.not_due", {subject.id, day ? iso_day(*day) : "–"}});
}

// False where others have the archive open: then the free pages still hold what was erased.
bool compacted(const Session& session, const std::string& secret) {
    try {
        storage::Archive::compact(session.archive, secret);
        return true;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::conflict) throw;
        return false;
    }
}

// Before anything is destroyed: whether there will be a certificate of it.
void try_to_write(const std::string& file) {
    std::error_code reason;
    if (fs::exists(file, reason) && !fs::is_regular_file(file, reason))
        throw Error(ErrorCode::bad_input, "no file: " + file, Where{file},
                    UserMessage{"core.file_not_regular", {file}});
    write_file(file + ".try", "");
    fs::remove(file + ".try", reason);
}

// Of a case that is gone: an erasure that was cut off before its certificate was written is finished by the
// same command.
std::optional<storage::Erasure> erased_before(const storage::Archive& archive, const std::string& id) {
    if (archive.find_case(id)) return std::nullopt;
    for (const auto& one : archive.erasures())
        if (one.case_id == id) return one;
    return std::nullopt;
}

struct Erased {
    storage::Erasure what;
    std::string file;  // of the certificate
    bool before = false;
};

Erased destroy(const Session& given, const EraseOptions& options, const std::string& secret) {
    auto archive = storage::Archive::open(given.archive, secret);
    const auto id = parse_case_id(options.id).value_or(options.id);
    Erased done;
    done.file = options.certificate.empty() ? id + "-destroyed.txt" : options.certificate;
    if (const auto before = erased_before(archive, id)) {
        done.before = true;
        done.what = *before;
    } else {
        const auto subject = need_case(archive, options.id);
        if (!options.early) refuse_early(given, subject);
        try_to_write(done.file);
        done.what = archive.erase(id, given.who, options.why, iso_moment(given.now));
    }
    write_file(done.file, archive.certificate_of(done.what));
    return done;
}

Exit erase(const Session& given, const EraseOptions& options) {
    if (options.due) return list_due(given);
    if (options.id.empty() || options.why.empty())
        throw Error(ErrorCode::bad_input, "erase needs a case and --why", UserMessage{"erase.usage"});
    leave_no_core();
    need_archive(given);
    const auto secret = passphrase(given);
    const auto done = destroy(given, options, secret);
    const bool complete = compacted(given, secret);
    if (given.json) {
        print_json({{"case", done.what.case_id},
                    {"certificate", done.file},
                    {"compacted", complete},
                    {"erased_before", done.before}});
    } else {
        std::cout << say(given, done.before ? "erase.again" : "erase.done",
                         {done.what.case_id, done.file, done.what.who, done.what.at})
                  << '\n';
        std::cout << say(given, complete ? "erase.backups" : "erase.compact_later") << '\n';
    }
    return complete ? Exit::ok : Exit::findings;
}

Exit hold(const Session& session, const HoldOptions& options) {
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    const Desk desk{archive, papers, session};
    const auto subject = need_case(archive, options.id);
    const std::string kind = options.release ? "hold-released" : "hold";
    if (archive.holds(subject.id) == !options.release)
        throw Error(ErrorCode::conflict, subject.id + ": nothing to change",
                    UserMessage{options.release ? "hold.not_held" : "hold.held_already", {subject.id}});
    archive.append(subject.id, {new_event(desk, subject.id, kind, {{"why", options.why}})});
    if (session.json)
        print_json({{"case", subject.id}, {"held", !options.release}});
    else
        std::cout << say(session, options.release ? "hold.released" : "hold.done", {subject.id}) << '\n';
    return Exit::ok;
}

}  // namespace

void add_archive_erase(CLI::App& group, Program& program) {
    add_command<EraseOptions>(
        group, program, "erase", "Destroy a case: its key, its files, its events; the log stays verifiable",
        [](CLI::App& command, EraseOptions& options) {
            command.add_option("CASE", options.id, "The case");
            command.add_option("--why", options.why, "The reason, kept in the certificate of destruction");
            command.add_option("--certificate", options.certificate,
                               "File to write the certificate to (default: CASE-destroyed.txt)");
            command.add_flag("--early", options.early, "Although the time to keep it is not over");
            command.add_flag("--due", options.due, "Only list the cases whose time is over");
        },
        erase);
    add_command<HoldOptions>(
        group, program, "hold", "Keep a case from being erased, or release it",
        [](CLI::App& command, HoldOptions& options) {
            command.add_option("CASE", options.id, "The case")->required();
            command.add_option("--why", options.why, "The reason, kept in the case")->required();
            command.add_flag("--release", options.release, "Release it");
        },
        hold);
}

}  // namespace sanad::app
