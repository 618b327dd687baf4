// toml++ aborts on some malformed input unless its assertions are off.
#ifndef NDEBUG
#define NDEBUG
#endif
#include "app/policy_file.h"

#include <toml++/toml.h>
#include <filesystem>
#include <set>

#include "core/arabic.h"
#include "core/dates.h"
#include "core/error.h"
#include "core/files.h"

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

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

Day day_of(const Source& source, const toml::table& meeting) {
    if (const auto date = meeting["date"].value<toml::date>()) {
        const Day day{std::chrono::year(date->year), std::chrono::month(date->month),
                      std::chrono::day(date->day)};
        if (day.ok()) return day;
    } else if (const auto text = meeting["date"].value<std::string>()) {
        const auto typed = parse_written_date(*text);
        if (const auto day = typed ? to_gregorian(*typed) : std::nullopt) return *day;
    }
    source.refuse("meeting.date = ?");
}

std::vector<forms::Member> members_of(const Source& source, const toml::table& table) {
    std::vector<forms::Member> members;
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
        members.push_back(std::move(member));
    }
    return members;
}

}  // namespace

PolicyFile read_policy(const std::string& path) {
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
    policy.text =
        read_file((std::filesystem::path(path).parent_path() / policy.text_name).string(), 16 << 20);
    const auto* meeting = table["meeting"].as_table();
    if (meeting == nullptr) source.refuse("[meeting] ?");
    policy.meeting_number = source.text(*meeting, "number");
    policy.meeting_date = day_of(source, *meeting);
    if (const auto* absent = (*meeting)["absent"].as_array())
        for (const auto& name : *absent) policy.absent.push_back(name.value_or(std::string()));
    policy.members = members_of(source, table);
    return policy;
}

}  // namespace sanad::app
