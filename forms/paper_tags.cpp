#include "forms/paper_tags.h"

#include <algorithm>
#include <cmath>

#include "core/messages.h"

namespace sanad::forms {

using pdf::Node;
using pdf::Role;
using pdf::Structure;
using templates::Field;
using templates::Print;
using templates::TextRole;

namespace {

bool near(double a, double b) { return std::abs(a - b) < 1e-6; }
bool same(const BoxMm& a, const BoxMm& b) {
    return near(a.x, b.x) && near(a.y, b.y) && near(a.w, b.w) && near(a.h, b.h);
}

}  // namespace

PaperTags::PaperTags(Structure& structure, const templates::Template& paper)
    : structure_(structure), paper_(paper), heading_(structure.add(Structure::root, Role::division)) {}

Node PaperTags::of_association(int page) const {
    return page == 1 ? structure_.add(heading_, Role::paragraph) : pdf::artifact;
}

Node PaperTags::of_code(int page, const std::string& says) const {
    if (page != 1) return pdf::artifact;
    return structure_.add(heading_,
                          pdf::NodeEntry{Role::figure, message("forms.code_shows", Language::ar, {says})});
}

const Field* PaperTags::field_labelled(int page, const BoxMm& label) const {
    const auto found = std::find_if(paper_.fields.begin(), paper_.fields.end(), [&](const Field& field) {
        return field.page == page && same(field.label_box, label);
    });
    return found == paper_.fields.end() ? nullptr : &*found;
}

bool PaperTags::is_column(const Field& field) const {
    return std::any_of(paper_.fields.begin(), paper_.fields.end(), [&](const Field& other) {
        return &other != &field && other.page == field.page && same(other.label_box, field.label_box);
    });
}

PaperTags::Table& PaperTags::table_of(const Field& column) {
    Table& table = tables_[{column.page, column.label_box.y}];
    if (table.node == pdf::untagged) {
        table.node = structure_.add(section(), Role::table);
        table.head = structure_.add(table.node, Role::table_row);
    }
    return table;
}

// The cells of one row, made at once, from right to left: its number, then its fields.
std::map<std::string, Node>& PaperTags::row_of(const Field& field) {
    Table& table = table_of(field);
    auto [row, is_new] = table.rows.try_emplace(field.box.y);
    if (!is_new) return row->second;
    const Node node = structure_.add(table.node, Role::table_row);
    row->second[""] = structure_.add(node, pdf::NodeEntry{Role::header_cell, {}, pdf::Scope::row});
    for (const auto& other : paper_.fields)
        if (other.page == field.page && near(other.box.y, field.box.y))
            row->second[other.key] = structure_.add(node, Role::cell);
    return row->second;
}

Node PaperTags::of_label(int page, const Print& print) {
    // The heads and numbers of a table stand in the heights of its columns and rows.
    for (const auto& field : paper_.fields) {
        if (field.page != page || !is_column(field)) continue;
        if (near(print.box.y, field.label_box.y) && near(print.box.h, field.label_box.h))
            return structure_.add(table_of(field).head,
                                  pdf::NodeEntry{Role::header_cell, {}, pdf::Scope::column});
        if (near(print.box.y, field.box.y) && near(print.box.h, field.box.h)) return row_of(field)[""];
    }
    field_ = field_labelled(page, print.box);
    if (field_ == nullptr) return structure_.add(section(), Role::paragraph);
    return structure_.add(of_field(*field_), Role::paragraph);
}

Node PaperTags::of_print(int page, const Print& print) {
    switch (print.role) {
        case TextRole::title:
            return page == 1 ? structure_.add(heading_, Role::heading1) : pdf::artifact;
        case TextRole::subtitle:
            return page == 1 ? structure_.add(heading_, Role::paragraph) : pdf::artifact;
        case TextRole::footer:
            return pdf::artifact;
        case TextRole::section:
            field_ = nullptr;
            section_ = structure_.add(Structure::root, Role::section);
            return structure_.add(section_, Role::heading2);
        case TextRole::paragraph:
            field_ = nullptr;
            return structure_.add(section(), Role::paragraph);
        case TextRole::label:
            return of_label(page, print);
        case TextRole::option:
            for (const auto& option : field_ == nullptr ? std::vector<templates::Option>() : field_->options)
                if (same(option.label_box, print.box))
                    return structure_.add(of_option(*field_, option), Role::paragraph);
            break;
        case TextRole::hint:
        case TextRole::cell_prefix:
            break;
    }
    return structure_.add(field_ == nullptr ? section() : of_field(*field_), Role::paragraph);
}

Node PaperTags::of_field(const Field& field) {
    if (is_column(field)) return row_of(field).at(field.key);
    const auto [entry, is_new] = fields_.try_emplace(field.key);
    if (is_new) entry->second = structure_.add(section(), Role::division);
    return entry->second;
}

Node PaperTags::of_option(const Field& field, const templates::Option& option) {
    const auto [entry, is_new] = options_.try_emplace({field.key, option.key});
    if (is_new) entry->second = structure_.add(of_field(field), Role::division);
    return entry->second;
}

}  // namespace sanad::forms
