// sanad case list | show | find | confirm | match | move
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/casework.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "app/sealed_key.h"

namespace sanad::app {
namespace {

struct ListOptions {
    std::string state;
};
struct ShowOptions {
    std::string id;
};
struct FindOptions {
    std::vector<std::string> words;
    std::size_t limit = 100;
};
struct ConfirmOptions {
    std::string id;
    std::vector<std::string> values;
};
struct MatchOptions {
    std::string id;
    std::string record;
};
struct MoveOptions {
    std::string id;
    std::string state;
    std::string why;
};

std::string value_of(const Case& subject, const std::string& key) {
    const auto* reading = subject.find(key);
    return reading == nullptr ? std::string() : reading->value;
}

void print_line(const Session& session, const Case& subject) {
    if (session.json) {
        print_json({{"case", subject.id},
                    {"kind", subject.kind},
                    {"state", subject.state},
                    {"form", subject.form},
                    {"full_name", value_of(subject, "full_name")},
                    {"record", subject.record_id},
                    {"changed_at", subject.changed_at}});
        return;
    }
    std::cout << subject.id << "  " << say(session, "state." + subject.state) << "  "
              << value_of(subject, "full_name") << "  " << subject.changed_at << '\n';
}

Exit print_list(const Session& session, const storage::CaseQuery& query) {
    auto found = open_archive(session, Access::read).cases(query);
    // Tries of sealed keys are filed as cases are, and are none.
    std::erase_if(found, [](const Case& one) { return one.kind == sealed_key_kind; });
    for (const auto& one : found) print_line(session, one);
    if (found.empty() && !session.json) std::cout << say(session, "case.none") << '\n';
    return Exit::ok;
}

void print_case(const Session& session, const storage::Archive& archive, const Case& subject) {
    if (session.json) {
        Json whole = subject;
        whole["log"] = archive.events(subject.id);
        print_json(whole);
        return;
    }
    const auto papers = known_papers();
    const auto* paper = papers.find(subject.form, subject.version);
    print_line(session, subject);
    print_fields(session, subject.fields, paper);
    print_checks(session, subject.checks, paper);
    print_checks(session, subject.faults, paper);
    for (const auto& file : subject.files)
        std::cout << "  " << say(session, "file.role." + file.role) << ": " << file.name << " (" << file.size
                  << " B, sha256 " << file.sha256 << ")\n";
    for (const auto& event : archive.events(subject.id))
        std::cout << "  " << event.sequence << ". " << event.at << ' ' << event.who << ' '
                  << say(session, "event." + event.kind) << '\n';
}

Exit show(const Session& session, const ShowOptions& options) {
    const auto archive = open_archive(session, Access::read);
    print_case(session, archive, need_case(archive, options.id));
    return Exit::ok;
}

// The best first, from the index of words.
Exit find(const Session& session, const FindOptions& options) {
    std::string words;
    for (const auto& word : options.words) words += (words.empty() ? "" : " ") + word;
    auto found = open_archive(session, Access::read).search(words, options.limit);
    std::erase_if(found, [](const storage::FoundCase& one) { return one.value.kind == sealed_key_kind; });
    for (const auto& one : found) print_line(session, one.value);
    if (found.empty() && !session.json) std::cout << say(session, "case.none") << '\n';
    if (found.size() == options.limit && !session.json)
        std::cout << say(session, "search.more", {std::to_string(options.limit)}) << '\n';
    return Exit::ok;
}

// What the acts of a clerk print: the case as it stands now.
Exit acted(const Session& session, const templates::Library& papers, const Case& after) {
    if (session.json) {
        print_json(after);
    } else {
        std::cout << say(session, "case.moved", {after.id, say(session, "state." + after.state)}) << '\n';
        print_checks(session, after.checks, papers.find(after.form, after.version));
    }
    return overall(after.checks) <= Verdict::noted ? Exit::ok : Exit::findings;
}

Exit confirm_values(const Session& session, const ConfirmOptions& options) {
    std::vector<Confirmation> confirmations;
    for (const auto& text : options.values) {
        const auto equals = text.find('=');
        Confirmation one{text.substr(0, equals), std::nullopt};
        if (equals != std::string::npos) one.typed = text.substr(equals + 1);
        confirmations.push_back(std::move(one));
    }
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    return acted(session, papers, confirm({archive, papers, session}, options.id, confirmations));
}

Exit match_record(const Session& session, const MatchOptions& options) {
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    return acted(session, papers, match({archive, papers, session}, options.id, options.record));
}

Exit move_case(const Session& session, const MoveOptions& options) {
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    const auto after = move({archive, papers, session}, options.id, options.state, options.why);
    session.json
        ? print_json(after)
        : void(std::cout << say(session, "case.moved", {after.id, say(session, "state." + after.state)})
                         << '\n');
    return Exit::ok;
}

void add_acts(CLI::App& group, Program& program) {
    add_command<ConfirmOptions>(
        group, program, "confirm", "Set fields to what a person reads, or confirm them as read",
        [](CLI::App& command, ConfirmOptions& options) {
            command.add_option("ID", options.id, "The case")->required();
            command
                .add_option("KEY=VALUE", options.values, "KEY=VALUE sets, KEY= empties, KEY confirms as read")
                ->required();
        },
        confirm_values);
    add_command<MatchOptions>(
        group, program, "match", "Say which stored person the applicant is",
        [](CLI::App& command, MatchOptions& options) {
            command.add_option("ID", options.id, "The case")->required();
            command.add_option("RECORD", options.record, "Id of the record, or new")->required();
        },
        match_record);
    add_command<MoveOptions>(
        group, program, "move", "Move a case to another state",
        [](CLI::App& command, MoveOptions& options) {
            command.add_option("ID", options.id, "The case")->required();
            command.add_option("STATE", options.state, "The state to move it to")->required();
            command.add_option("--why", options.why, "The reason, kept in the case")->required();
        },
        move_case);
}

}  // namespace

void add_case(CLI::App& app, Program& program) {
    auto* group = add_group(app, "case", "Cases: list, show, find, confirm, match, move");
    add_command<ListOptions>(
        *group, program, "list", "All cases, newest first",
        [](CLI::App& command, ListOptions& options) {
            command.add_option("--state", options.state, "Only those in this state");
        },
        [](const Session& session, const ListOptions& options) {
            storage::CaseQuery query;
            query.state = options.state;
            return print_list(session, query);
        });
    add_command<ShowOptions>(
        *group, program, "show", "One case: fields, checks, files, events",
        [](CLI::App& command, ShowOptions& options) {
            command.add_option("ID", options.id, "The case")->required();
        },
        show);
    add_command<FindOptions>(
        *group, program, "find", "Cases in which all these words occur, the best first",
        [](CLI::App& command, FindOptions& options) {
            command.add_option("WORDS", options.words, "Names, identifiers, words, dates, states")
                ->required();
            command.add_option("--limit", options.limit, "At most so many (100)")
                ->check(CLI::Range(1, 100'000));
        },
        find);
    add_acts(*group, program);
}

}  // namespace sanad::app
