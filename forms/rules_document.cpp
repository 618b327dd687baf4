#include <set>

#include "core/arabic.h"
#include "forms/rule.h"
#include "forms/rules.h"

namespace sanad::forms {
namespace {

constexpr std::size_t shown_bytes = 300;

ByKey first_of_each(const std::vector<Reading>& readings) {
    ByKey first;
    for (const Reading& reading : readings) first.emplace(reading.key, &reading);
    return first;
}

// The same field read twice with two values: a person has to say which.
void check_conflicts(const std::vector<Reading>& readings, const ByKey& first, std::vector<Check>& into) {
    std::set<std::string_view> told;
    for (const Reading& reading : readings) {
        const Reading& other = *first.at(reading.key);
        if (!is_given(reading) || (reading.value == other.value && reading.state == other.state)) continue;
        if (told.insert(reading.key).second)
            into.push_back({"field.conflicting", reading.key, Verdict::doubtful,
                            evidence_of(other) + " | " + evidence_of(reading)});
    }
}

void check_named(const Question& asked, const std::string& written, std::vector<Check>& into) {
    const auto [name, argument] = parse_rule_call(written);
    if (const FieldRule rule = field_rule_named(name))
        rule(asked, argument, into);
    else  // a rule that nobody knows was not kept
        into.push_back({"rule.unknown", asked.field.key, Verdict::doubtful, shown(written)});
}

void check_field(const Question& asked, std::vector<Check>& into) {
    check_presence(asked, into);
    check_kind(asked, into);
    for (const std::string& rule : asked.field.rules) check_named(asked, rule, into);
}

}  // namespace

RuleCall parse_rule_call(std::string_view written) {
    const auto colon = written.find(':');
    if (colon == std::string_view::npos) return {written, {}};
    return {written.substr(0, colon), written.substr(colon + 1)};
}

bool is_rule(std::string_view written, RuleOf of) {
    const auto name = parse_rule_call(written).name;
    return of == RuleOf::field ? field_rule_named(name) != nullptr : paper_rule_named(name) != nullptr;
}

bool is_given(const Reading& reading) { return reading.state == ReadState::read && !reading.value.empty(); }

std::string shown(std::string_view text) {
    const bool cut = text.size() > shown_bytes;
    if (cut) {
        std::size_t end = shown_bytes;  // not in the middle of a letter
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        text = text.substr(0, end);
    }
    std::string clean = strip_invisible(text);
    for (char& c : clean)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return cut ? clean + "…" : clean;
}

std::string evidence_of(const Reading& reading) {
    return shown(reading.text.empty() ? reading.value : reading.text);
}

Verdict judged(bool good, const Reading& reading) {
    if (good) return Verdict::passed;
    return reading.accepted ? Verdict::failed : Verdict::doubtful;
}

std::vector<Check> check_document(const templates::Template& paper, const std::vector<Reading>& readings,
                                  Day submitted) {
    const ByKey first = first_of_each(readings);
    std::vector<Check> checks;
    for (const templates::Field& field : paper.fields) {
        const auto found = first.find(field.key);
        Reading none;
        none.key = field.key;
        check_field({paper, field, found == first.end() ? none : *found->second, first, submitted}, checks);
    }
    check_conflicts(readings, first, checks);
    for (const std::string& written : paper.rules) {
        const auto [name, argument] = parse_rule_call(written);
        if (const PaperRule rule = paper_rule_named(name))
            rule({paper, first, submitted}, argument, checks);
        else
            checks.push_back({"rule.unknown", paper.id, Verdict::doubtful, shown(written)});
    }
    return checks;
}

}  // namespace sanad::forms
