#include "ocr/form_fields.h"

#include <algorithm>

#include "core/arabic.h"
#include "ocr/normalise.h"

namespace sanad::ocr {
namespace {

using templates::Field;
using templates::Kind;

constexpr double most = 0.6;  // of the paper's fields, for a form to be that paper's

bool is_mark(const pdf::FormValue& value) { return value.type == "Btn"; }
bool is_set(const pdf::FormValue& value) {
    return !tidy(value.value).empty() && !(is_mark(value) && value.value == "Off");
}

const pdf::FormValue* find(const std::vector<pdf::FormValue>& values, const std::string& name) {
    const auto found =
        std::find_if(values.begin(), values.end(), [&](const auto& value) { return value.name == name; });
    return found == values.end() ? nullptr : &*found;
}

// Check boxes of a multiple choice have a field each: the key and the option's key, with one sign between
// them.
const pdf::FormValue* find_option(const std::vector<pdf::FormValue>& values, const Field& field,
                                  const std::string& option) {
    const auto found = std::find_if(values.begin(), values.end(), [&](const auto& value) {
        return value.name.size() == field.key.size() + 1 + option.size() &&
               value.name.starts_with(field.key) && value.name.ends_with(option);
    });
    return found == values.end() ? nullptr : &*found;
}

bool is_present(const std::vector<pdf::FormValue>& values, const Field& field) {
    return find(values, field.key) != nullptr ||
           std::any_of(field.options.begin(), field.options.end(),
                       [&](const auto& option) { return find_option(values, field, option.key) != nullptr; });
}

// What stands in the field, empty where nothing does.
std::string content_of(const std::vector<pdf::FormValue>& values, const Field& field) {
    const auto* whole = find(values, field.key);
    if (whole != nullptr) return is_set(*whole) ? whole->value : std::string();
    std::string keys;
    for (const auto& option : field.options) {
        const auto* one = find_option(values, field, option.key);
        if (one != nullptr && is_set(*one)) keys += (keys.empty() ? "" : ",") + option.key;
    }
    return keys;
}

std::string shown(const Field& field, const std::string& content) {
    if (field.kind != Kind::choice && field.kind != Kind::choices) return content;
    std::string labels;
    const auto normal = normalise(field, content);
    for (const auto& option : field.options) {
        if (!normal) return content;
        const bool chosen = normal->values
                                ? std::count(normal->values->begin(), normal->values->end(), option.key) > 0
                                : normal->value == option.key;
        if (chosen) labels += (labels.empty() ? "" : "، ") + option.label.ar;
    }
    return labels;
}

Reading read_value(const Field& field, const std::string& content) {
    Reading reading;
    reading.key = field.key;
    reading.page = field.page;
    reading.box = field.box;
    reading.source = Source::pdf_field;
    reading.confidence = 1;
    if (tidy(content).empty()) {
        reading.state = ReadState::empty;
        reading.accepted = true;
        return reading;
    }
    reading.text = shown(field, content);
    const auto normal = normalise(field, content);
    if (!normal) {
        reading.state = ReadState::illegible;
        reading.confidence = 0;
        return reading;
    }
    reading.state = ReadState::read;
    reading.value = normal->value;
    reading.values = normal->values;
    reading.calendar = normal->calendar;
    reading.written = normal->written;
    reading.accepted = well_formed(field.kind, normal->value);
    return reading;
}

}  // namespace

bool is_filled_form(const templates::Template& paper, const std::vector<pdf::FormValue>& values) {
    const auto there = std::count_if(paper.fields.begin(), paper.fields.end(),
                                     [&](const Field& field) { return is_present(values, field); });
    if (paper.fields.empty() || static_cast<double>(there) < most * static_cast<double>(paper.fields.size()))
        return false;
    return std::any_of(paper.fields.begin(), paper.fields.end(), [&](const Field& field) {
        return field.kind != Kind::signature && !content_of(values, field).empty();
    });
}

std::vector<Reading> read_form(const templates::Template& paper, const std::vector<pdf::FormValue>& values) {
    std::vector<Reading> readings;
    for (const auto& field : paper.fields)
        readings.push_back(is_present(values, field) ? read_value(field, content_of(values, field)) : [&] {
            Reading absent;
            absent.key = field.key, absent.page = field.page, absent.box = field.box;
            absent.source = Source::pdf_field;
            return absent;
        }());
    return readings;
}

}  // namespace sanad::ocr
