#include "app/form_wire.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace sanad::app {
namespace {

Json place_in(const pdf::FieldPlace& place) {
    return {{"page", place.page == 0 ? Json(nullptr) : Json(place.page)}, {"box_mm", place.box}};
}

Json wire_field(const pdf::ForeignField& field) {
    Json made = {{"key", field.name}, {"kind", pdf::name_of(field.kind)}};
    made.update(place_in(field.places.empty() ? pdf::FieldPlace{} : field.places.front()));
    if (!field.tip.empty()) made["tip"] = field.tip;
    made["value"] = field.kind == pdf::ForeignKind::choices ? Json(field.values)
                    : field.values.empty()                  ? Json(nullptr)
                                                            : Json(field.values.front());
    if (field.kind != pdf::ForeignKind::check)
        for (const auto& option : field.options) {
            Json one = {{"key", option.key}, {"label", option.label}};
            if (option.place.page != 0) one.update(place_in(option.place));
            made["options"].push_back(std::move(one));
        }
    if (field.max_length > 0) made["max_length"] = field.max_length;
    for (const auto& [key, set] :
         {std::pair{"comb", field.comb}, {"multiline", field.multiline}, {"editable", field.editable}})
        if (set) made[key] = true;
    for (const auto& [key, set] :
         {std::pair{"required", field.required}, {"read_only", field.read_only}, {"locked", field.locked}})
        made[key] = set;
    if (field.places.size() > 1 && made.value("options", Json::array()).empty())
        for (const auto& place : field.places) made["places"].push_back(place_in(place));
    return made;
}

std::string text_in(const Json& value, const std::string& name) {
    if (value.is_string()) return value.get<std::string>();
    // As it was written: 4500, 12.5.
    if (value.is_number()) return dump_json(value);
    throw Error(ErrorCode::bad_input, "no value for a form field", Where{{}, {}, {}, name},
                UserMessage{"fill.bad_data", {name}});
}

void add_entries(const Json& value, const std::string& name, std::vector<pdf::FieldEntry>& into) {
    if (value.is_object()) {
        for (const auto& [key, inner] : value.items())
            add_entries(inner, name.empty() ? key : name + "." + key, into);
        return;
    }
    pdf::FieldEntry entry{name};
    if (value.is_boolean()) {
        entry.ticked = value.get<bool>();
    } else if (value.is_array()) {
        for (const auto& item : value) entry.values.push_back(text_in(item, name));
    } else if (!value.is_null()) {
        entry.values.push_back(text_in(value, name));
    }
    if (std::any_of(into.begin(), into.end(), [&](const auto& other) { return other.name == name; }))
        throw Error(ErrorCode::bad_input, "a form field is given twice", Where{{}, {}, {}, name},
                    UserMessage{"fill.twice", {name}});
    into.push_back(std::move(entry));
}

}  // namespace

Json wire_form(const pdf::ForeignForm& form) {
    Json fields = Json::array();
    for (const auto& field : form.fields) fields.push_back(wire_field(field));
    return {{"signatures", form.signatures}, {"fields", std::move(fields)}};
}

std::vector<pdf::FieldEntry> form_entries(const Json& values) {
    if (!values.is_object())
        throw Error(ErrorCode::bad_input, "the values are no JSON object", UserMessage{"fill.no_object", {}});
    std::vector<pdf::FieldEntry> entries;
    add_entries(values, "", entries);
    return entries;
}

Json wire_form_entries(const std::vector<pdf::FieldEntry>& entries) {
    Json list = Json::array();
    for (const auto& entry : entries)
        list.push_back({{"name", entry.name},
                        {"values", entry.values},
                        {"ticked", entry.ticked ? Json(*entry.ticked) : Json(nullptr)}});
    return list;
}

std::vector<pdf::FieldEntry> form_entries_from_wire(const Json& value) {
    std::vector<pdf::FieldEntry> entries;
    for (const auto& item : value) {
        pdf::FieldEntry entry{item.at("name").get<std::string>(),
                              item.at("values").get<std::vector<std::string>>()};
        if (item.at("ticked").is_boolean()) entry.ticked = item.at("ticked").get<bool>();
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace sanad::app
