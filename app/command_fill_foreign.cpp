// sanad fill FORM.pdf --data VALUES.json -o OUT.pdf: fills somebody else's form; --list shows its fields.
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_fill.h"
#include "app/form_wire.h"
#include "app/report.h"
#include "app/worker.h"
#include "core/arabic.h"
#include "core/files.h"
#include "core/hash.h"

namespace sanad::app {
namespace {

constexpr std::uint64_t largest_form = 200ull << 20;
constexpr std::uint64_t largest_data = 1ull << 20;

struct ForeignOptions {
    std::string form;
    std::string data;
    std::string output;
    bool list = false;
};

// What a form says of itself must not drive the terminal.
std::string printable(const std::string& text) {
    std::string shown;
    for (const char c : strip_invisible(text)) {
        const auto byte = static_cast<unsigned char>(c);
        const bool second_of_control = byte < 0xa0 && shown.ends_with('\xc2');  // U+0080 to U+009F
        if (second_of_control) shown.pop_back();
        shown += byte < 0x20 || byte == 0x7f || second_of_control ? '?' : c;
    }
    return shown;
}

std::string one_place(const Session& session, const Json& field) {
    if (!field["page"].is_number()) return "";
    return ", " + say(session, "page.number", {std::to_string(field["page"].get<int>())});
}

void print_field(const Session& session, const Json& field) {
    std::cout << printable(field["key"].get<std::string>()) << "  (" << field["kind"].get<std::string>();
    if (field.contains("max_length"))
        std::cout << ", " << say(session, "fill.list_length", {field["max_length"].dump()});
    for (const char* flag : {"multiline", "comb", "editable", "required", "read_only", "locked"})
        if (field.value(flag, false)) std::cout << ", " << say(session, std::string("fill.list_") + flag);
    std::cout << one_place(session, field) << ')';
    if (field.contains("tip")) std::cout << "  " << printable(field["tip"].get<std::string>());
    std::cout << '\n';
    for (const auto& option : field.value("options", Json::array())) {
        const auto key = printable(option["key"].get<std::string>());
        const auto label = printable(option["label"].get<std::string>());
        std::cout << "    " << key << (label == key ? "" : "  = " + label) << '\n';
    }
}

Exit list_fields(const Session& session, const ForeignOptions& options) {
    Json form = Worker({session.program}).form_fields(options.form, read_file(options.form, largest_form));
    if (session.json) {
        Json line = {{"file", options.form}};
        line.update(form);
        print_json(line);
        return Exit::ok;
    }
    for (const auto& field : form["fields"]) print_field(session, field);
    return Exit::ok;
}

std::vector<pdf::FieldEntry> read_entries(const std::string& path) {
    try {
        return form_entries(parse_json(read_file(path, largest_data)));
    } catch (const Error& error) {
        if (!error.where().file.empty()) throw;
        Where where = error.where();
        where.file = path;
        throw Error(error.code(), error.what(), where, error.message());
    }
}

void print_findings(const Session& session, std::vector<Check> checks) {
    for (auto& check : checks) {
        check.subject = printable(check.subject);
        check.evidence = printable(check.evidence);
    }
    print_checks(session, checks, nullptr);
}

// The blank stays what it was, also where it is named in another way.
void refuse_same_file(const ForeignOptions& options) {
    std::error_code failed;
    if (std::filesystem::equivalent(options.form, options.output, failed))
        throw Error(ErrorCode::conflict, "the form would be written over", Where{options.output},
                    UserMessage{"fill.same_file", {options.output}});
}

Exit fill_foreign(const Session& session, const ForeignOptions& options) {
    if (options.list) return list_fields(session, options);
    refuse_same_file(options);
    const auto entries = wire_form_entries(read_entries(options.data));
    std::string pdf;
    const Json answer = Worker({session.program})
                            .fill_form(options.form, read_file(options.form, largest_form), entries, pdf);
    const auto checks = answer["checks"].get<std::vector<Check>>();
    if (!pdf.empty()) write_file(options.output, pdf);
    if (session.json)
        print_json({{"file", pdf.empty() ? Json(nullptr) : Json(options.output)},
                    {"form", options.form},
                    {"filled", answer["filled"]},
                    {"checks", checks},
                    {"sha256", pdf.empty() ? Json(nullptr) : Json(sha256_hex(pdf))}});
    else
        std::cout << say(session, pdf.empty() ? "fill.nothing_filled" : "fill.form_written",
                         {options.output, std::to_string(answer["filled"].size()),
                          std::to_string(answer["given"].get<std::size_t>())})
                  << '\n';
    if (!session.json) print_findings(session, checks);
    if (pdf.empty()) return Exit::failure;
    return checks.empty() || overall(checks) <= Verdict::noted ? Exit::ok : Exit::findings;
}

// What is said to the group itself must not be said beside one of its commands.
void refuse_both(const CLI::App& group) {
    for (const auto* option : group.get_options())
        if (option->count() > 0 && option->get_name() != "--help")
            throw CLI::ExtrasError({option->get_name() + " " + option->as<std::string>()});
}

}  // namespace

void bind_fill_foreign(CLI::App& group, Program& program) {
    auto options = std::make_shared<ForeignOptions>();
    group.require_subcommand(0, 1);
    group.add_option("FORM", options->form, "PDF form of somebody else to fill");
    auto* data =
        group.add_option("--data", options->data, "JSON file of its values: {\"key\": \"value\", …}");
    auto* output = group.add_option("-o,--output", options->output, "PDF file to write");
    group.add_flag("--list", options->list, "Show the form's fields instead")
        ->excludes(data)
        ->excludes(output);
    group.callback([&group, &program, options] {
        if (!group.get_subcommands().empty()) return refuse_both(group);
        if (options->form.empty()) throw CLI::RequiredError("FORM or a subcommand");
        if (!options->list && options->data.empty()) throw CLI::RequiredError("--data");
        if (!options->list && options->output.empty()) throw CLI::RequiredError("--output");
        program.action = [&group, &program, options] {
            refuse_archive_files(group);
            return fill_foreign(program.session, *options);
        };
    });
}

}  // namespace sanad::app
