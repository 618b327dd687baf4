#include <nlohmann/json.hpp>

#include "core/case.h"
#include "core/json_members.h"
#include "core/record.h"

namespace sanad {

void to_json(Json& into, const Record& record) {
    into = Json{{"id", record.id}, {"fields", Json::object()}};
    for (const auto& [key, value] : record.fields) into["fields"][key] = value;
}

void from_json(const Json& from, Record& into) {
    Record record;
    record.id = required<std::string>(from, "id");
    const Json& fields = member(from, "fields");
    if (!fields.is_object()) refuse_member("fields", "is not an object");
    for (const auto& [key, value] : fields.items())
        record.fields[key] = value_of<std::string>(value, key.c_str());
    into = std::move(record);
}

void to_json(Json& into, const StoredFile& file) {
    into = Json{{"role", file.role},     {"name", file.name}, {"media_type", file.media_type},
                {"sha256", file.sha256}, {"size", file.size}, {"at", text_or_null(file.at)}};
}

void from_json(const Json& from, StoredFile& file) {
    file.role = required<std::string>(from, "role");
    file.name = required<std::string>(from, "name");
    file.media_type = required<std::string>(from, "media_type");
    file.sha256 = required<std::string>(from, "sha256");
    file.size = required<std::uint64_t>(from, "size");
    file.at = optional_or<std::string>(from, "at", {});
}

void to_json(Json& into, const Event& event) {
    into = Json{{"case_id", event.case_id}, {"sequence", event.sequence}, {"at", event.at},
                {"who", event.who},         {"kind", event.kind},         {"what", event.what}};
}

void from_json(const Json& from, Event& event) {
    event.case_id = required<std::string>(from, "case_id");
    event.sequence = required<std::uint64_t>(from, "sequence");
    event.at = required<std::string>(from, "at");
    event.who = required<std::string>(from, "who");
    event.kind = required<std::string>(from, "kind");
    event.what = member(from, "what");
}

void to_json(Json& into, const Case& value) {
    into = Json{{"id", value.id},
                {"kind", value.kind},
                {"state", value.state},
                {"channel", text_or_null(value.channel)},
                {"submitted_on", text_or_null(value.submitted_on)},
                {"form", text_or_null(value.form)},
                {"version", value.version},
                {"record_id", text_or_null(value.record_id)},
                {"files", json_list(value.files)},
                {"fields", json_list(value.fields)},
                {"checks", json_list(value.checks)},
                {"faults", json_list(value.faults)},
                {"events", value.events},
                {"changed_at", text_or_null(value.changed_at)}};
}

}  // namespace sanad
