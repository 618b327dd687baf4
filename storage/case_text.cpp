// The sum of a case as JSON text: of the shape that core/json.h gives it, which a test holds it to.
#include "storage/case_values.h"

#include <initializer_list>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "storage/json_text.h"

namespace sanad::storage {
namespace {

void add_text_or_null(std::string& to, const std::string& text) {
    if (text.empty())
        to += "null";
    else
        add_json_string(to, text);
}

struct TextMember {
    const char* key;
    const std::string& text;
};
void add_texts(JsonMembers& member, std::initializer_list<TextMember> texts) {
    for (const TextMember& one : texts) add_json_string(member(one.key), one.text);
}

void add_whole(std::string& to, std::uint64_t number) { to += std::to_string(number); }

template <class List, class Add>
void add_list(std::string& to, const List& list, Add add) {
    to += '[';
    for (const auto& one : list) {
        if (&one != &*list.begin()) to += ',';
        add(to, one);
    }
    to += ']';
}

void add_file(std::string& to, const StoredFile& file) {
    JsonMembers member(to);
    add_texts(member, {{"role", file.role},
                       {"name", file.name},
                       {"media_type", file.media_type},
                       {"sha256", file.sha256}});
    add_whole(member("size"), file.size);
    add_text_or_null(member("at"), file.at);
    member.end();
}

void add_check(std::string& to, const Check& check) {
    JsonMembers member(to);
    add_texts(member, {{"id", check.id}, {"subject", check.subject}});
    add_json_string(member("verdict"), name_of(check.verdict));
    add_json_string(member("evidence"), check.evidence);
    member.end();
}

void add_value(std::string& to, const Reading& reading) {
    if (reading.state != ReadState::read)
        to += "null";
    else if (reading.values)
        add_list(to, *reading.values, add_json_string);
    else
        add_json_string(to, reading.value);
}

void add_alternative(std::string& to, const Alternative& other) {
    JsonMembers member(to);
    add_json_string(member("value"), other.value);
    add_json(member("confidence"), other.confidence);
    member.end();
}

void add_reading(std::string& to, const Reading& reading) {
    JsonMembers member(to);
    add_json_string(member("key"), reading.key);
    member("page") += std::to_string(reading.page);
    add_list(member("box_mm"),
             std::initializer_list<double>{reading.box.x, reading.box.y, reading.box.w, reading.box.h},
             [](std::string& into, double number) { add_json(into, number); });
    add_json_string(member("state"), name_of(reading.state));
    add_value(member("value"), reading);
    add_json_string(member("text"), reading.text);
    add_json(member("confidence"), reading.confidence);
    member("accepted") += reading.accepted ? "true" : "false";
    add_json_string(member("source"), name_of(reading.source));
    add_list(member("alternatives"), reading.alternatives, add_alternative);
    if (!reading.calendar.empty()) add_json_string(member("calendar"), reading.calendar);
    if (!reading.written.empty()) add_json_string(member("written"), reading.written);
    if (!reading.model.empty()) add_json_string(member("model"), reading.model);
    member.end();
}

void add_case(std::string& to, const Case& value) {
    JsonMembers member(to);
    add_texts(member, {{"id", value.id}, {"kind", value.kind}, {"state", value.state}});
    add_text_or_null(member("channel"), value.channel);
    add_text_or_null(member("submitted_on"), value.submitted_on);
    add_text_or_null(member("form"), value.form);
    member("version") += std::to_string(value.version);
    add_text_or_null(member("record_id"), value.record_id);
    add_list(member("files"), value.files, add_file);
    add_list(member("fields"), value.fields, add_reading);
    add_list(member("checks"), value.checks, add_check);
    add_list(member("faults"), value.faults, add_check);
    add_whole(member("events"), value.events);
    add_text_or_null(member("changed_at"), value.changed_at);
    member.end();
}

}  // namespace

std::string case_text(const Case& value) {
    try {
        std::string text;
        add_case(text, value);
        return text;
    } catch (const nlohmann::json::exception&) {  // letters that are none: they become others
        return dump_json(Json(value));
    }
}

}  // namespace sanad::storage
