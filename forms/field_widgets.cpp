#include "forms/field_widgets.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/time.h"

namespace sanad::forms {
namespace {

using templates::Field;
using templates::Kind;

[[noreturn]] void refuse(const Field& field, const std::string& value) {
    throw Error(ErrorCode::bad_input, "can't be filled into the blank: " + value,
                Where{{}, {}, {}, field.key}, UserMessage{"forms.value_unfit", {value, field.label.ar}});
}

// Cells to write in: those in which the paper has letters printed are none.
std::size_t open_cells(const Field& field) {
    return static_cast<std::size_t>(field.cells) - std::min(field.prefix.size(), field.cell_boxes.size());
}

BoxMm open_box(const Field& field) {
    BoxMm box = field.box;
    if (field.cells == 0 || field.prefix.empty()) return box;
    box.x = field.cell_boxes.at(field.prefix.size()).x;
    box.w = field.box.right() - box.x;
    return box;
}

// What stands in the cells: a date as ddmmyyyy; an amount in whole riyals; an IBAN behind its printed letters.
std::string cell_text(const Field& field, const std::string& value) {
    if (value.empty()) return value;
    std::string cells = value;
    if (field.kind == Kind::date) {
        const auto day = parse_iso_day(value);
        if (!day) refuse(field, value);
        cells = fmt::format("{:02}{:02}{:04}", static_cast<unsigned>(day->day()),
                            static_cast<unsigned>(day->month()), static_cast<int>(day->year()));
    }
    if (field.kind == Kind::amount && cells.ends_with(".00")) cells.resize(cells.size() - 3);
    if (!field.prefix.empty() && cells.starts_with(field.prefix)) cells.erase(0, field.prefix.size());
    const bool plain = std::all_of(cells.begin(), cells.end(),
                                   [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
    if (!plain || cells.size() > open_cells(field)) refuse(field, value);
    return cells;
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < list.size();) {
        const auto comma = std::min(list.find(',', at), list.size());
        parts.push_back(list.substr(at, comma - at));
        at = comma + 1;
    }
    return parts;
}

void add_text(pdf::Writer& writer, const Field& field, const std::string& value) {
    pdf::Writer::TextField text;
    text.name = field.key;
    text.tip = field.label.ar;
    text.value = field.cells > 0 ? cell_text(field, value) : value;
    text.multiline = field.lines > 1;
    text.rtl = field.cells == 0;
    text.comb = static_cast<int>(open_cells(field));
    text.size_pt = field.cells > 0 ? 13 : 12;
    if (text.multiline) text.leading = field.box.h / field.lines * pt_per_mm / text.size_pt;
    writer.text_field(field.page, open_box(field), text);
}

void add_choice(pdf::Writer& writer, const Field& field, const std::string& value, PaperTags& tags) {
    std::vector<pdf::FieldOption> options;
    bool known = value.empty();
    for (const auto& option : field.options) {
        options.push_back({option.key, option.label.ar, option.box, tags.of_option(field, option)});
        known = known || option.key == value;
    }
    if (!known) refuse(field, value);
    writer.radio(field.page, field.key, field.label.ar, options, value);
}

void add_choices(pdf::Writer& writer, const Field& field, const std::string& value, PaperTags& tags) {
    auto chosen = split(value);
    for (const auto& option : field.options) {
        const bool on = std::erase(chosen, option.key) > 0;
        writer.fields_in(tags.of_option(field, option));
        writer.check_box(field.page, option.box, field.key + "-" + option.key,
                         field.label.ar + ": " + option.label.ar, on);
    }
    if (!chosen.empty()) refuse(field, chosen.front());
}

}  // namespace

void add_widget(pdf::Writer& writer, const Field& field, const std::string& value, PaperTags& tags) {
    switch (field.kind) {
        case Kind::choice:
            return add_choice(writer, field, value, tags);
        case Kind::choices:
            return add_choices(writer, field, value, tags);
        case Kind::photo:
        case Kind::note:
            return;  // kept as a picture: nothing to type
        case Kind::signature:
            writer.fields_in(tags.of_field(field));
            return writer.signature_field(field.page, field.box, field.key, field.label.ar);
        default:
            writer.fields_in(tags.of_field(field));
            return add_text(writer, field, value);
    }
}

}  // namespace sanad::forms
