// toml++ aborts on some malformed input unless its assertions are off.
#ifndef NDEBUG
#define NDEBUG
#endif
#include "app/retention.h"

#include <toml++/toml.h>

#include "core/error.h"
#include "core/files.h"
#include "core/paths.h"

namespace sanad::app {
namespace {

constexpr int longest_years = 200;

}  // namespace

Retention load_retention() {
    const auto path = data_path("papers") + "/policy.toml";
    const auto refuse = [&](const std::string& why) {
        throw Error(ErrorCode::bad_input, why, Where{path}, UserMessage{"approval.bad_policy", {path, why}});
    };
    Retention retention;
    try {
        const auto file = toml::parse(read_file(path, 1 << 20), path);
        const auto* table = file["retention"].as_table();
        if (table == nullptr) return retention;
        for (const auto& [kind, value] : *table) {
            const auto years = value.value<int>().value_or(0);
            if (years < 1 || years > longest_years) refuse("retention." + std::string(kind.str()));
            retention[std::string(kind.str())] = years;
        }
    } catch (const toml::parse_error& error) {
        refuse(std::string(error.description()));
    }
    return retention;
}

std::optional<Day> due_on(const Retention& retention, const Case& subject) {
    const auto years = retention.find(subject.kind);
    const auto closed = parse_iso_moment(subject.changed_at);
    if (subject.state != "closed" || years == retention.end() || !closed) return {};
    Day day(std::chrono::floor<std::chrono::days>(*closed));
    day += std::chrono::years(years->second);
    return day.ok() ? day : Day(std::chrono::sys_days(day));  // of a 29th of February the 1st of March
}

}  // namespace sanad::app
