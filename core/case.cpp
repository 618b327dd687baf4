#include "core/case.h"

#include <algorithm>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json_members.h"
#include "core/workflow.h"

namespace sanad {
namespace {

std::string text_of(const Json& what, const char* key) { return optional_or<std::string>(what, key, {}); }

void open(Case& into, const Json& what) {
    into.kind = required<std::string>(what, "case_kind");
    into.channel = text_of(what, "channel");
    into.submitted_on = text_of(what, "submitted_on");
    const std::string_view first = initial_state(into.kind);
    into.state = first.empty() ? "received" : std::string(first);
}

Reading* field_of(Case& into, const std::string& key) {
    const auto found = std::find_if(into.fields.begin(), into.fields.end(),
                                    [&](const Reading& field) { return field.key == key; });
    return found == into.fields.end() ? nullptr : &*found;
}

// What a person confirmed stands against a later reading, and a page that was not in the file takes nothing
// away.
void put_reading(Case& into, Reading reading) {
    Reading* known = field_of(into, reading.key);
    if (known == nullptr) {
        into.fields.push_back(std::move(reading));
    } else if (known->source != Source::person &&
               (known->state == ReadState::absent || reading.state != ReadState::absent)) {
        *known = std::move(reading);
    }
}

// A case is about one paper. Another one that is read later (the signed declaration, say) has fields of the
// same names that mean something else; its reading stays in the events. A letter may come before the form.
bool is_of_the_case(const Case& into, const std::string& form) {
    return into.form.empty() || into.form == "letter" || form.empty() || form == into.form;
}

void read(Case& into, const Json& what) {
    auto document = what.get<DocumentReading>();
    if (!is_of_the_case(into, document.form)) return;
    if (!document.form.empty()) {
        into.form = document.form;
        into.version = document.version;
    }
    for (Reading& reading : document.fields) put_reading(into, std::move(reading));
}

void confirm(Case& into, const Json& what) {
    auto reading = member(what, "after").get<Reading>();
    if (Reading* known = field_of(into, reading.key))
        *known = std::move(reading);
    else
        into.fields.push_back(std::move(reading));
}

void add_fault(Case& into, const Json& what) {
    into.faults.push_back({required<std::string>(what, "id"), text_of(what, "file"), Verdict::failed,
                           text_of(what, "evidence")});
}

using Apply = void (*)(Case&, const Json&);

const std::map<std::string, Apply, std::less<>>& kinds() {
    static const std::map<std::string, Apply, std::less<>> table = {
        {"opened", open},
        {"file", [](Case& into, const Json& what) { into.files.push_back(what.get<StoredFile>()); }},
        {"reading", read},
        {"fault", add_fault},
        {"confirmed", confirm},
        {"checks", [](Case& into, const Json& what) { into.checks = list_of<Check>(what); }},
        {"matched", [](Case& into, const Json& what) { into.record_id = text_of(what, "record_id"); }},
        {"moved", [](Case& into, const Json& what) { into.state = required<std::string>(what, "to"); }},
    };
    return table;
}

void refuse_out_of_order(const Case& into, const Event& event) {
    if (!into.id.empty() && into.id != event.case_id)
        throw Error(ErrorCode::corrupt, "event of case " + event.case_id + " given to case " + into.id);
    if (event.sequence != into.events + 1)
        throw Error(ErrorCode::corrupt, "case " + event.case_id + ": event " +
                                            std::to_string(event.sequence) + " after event " +
                                            std::to_string(into.events));
}

}  // namespace

const Reading* Case::find(const std::string& key) const {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Reading& field) { return field.key == key; });
    return found == fields.end() ? nullptr : &*found;
}

void apply(Case& into, const Event& event) {
    refuse_out_of_order(into, event);
    if (const auto known = kinds().find(event.kind); known != kinds().end()) {
        try {
            known->second(into, event.what);
        } catch (
            const std::runtime_error& bad) {  // Error(bad_input): what is stored is not what its kind asks
            throw Error(ErrorCode::corrupt, "case " + event.case_id + ": event " +
                                                std::to_string(event.sequence) + ": " + bad.what());
        }
    }
    into.id = event.case_id;
    into.events = event.sequence;
    into.changed_at = event.at;
}

Case sum_of(const std::vector<Event>& events) {
    if (events.empty()) throw Error(ErrorCode::not_found, "a case without events");
    Case sum;
    for (const Event& event : events) apply(sum, event);
    return sum;
}

}  // namespace sanad
