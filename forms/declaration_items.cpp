#include "forms/declaration_items.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/dates.h"
#include "core/error.h"
#include "core/json.h"
#include "forms/amount_words.h"
#include "forms/wording.h"

namespace sanad::forms {
namespace {

using templates::Field;
using templates::Kind;

constexpr std::string_view documents_key = "documents";

bool is_declared(const Field& field) {
    return !field.office && field.kind != Kind::signature && field.kind != Kind::photo &&
           field.kind != Kind::note;
}

// A value that was read and not accepted, or could not be read, has been confirmed by nobody.
bool is_open(const Field& field, const Reading* reading) {
    if (reading == nullptr || reading->state == ReadState::absent) return field.required;
    if (reading->state == ReadState::illegible) return true;
    if (!reading->accepted && reading->source != Source::person) return true;
    return field.required && reading->state != ReadState::read;
}

void require_confirmed(const DeclarationInput& input) {
    std::string keys, labels;
    for (const auto& field : input.request->fields) {
        if (!is_declared(field) || !is_open(field, input.of->find(field.key))) continue;
        keys += (keys.empty() ? "" : ", ") + field.key;
        labels += (labels.empty() ? "" : "، ") + field.label.ar;
    }
    if (!keys.empty())
        throw Error(ErrorCode::conflict, "not confirmed: " + keys, Where{{}, {}, {}, keys},
                    UserMessage{"forms.not_confirmed", {input.of->id, labels, keys}});
}

std::string label_of(const Field& field, const std::string& key) {
    for (const auto& option : field.options)
        if (option.key == key) return option.label.ar;
    return key;
}

std::string printed(const DeclarationInput& input, const Field& field, const Reading& reading) {
    switch (field.kind) {
        case Kind::choice:
        case Kind::choices:
            return chosen_labels(field, reading, sentence(*input.declaration, "comma"));
        case Kind::date: {
            const auto day = parse_iso_day(reading.value);
            return day ? in_both_calendars(*input.declaration, *day) : pdf::keep_ltr(plain(reading.value));
        }
        case Kind::text:
            return plain(reading.value);
        case Kind::amount: {
            const auto words = amount_in_words(reading.value);
            if (!words) return pdf::keep_ltr(plain(reading.value));
            return sentence(*input.declaration, "amount",
                            {{"digits", pdf::keep_ltr(amount_in_digits(reading.value))}, {"words", *words}});
        }
        default:
            return pdf::keep_ltr(plain(reading.value));
    }
}

}  // namespace

std::vector<Item> declared_items(const DeclarationInput& input) {
    require_confirmed(input);
    std::vector<Item> items;
    for (const auto& field : input.request->fields) {
        if (!is_declared(field) || field.key == documents_key) continue;
        const auto* reading = input.of->find(field.key);
        const bool has = reading != nullptr && reading->state == ReadState::read;
        auto value = has ? printed(input, field, *reading) : std::string();
        if (value.empty()) value = sentence(*input.declaration, "empty");
        items.push_back({field.label.ar, std::move(value), field.lines > 1, field.kind == Kind::date});
    }
    return items;
}

std::string declared_data(const DeclarationInput& input) {
    Json fields = Json::array();
    for (const auto& field : input.request->fields) {
        if (!is_declared(field)) continue;
        const auto* reading = input.of->find(field.key);
        Json value;
        if (reading != nullptr && reading->state == ReadState::read)
            value = reading->values ? Json(*reading->values) : Json(reading->value);
        fields.push_back({{"key", field.key}, {"label", field.label.ar}, {"value", std::move(value)}});
    }
    const auto paper = [](const templates::Template& of) {
        return Json{{"id", of.id}, {"version", of.version}};
    };
    return Json{{"document", paper(*input.declaration)},
                {"form", paper(*input.request)},
                {"case", input.of->id},
                {"made", iso_moment(input.made)},
                {"fields", std::move(fields)}}
        .dump(1, ' ', false, Json::error_handler_t::replace);
}

std::string chosen_labels(const Field& field, const Reading& reading, const std::string& comma) {
    if (!reading.values) return label_of(field, reading.value);
    std::string all;
    for (const auto& key : *reading.values) all += (all.empty() ? "" : comma) + label_of(field, key);
    return all;
}

std::string enclosed_documents(const DeclarationInput& input) {
    const auto* field = input.request->find(documents_key);
    const auto* reading = input.of->find(std::string(documents_key));
    if (field == nullptr || reading == nullptr || reading->state != ReadState::read) return {};
    return chosen_labels(*field, *reading, sentence(*input.declaration, "comma"));
}

}  // namespace sanad::forms
