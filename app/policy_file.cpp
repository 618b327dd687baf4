// toml++ aborts on some malformed input unless its assertions are off.
#ifndef NDEBUG
#define NDEBUG
#endif
#include "app/policy_file.h"

#include <toml++/toml.h>
#include <filesystem>
#include <set>
#include <utility>

#include "app/policy.h"
#include "core/arabic.h"
#include "core/dates.h"
#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "signing/evidence.h"

namespace sanad::app {
namespace {

class Source {
public:
    explicit Source(std::string path) : path_(std::move(path)) {}

    [[noreturn]] void refuse(const std::string& why) const {
        throw Error(ErrorCode::bad_input, why, Where{path_},
                    UserMessage{"approval.bad_policy", {path_, why}});
    }

    std::string text(const toml::table& table, const char* key) const {
        const auto value = table[key].value<std::string>();
        if (!value || tidy(*value).empty()) refuse(std::string(key) + " = ?");
        return tidy(strip_invisible(*value));
    }

    // A file that lies beside this one.
    std::string beside(const std::string& name) const {
        return (std::filesystem::path(path_).parent_path() / name).string();
    }

private:
    std::string path_;
};

Day day_of(const Source& source, const toml::node_view<const toml::node>& value, const char* name) {
    if (const auto date = value.value<toml::date>()) {
        const Day day{std::chrono::year(date->year), std::chrono::month(date->month),
                      std::chrono::day(date->day)};
        if (day.ok()) return day;
    } else if (const auto text = value.value<std::string>()) {
        const auto typed = parse_written_date(*text);
        if (const auto day = typed ? to_gregorian(*typed) : std::nullopt) return *day;
    }
    source.refuse(std::string(name) + " = ?");
}

std::string fingerprint_in(const std::string& file, const Source& source) {
    const auto found = signing::read_evidence(read_file(file, 1 << 20)).certificates;
    if (found.size() != 1) source.refuse("member.certificate = \"" + file + "\"");
    return sha256_hex(found.front());
}

// [approval], over what the association has set.
BoardRules rules_of(const Source& source, const toml::table& table, int members, Day today) {
    const auto usual = load_policy();
    const auto own = table["approval"];
    BoardRules rules;
    const auto order = own["order"].value_or(usual.board_order);
    if (order != "any" && order != "fixed") source.refuse("approval.order = \"" + order + "\"");
    rules.fixed_order = order == "fixed";
    const auto quorum = own["quorum"].value_or(usual.board_quorum);
    rules.quorum = quorum == "all" ? members : members / 2 + 1;
    if (const auto number = own["quorum"].value<int>())
        rules.quorum = *number;
    else if (quorum != "all" && quorum != "majority")
        source.refuse("approval.quorum = \"" + quorum + "\"");
    if (rules.quorum < 1 || rules.quorum > members)
        source.refuse("approval.quorum = " + std::to_string(rules.quorum));
    if (own["deadline"])
        rules.deadline = day_of(source, own["deadline"], "approval.deadline");
    else if (usual.board_days)
        rules.deadline = Day{std::chrono::sys_days{today} + std::chrono::days{*usual.board_days}};
    return rules;
}

void add_members(const Source& source, const toml::table& table, PolicyFile& policy) {
    auto& members = policy.members;
    std::set<std::string> fields;
    const auto* list = table["member"].as_array();
    if (list == nullptr || list->empty()) source.refuse("[[member]] ?");
    for (const auto& entry : *list) {
        const auto* one = entry.as_table();
        if (one == nullptr) source.refuse("[[member]] ?");
        forms::Member member;
        member.name = source.text(*one, "name");
        member.role = source.text(*one, "role");
        member.field = (*one)["field"].value_or("Member" + std::to_string(members.size() + 1));
        if (member.field.empty() || member.field.find('.') != std::string::npos ||
            !fields.insert(member.field).second)
            source.refuse("member.field = \"" + member.field + "\"");
        if (const auto file = (*one)["certificate"].value<std::string>())
            policy.certificates[member.field] = fingerprint_in(source.beside(*file), source);
        members.push_back(std::move(member));
    }
}

}  // namespace

PolicyFile read_policy(const std::string& path, Day today) {
    const Source source(path);
    const auto bytes = read_file(path, 16 << 20);
    toml::table table;
    try {
        table = toml::parse(bytes, path);
    } catch (const toml::parse_error& error) {
        source.refuse("line " + std::to_string(error.source().begin.line) + ": " +
                      std::string(error.description()));
    }
    PolicyFile policy;
    policy.title = source.text(table, "title");
    policy.version = table["version"].value_or(std::string("1"));
    policy.text_name = source.text(table, "text_file");
    policy.text = read_file(source.beside(policy.text_name), 16 << 20);
    const auto* meeting = table["meeting"].as_table();
    if (meeting == nullptr) source.refuse("[meeting] ?");
    policy.meeting_number = source.text(*meeting, "number");
    policy.meeting_date = day_of(source, std::as_const(table)["meeting"]["date"], "meeting.date");
    if (const auto* absent = (*meeting)["absent"].as_array())
        for (const auto& name : *absent) policy.absent.push_back(name.value_or(std::string()));
    add_members(source, table, policy);
    policy.rules = rules_of(source, table, static_cast<int>(policy.members.size()), today);
    return policy;
}

}  // namespace sanad::app
