// sanad records import | export | show | find | duplicates: what is already known of people.
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/program.h"
#include "app/record_import.h"
#include "app/report.h"
#include "core/arabic.h"
#include "core/files.h"
#include "forms/rules.h"

namespace sanad::app {
namespace {

struct ImportOptions {
    std::vector<std::string> files;
};
struct ExportOptions {
    std::string output;
};
struct ShowOptions {
    std::string id;
};
struct FindOptions {
    std::vector<std::string> words;
};

void print_import(const Session& session, const std::string& file, const storage::ImportResult& result,
                  const std::vector<RefusedLine>& refused) {
    if (session.json) {
        Json lines = Json::array();
        for (const auto& line : refused)
            lines.push_back({{"line", line.line},
                             {"id", line.id},
                             {"reason", say(session, line.id)},
                             {"evidence", line.evidence}});
        print_json({{"file", file},
                    {"added", result.added},
                    {"updated", result.updated},
                    {"unchanged", result.unchanged},
                    {"refused", lines}});
        return;
    }
    std::cout << file << ": "
              << say(session, "records.imported",
                     {std::to_string(result.added), std::to_string(result.updated),
                      std::to_string(result.unchanged), std::to_string(refused.size())})
              << '\n';
    for (const auto& line : refused)
        std::cout << "  "
                  << say(session, "records.line_refused", {std::to_string(line.line), say(session, line.id)})
                  << " [" << line.evidence << "]\n";
}

Exit import(const Session& session, const ImportOptions& options) {
    auto archive = open_archive(session, Access::write);
    Exit exit = Exit::ok;
    for (const auto& file : options.files) {
        try {
            const auto parsed = parse_records(read_file(file, 200ull << 20), file);
            print_import(session, file, archive.import_records(parsed.good), parsed.refused);
            if (!parsed.refused.empty()) exit = worse(exit, Exit::findings);
        } catch (const Error& error) {
            report_error(session, error);
            exit = Exit::failure;
        }
    }
    return exit;
}

Exit export_all(const Session& session, const ExportOptions& options) {
    const auto csv = records_csv(open_archive(session, Access::read).records());
    if (options.output.empty())
        std::cout << csv;
    else
        write_file(options.output, csv);
    return Exit::ok;
}

void print(const Session& session, const Record& record) {
    if (session.json) {
        print_json(record);
        return;
    }
    std::cout << record.id << '\n';
    for (const auto& [key, value] : record.fields) std::cout << "  " << key << ": " << value << '\n';
}

Exit show(const Session& session, const ShowOptions& options) {
    const auto archive = open_archive(session, Access::read);
    auto record = archive.find_record(options.id);
    if (!record) {  // people know the identity number, not our own
        Record like;
        like.fields["national_id"] = western_digits(options.id);
        for (const auto& candidate : archive.candidates(like))
            if (candidate.get("national_id") == like.get("national_id")) record = candidate;
    }
    if (!record)
        throw Error(ErrorCode::not_found, "no record " + options.id,
                    UserMessage{"records.not_found", {options.id}});
    print(session, *record);
    return Exit::ok;
}

bool contains_all(const Record& record, const std::vector<std::string>& words) {
    std::string text;
    for (const auto& [key, value] : record.fields) text += ' ' + fold_name(value);
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return text.find(fold_name(word)) != std::string::npos;
    });
}

Exit find(const Session& session, const FindOptions& options) {
    for (const auto& record : open_archive(session, Access::read).records())
        if (contains_all(record, options.words)) print(session, record);
    return Exit::ok;
}

// Pairs that may be one person, with what they say differently. Nothing is merged.
Exit duplicates(const Session& session, const NoOptions&) {
    const auto records = open_archive(session, Access::read).records();
    const auto pairs = forms::find_duplicates(records);
    for (const auto& pair : pairs) {
        const auto& one = records[pair.first];
        const auto& other = records[pair.second];
        Json differs = Json::array();
        for (const auto& [key, value] : one.fields)
            if (const auto theirs = other.get(key); !value.empty() && !theirs.empty() && value != theirs)
                differs.push_back({{"key", key}, {"first", value}, {"second", theirs}});
        if (session.json) {
            print_json({{"first", one.id},
                        {"second", other.id},
                        {"confidence", pair.confidence},
                        {"how", pair.how},
                        {"differs", differs}});
            continue;
        }
        std::cout << one.id << "  " << other.id << "  " << one.get("full_name") << "  [" << pair.how << "]\n";
        for (const auto& field : differs)
            std::cout << "    " << field.at("key").get<std::string>() << ": "
                      << field.at("first").get<std::string>() << " | "
                      << field.at("second").get<std::string>() << '\n';
    }
    if (pairs.empty() && !session.json) std::cout << say(session, "records.no_duplicates") << '\n';
    return pairs.empty() ? Exit::ok : Exit::findings;
}

}  // namespace

void add_records(CLI::App& app, Program& program) {
    auto* group = add_group(app, "records", "The stored records: import, export, show, find, duplicates");
    add_command<NoOptions>(
        *group, program, "duplicates", "Pairs of records that may be one person",
        [](CLI::App&, NoOptions&) {}, duplicates);
    add_command<ImportOptions>(
        *group, program, "import", "Import people from a CSV table or a JSON list",
        [](CLI::App& command, ImportOptions& options) {
            command.add_option("FILE", options.files, "CSV with a header line, or JSON")->required();
        },
        import);
    add_command<ExportOptions>(
        *group, program, "export", "Write all of them as CSV",
        [](CLI::App& command, ExportOptions& options) {
            command.add_option("-o,--output", options.output, "File to write (default: standard output)");
        },
        export_all);
    add_command<ShowOptions>(
        *group, program, "show", "One record, by its id or the national identity number",
        [](CLI::App& command, ShowOptions& options) {
            command.add_option("ID", options.id, "The record")->required();
        },
        show);
    add_command<FindOptions>(
        *group, program, "find", "Records in which all these words occur",
        [](CLI::App& command, FindOptions& options) {
            command.add_option("WORDS", options.words, "Parts of names or numbers")->required();
        },
        find);
}

}  // namespace sanad::app
