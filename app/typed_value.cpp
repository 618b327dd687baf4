#include "app/typed_value.h"

#include <algorithm>

#include "core/arabic.h"
#include "core/dates.h"
#include "core/error.h"
#include "core/identifiers.h"

namespace sanad::app {
namespace {

using templates::Field;
using templates::Kind;

[[noreturn]] void refuse(const Field& field, const std::string& typed) {
    throw Error(ErrorCode::bad_input, "not a value of this kind of field: " + typed,
                Where{{}, {}, {}, field.key},
                UserMessage{"confirm.bad_value", {typed, field.label.ar, field.key}});
}

bool all_digits(const std::string& text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string without(std::string text, const std::string& characters) {
    std::erase_if(text, [&](char c) { return characters.find(c) != std::string::npos; });
    return text;
}

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

void set_date(const Field& field, Reading& into, const std::string& typed) {
    const auto date = parse_written_date(typed);
    const auto day = date ? to_gregorian(*date) : std::nullopt;
    if (!day) refuse(field, typed);
    into.value = iso_day(*day);
    into.calendar = date->calendar == Calendar::hijri ? "hijri" : "gregorian";
    into.written = written(*date);
}

const templates::Option& option(const Field& field, const std::string& typed) {
    for (const auto& one : field.options)
        if (one.key == typed || fold_name(one.label.ar) == fold_name(typed)) return one;
    refuse(field, typed);
}

void set_choices(const Field& field, Reading& into, const std::string& typed) {
    std::vector<std::string> chosen;
    for (std::size_t start = 0; start <= typed.size();) {
        const auto comma = std::min(typed.find(',', start), typed.size());
        chosen.push_back(option(field, tidy(typed.substr(start, comma - start))).key);
        start = comma + 1;
    }
    into.values.emplace();
    for (const auto& one : field.options) {  // in the paper's order
        if (std::find(chosen.begin(), chosen.end(), one.key) == chosen.end()) continue;
        into.values->push_back(one.key);
        into.value += (into.value.empty() ? "" : ",") + one.key;
    }
}

void set_number(const Field& field, Reading& into, const std::string& typed) {
    auto digits = without(western_digits(typed), " -\t");
    if (field.kind == Kind::iban) digits = upper(digits);
    if (field.kind == Kind::amount) digits = without(digits, ",");
    const bool fits = field.kind == Kind::amount ? amount_valid(digits)
                      : field.kind == Kind::iban ? digits.size() > 4 && all_digits(digits.substr(2))
                                                 : all_digits(digits);
    if (!fits) refuse(field, typed);
    into.value = digits;
}

void set_value(const Field& field, Reading& into, const std::string& typed) {
    switch (field.kind) {
        case Kind::date:
            return set_date(field, into, typed);
        case Kind::choice:
            into.value = option(field, typed).key;
            return;
        case Kind::choices:
            return set_choices(field, into, typed);
        case Kind::digits:
        case Kind::national_id:
        case Kind::phone:
        case Kind::iban:
        case Kind::amount:
            return set_number(field, into, typed);
        case Kind::signature:
            if (typed != "present") refuse(field, typed);
            into.value = typed;
            return;
        case Kind::text:
        case Kind::photo:
        case Kind::note:
            into.value = typed;
            return;
    }
}

}  // namespace

Reading typed_value(const Field& field, const Reading& before, const std::string& typed) {
    Reading after;
    after.key = field.key;
    after.page = before.page;
    after.box = before.box;
    after.source = Source::person;
    after.confidence = 1;
    after.accepted = true;
    after.text = tidy(strip_invisible(typed));
    std::erase_if(after.text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    after.state = after.text.empty() ? ReadState::empty : ReadState::read;
    if (!after.text.empty()) set_value(field, after, after.text);
    return after;
}

}  // namespace sanad::app
