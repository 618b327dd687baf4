#include <algorithm>
#include <optional>

#include "core/arabic.h"
#include "forms/match_likeness.h"
#include "forms/rule.h"
#include "forms/rules.h"

namespace sanad::forms {
namespace {

constexpr double worth_showing = 0.3;
constexpr double too_near = 0.1;  // two candidates no further apart than this are not told apart

// What the document says of the person, as far as it was read.
struct Person {
    ByKey readings;

    std::string_view get(std::string_view key) const {
        const auto found = readings.find(key);
        return found == readings.end() || !is_given(*found->second) ? std::string_view()
                                                                    : found->second->value;
    }
    // A value that the reader held for less likely, or the one that it did not dare to give.
    bool may_be(std::string_view key, std::string_view value) const {
        const auto found = readings.find(key);
        if (found == readings.end() || value.empty() || found->second->accepted) return false;
        const auto& others = found->second->alternatives;
        return std::any_of(others.begin(), others.end(),
                           [&](const Alternative& one) { return one.value == value; });
    }
};

enum class Agreement { unknown, same, possible, near, other };

Agreement agreement(const Person& person, const Record& record, const char* key) {
    const std::string_view asked = person.get(key);
    const std::string stored = record.get(key);
    if (stored.empty()) return Agreement::unknown;
    if (person.may_be(key, stored)) return Agreement::possible;
    if (asked.empty()) return Agreement::unknown;
    if (asked == stored) return Agreement::same;
    return one_slip_apart(asked, stored) ? Agreement::near : Agreement::other;
}

// What speaks for it that the applicant is this stored person.
struct Evidence {
    Agreement id = Agreement::unknown;
    Agreement iban = Agreement::unknown;
    Agreement phone = Agreement::unknown;
    Agreement birth = Agreement::unknown;
    std::optional<double> name = {};  // similarity, where both names are known

    bool name_same() const { return name && *name >= same_name; }
    bool name_other() const { return name && *name < another_name; }
};

Evidence weigh(const Person& person, const Record& record) {
    Evidence found{agreement(person, record, "national_id"),
                   agreement(person, record, "iban"),
                   agreement(person, record, "phone"),
                   agreement(person, record, "birth_date"),
                   {}};
    const std::string_view name = person.get("full_name");
    const std::string stored = record.get("full_name");
    if (!name.empty() && !stored.empty()) found.name = name_similarity(name, stored);
    return found;
}

struct Score {
    double confidence = 0;
    const char* how = "";
};

Score by_identity(const Evidence& found) {
    if (found.name_other()) return {found.id == Agreement::same ? 0.5 : 0.3, "national_id"};
    if (found.id == Agreement::possible) return {found.name_same() ? 0.95 : 0.8, "national_id"};
    if (found.name_same()) return {0.995, "national_id"};
    if (found.name) return {0.9, "national_id"};
    return {found.birth == Agreement::same ? 0.97 : 0.95, "national_id"};
}

Score without_identity(const Evidence& found) {
    const bool name = found.name_same();
    Score best{name ? 0.8 * *found.name : 0, "name"};
    const auto consider = [&best](bool holds, double confidence, const char* how) {
        if (holds && confidence > best.confidence) best = {confidence, how};
    };
    consider(name && found.iban == Agreement::same, 0.95, "iban+name");
    consider(name && found.phone == Agreement::same, 0.9, "phone+name");
    consider(name && found.birth == Agreement::same, 0.88, "birth_date+name");
    consider(found.iban == Agreement::same, 0.6, "iban");  // an account may be the family's
    consider(found.phone == Agreement::same, 0.4, "phone");
    return best;
}

Score score(const Evidence& found) {
    if (found.id == Agreement::same || found.id == Agreement::possible) return by_identity(found);
    Score best = without_identity(found);
    // Another national id is another person, unless it is a slip away and something else agrees.
    if (found.id == Agreement::near) best.confidence *= 0.95;
    if (found.id == Agreement::other) best.confidence *= 0.5;
    return best;
}

std::vector<Check> differences_of(const Person& person, const Record& record, bool another) {
    std::vector<Check> differences;
    if (another)
        differences.push_back({"record.id_of_another", "national_id", Verdict::doubtful,
                               shown(person.get("full_name")) + " | " + shown(record.get("full_name"))});
    for (const auto& [key, stored] : record.fields) {
        const Compared* rule = compared(key);
        const std::string_view asked = person.get(key);
        if (rule == nullptr || asked.empty() || stored.empty() || rule->agree(asked, stored)) continue;
        const bool confirmed = person.readings.at(key)->source == Source::person;
        differences.push_back({"record.differs", key, confirmed ? Verdict::noted : rule->difference,
                               shown(asked) + " | " + shown(stored)});
    }
    return differences;
}

bool is_of_another(const Match& match) {
    return std::any_of(match.differences.begin(), match.differences.end(),
                       [](const Check& check) { return check.id == "record.id_of_another"; });
}

}  // namespace

std::vector<Match> match_records(const std::vector<Reading>& readings,
                                 const std::vector<Record>& candidates) {
    Person person;
    for (const Reading& reading : readings) person.readings.emplace(reading.key, &reading);
    std::vector<Match> matches;
    for (const Record& record : candidates) {
        const Evidence found = weigh(person, record);
        const Score scored = score(found);
        if (scored.confidence < worth_showing) continue;
        const bool another = found.id == Agreement::same && found.name_other();
        matches.push_back(
            {record.id, scored.confidence, scored.how, differences_of(person, record, another)});
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Match& a, const Match& b) { return a.confidence > b.confidence; });
    return matches;
}

std::vector<Check> check_match(const std::vector<Match>& matches, const std::vector<Reading>& readings) {
    if (matches.empty()) {
        Person person;
        for (const Reading& reading : readings) person.readings.emplace(reading.key, &reading);
        return {{"record.missing", "record", Verdict::doubtful, shown(person.get("full_name"))}};
    }
    const Match& best = matches.front();
    const bool alone = matches.size() == 1 || matches[1].confidence + too_near < best.confidence;
    const bool only_certain =
        best.confidence >= certain_match && (matches.size() == 1 || matches[1].confidence < certain_match);
    if (only_certain) return {{"record.matched", best.record_id, Verdict::passed, best.how}};
    if (is_of_another(best)) return {{"record.id_of_another", best.record_id, Verdict::doubtful, best.how}};
    if (alone) return {{"record.likely", best.record_id, Verdict::doubtful, best.how}};
    std::string several;
    for (const Match& match : matches)
        if (match.confidence + too_near >= best.confidence && several.size() < 200)
            several += (several.empty() ? "" : ", ") + match.record_id;
    return {{"record.ambiguous", "record", Verdict::doubtful, several}};
}

}  // namespace sanad::forms
