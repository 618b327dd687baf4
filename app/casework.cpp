#include "app/casework.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "app/copies_of_case.h"
#include "app/typed_value.h"
#include "core/case_id.h"
#include "core/workflow.h"

namespace sanad::app {
namespace {

Record record_of(const std::vector<Reading>& fields) {
    Record record;
    for (const auto& field : fields)
        if (field.state == ReadState::read && !field.value.empty()) record.fields[field.key] = field.value;
    return record;
}

// The readings by the names that stored records have for them: who sends a letter is its person.
std::vector<Reading> as_recorded(const templates::Template& paper, std::vector<Reading> fields) {
    for (auto& reading : fields) {
        const auto* field = paper.find(reading.key);
        if (field != nullptr && !field->record_key.empty()) reading.key = field->record_key;
    }
    return fields;
}

// The reverse, for what is said about them.
std::string key_on_paper(const templates::Template& paper, const std::string& recorded) {
    for (const auto& field : paper.fields)
        if (field.record_key == recorded) return field.key;
    return recorded;
}

// What a new stored record may hold: facts about the person that need no further look. A misread digit that
// nobody has confirmed would pass for known from then on.
Record confirmed_record(const templates::Template& paper, const Case& subject) {
    Record record;
    for (const auto& field : paper.fields) {
        const auto* reading = subject.find(field.key);
        const bool fact = !field.office && !field.record_key.empty() &&
                          field.kind != templates::Kind::signature &&
                          field.kind != templates::Kind::choices && field.lines <= 1;
        if (fact && reading != nullptr && reading->accepted && reading->state == ReadState::read)
            record.fields[field.record_key] = reading->value;
    }
    for (const char* key : {"national_id", "full_name"})
        if (record.get(key).empty())
            throw Error(ErrorCode::conflict, std::string(key) + " is not confirmed", Where{{}, {}, {}, key},
                        UserMessage{"match.unconfirmed", {subject.id, key}});
    return record;
}

void assess_match(const Desk& desk, const std::vector<Reading>& fields, const std::string& record_id,
                  Assessment& into) {
    std::vector<Record> candidates;
    if (!record_id.empty()) {
        if (auto known = desk.archive.find_record(record_id)) candidates.push_back(*std::move(known));
    } else {
        candidates = desk.archive.candidates(record_of(fields));
    }
    auto matches = forms::match_records(fields, candidates);
    if (!record_id.empty() && matches.empty() && !candidates.empty())
        matches.push_back({record_id, 1, "person", {}});
    if (!record_id.empty() &&
        !matches.empty()) {  // a person has said who it is: only the differences are left to say
        into.checks.push_back({"record.matched", record_id, Verdict::passed, "person"});
    } else {
        for (auto& check : forms::check_match(matches, fields)) into.checks.push_back(std::move(check));
    }
    if (matches.empty()) return;
    for (const auto& difference : matches.front().differences) into.checks.push_back(difference);
    const bool only = matches.size() == 1 || matches[1].confidence < forms::certain_match;
    if (matches.front().confidence < forms::certain_match || !only) return;
    into.match = matches.front();
    for (auto& candidate : candidates)
        if (candidate.id == into.match->record_id) into.record = candidate;
}

Day submission_day(const Desk& desk, const Case& subject) {
    const auto day = parse_iso_day(subject.submitted_on);
    return day ? *day : Day(std::chrono::floor<std::chrono::days>(desk.session.now));
}

// The checks of the case as it stands after `events`, and the step to "ready" where nothing is left to look
// at.
void add_assessment(const Desk& desk, const Case& after, std::vector<Event>& events) {
    const auto& paper = paper_of(desk, after);
    const auto assessment = assess(desk, paper, after.fields, after.record_id, submission_day(desk, after));
    auto all = desk.archive.events(after.id);
    all.insert(all.end(), events.begin(), events.end());
    const auto checks = with_copy_checks(assessment.checks, copy_checks(all));
    events.push_back(new_event(desk, after.id, "checks", Json(checks)));
    if (after.state == "checking" && overall(checks) <= Verdict::noted)
        events.push_back(moved(desk, after, "ready", "every check passed"));
}

// Without a value a person says that what was read is right; what could not be read must be typed.
Reading confirmed_value(const templates::Field& field, const Reading& before, const Confirmation& one) {
    if (one.typed) return typed_value(field, before, *one.typed);
    if (before.state == ReadState::illegible)
        throw Error(ErrorCode::bad_input, "an unread field can't be confirmed without a value",
                    Where{{}, {}, {}, field.key}, UserMessage{"confirm.unread", {field.label.ar, field.key}});
    Reading after = before;
    after.source = Source::person;
    after.confidence = 1;
    after.accepted = true;
    return after;
}

}  // namespace

std::string fresh_case_id(const Desk& desk) {
    std::random_device device;
    const auto year = static_cast<int>(Day(std::chrono::floor<std::chrono::days>(desk.session.now)).year());
    while (true) {
        const auto id = make_case_id(year, static_cast<unsigned long long>(device()) << 32 | device());
        if (!desk.archive.find_case(id)) return id;
    }
}

Event new_event(const Desk& desk, const std::string& case_id, const std::string& kind, Json what) {
    return {case_id, 0, iso_moment(desk.session.now), desk.session.who, kind, std::move(what)};
}

Event moved(const Desk& desk, const Case& subject, const std::string& to, const std::string& why) {
    return new_event(desk, subject.id, "moved", {{"from", subject.state}, {"to", to}, {"why", why}});
}

Case need_case(const storage::Archive& archive, const std::string& id) {
    const auto parsed = parse_case_id(id);
    if (auto found = archive.find_case(parsed.value_or(id))) return *std::move(found);
    throw Error(ErrorCode::not_found, "no case " + id, UserMessage{"case.not_found", {id}});
}

const templates::Template& paper_of(const Desk& desk, const Case& subject) {
    if (const auto* paper = desk.papers.find(subject.form, subject.version)) return *paper;
    throw Error(ErrorCode::not_found, "case " + subject.id + " has no paper that was read",
                UserMessage{"case.no_paper", {subject.id}});
}

Assessment assess(const Desk& desk, const templates::Template& paper, const std::vector<Reading>& fields,
                  const std::string& record_id, Day submitted) {
    Assessment assessment;
    assessment.checks = forms::check_document(paper, fields, submitted);
    const auto own = assessment.checks.size();
    assess_match(desk, as_recorded(paper, fields), record_id, assessment);
    for (auto i = own; i < assessment.checks.size(); ++i)
        assessment.checks[i].subject = key_on_paper(paper, assessment.checks[i].subject);
    return assessment;
}

Case confirm(const Desk& desk, const std::string& case_id, const std::vector<Confirmation>& confirmations) {
    Case after = need_case(desk.archive, case_id);
    const auto& paper = paper_of(desk, after);
    std::vector<Event> events;
    for (const auto& one : confirmations) {
        const auto* field = paper.find(one.key);
        if (field == nullptr)
            throw Error(ErrorCode::not_found, "the paper has no field " + one.key, Where{{}, {}, {}, one.key},
                        UserMessage{"confirm.no_field", {one.key, paper.title.ar}});
        Reading before;
        if (const auto* read = after.find(one.key)) before = *read;
        const Reading now = confirmed_value(*field, before, one);
        events.push_back(
            new_event(desk, after.id, "confirmed", {{"key", one.key}, {"before", before}, {"after", now}}));
        auto place = std::find_if(after.fields.begin(), after.fields.end(),
                                  [&](const Reading& reading) { return reading.key == one.key; });
        place == after.fields.end() ? after.fields.push_back(now) : void(*place = now);
    }
    add_assessment(desk, after, events);
    return desk.archive.append(after.id, std::move(events));
}

Case match(const Desk& desk, const std::string& case_id, const std::string& record_id) {
    Case after = need_case(desk.archive, case_id);
    std::string id = record_id;
    if (id == "new") {
        const Record own = confirmed_record(paper_of(desk, after), after);
        desk.archive.import_records({own});
        for (const auto& candidate : desk.archive.candidates(own))
            if (candidate.get("national_id") == own.get("national_id")) id = candidate.id;
    }
    const auto record = desk.archive.find_record(id);
    if (!record) throw Error(ErrorCode::not_found, "no record " + id, UserMessage{"records.not_found", {id}});
    std::vector<Event> events;
    events.push_back(
        new_event(desk, after.id, "matched",
                  {{"record_id", id}, {"how", "person"}, {"confidence", 1}, {"record", *record}}));
    after.record_id = id;
    add_assessment(desk, after, events);
    return desk.archive.append(after.id, std::move(events));
}

namespace {

bool has_file(const Case& subject, std::string_view role) {
    return std::any_of(subject.files.begin(), subject.files.end(),
                       [&](const StoredFile& file) { return file.role == role; });
}

// States that follow from an act are not given by a word. The one exception is paper: a declaration signed
// with ink, or a feedback form, whose scan is filed in the case.
bool act_is_on_paper(const Case& subject, const std::string& to) {
    if (to == "declared")
        return has_file(subject, "declaration-signed") || has_file(subject, "applicant-declaration-scan");
    if (to == "evaluated") return has_file(subject, "service-feedback-scan");
    return false;
}

bool by_person(const Case& subject, const std::string& to) {
    return std::any_of(transitions().begin(), transitions().end(), [&](const Transition& one) {
        return one.kind == subject.kind && one.from == subject.state && one.to == to && one.by_person;
    });
}

}  // namespace

Case move(const Desk& desk, const std::string& case_id, const std::string& to, const std::string& why) {
    const Case before = need_case(desk.archive, case_id);
    if (!allowed(before.kind, before.state, to)) {
        std::string possible;
        for (const auto next : next_states(before.kind, before.state))
            possible += (possible.empty() ? "" : ", ") + std::string(next);
        throw Error(ErrorCode::conflict, "no transition from " + before.state + " to " + to,
                    UserMessage{"case.no_transition", {before.id, before.state, to, possible}});
    }
    if (!by_person(before, to) && !act_is_on_paper(before, to))
        throw Error(ErrorCode::conflict, to + " follows from an act, not from a word",
                    UserMessage{"case.by_act", {before.id, say(desk.session, "state." + to)}});
    return desk.archive.append(before.id, {moved(desk, before, to, why)});
}

}  // namespace sanad::app
