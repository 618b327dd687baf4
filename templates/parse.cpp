// TOML to Definition, for papers that the program lays out. Every value is asked for by name; what was not
// asked for is an error at its place.
#include "templates/parse_field.h"

#include "templates/library.h"
#include "templates/parse_foreign.h"

namespace sanad::templates {
namespace {

constexpr std::size_t max_bytes = 256u << 10;
constexpr std::size_t max_fields = 400;
constexpr int max_pages = 20;

FieldDefinition read_field(Table table, bool office) {
    FieldDefinition definition;
    definition.field = read_field_head(table, office, PrintedBy::own);
    const Field& field = definition.field;
    definition.share = table.number("share", 1, 0.01, 100);
    if (field.cells == 0 && field.options.empty()) definition.width = table.number("width", 0, 1, 180);
    if (field.kind == Kind::signature || field.kind == Kind::photo || field.kind == Kind::note)
        definition.height = table.number("height", 0, 1, 250);
    const auto* side = table.take("label_at");
    const auto place = side == nullptr ? "above" : table.string_of(*side, "label_at");
    if (place != "above" && place != "side")
        table.refuse(side, "templates.wrong_type", {"label_at", "\"above\", \"side\""});
    definition.label_at_side = place == "side";
    table.finish();
    return definition;
}

void read_rows(SectionDefinition& section, Table& table, std::size_t& fields) {
    const auto& rows = table.need("rows");
    for (const auto& row : table.list_of(rows, "rows")) {
        auto& into = section.rows.emplace_back();
        for (const auto& field : table.list_of(row, "rows")) {
            if (++fields > max_fields)
                table.refuse(&field, "templates.too_large", {std::to_string(max_fields)});
            into.push_back(read_field(table.table_of(field, "rows"), section.office));
        }
        if (into.empty()) table.refuse(&row, "templates.row_empty");
    }
}

void read_columns(SectionDefinition& section, const toml::node& columns, Table& table, std::size_t& fields) {
    for (const auto& element : table.list_of(columns, "columns")) {
        Table inner = table.table_of(element, "columns");
        ColumnDefinition column;
        column.key = inner.string("key");
        if (!column.key.empty() && !is_name(column.key, "_"))
            table.refuse(&element, "templates.bad_key", {column.key});
        const auto name = inner.string("kind", "text");
        const auto kind = kind_of(name);
        if (!kind || (*kind != Kind::text && *kind != Kind::signature && *kind != Kind::note))
            table.refuse(&element, "templates.unknown_kind", {name});
        column.kind = *kind;
        column.label = inner.text("label");
        inner.need("width");
        column.width = inner.number("width", 0, 1, 180);
        column.required = inner.boolean("required", false);
        inner.finish();
        section.columns.push_back(std::move(column));
    }
    table.need("count");
    section.count = table.whole("count", 1, 1, 40);
    section.row_height = table.number("row_height", 10, 1, 100);
    fields += section.columns.size() * static_cast<std::size_t>(section.count);
    if (fields > max_fields) table.refuse(&columns, "templates.too_large", {std::to_string(max_fields)});
}

SectionDefinition read_section(Table table, std::size_t& fields) {
    SectionDefinition section;
    section.title = table.text("title");
    section.office = table.boolean("office", false);
    section.new_page = table.boolean("new_page", false);
    if (const auto* area = table.take("area")) {
        section.area = table.string_of(*area, "area");
        if (!is_name(section.area, "_")) table.refuse(area, "templates.bad_key", {section.area});
        section.height = table.number("height", 20, 1, 250);
        section.blank_texts = table.strings("blank_texts");
    } else if (table.take("paragraph") != nullptr) {
        section.paragraph = table.text("paragraph");
        section.lines = table.whole("lines", 1, 1, 20);
    } else if (const auto* columns = table.take("columns")) {
        read_columns(section, *columns, table, fields);
    } else {
        read_rows(section, table, fields);
    }
    table.finish();
    return section;
}

Definition read_paper(Table table) {
    Definition definition;
    definition.head = read_paper_head(table);
    definition.subtitle = table.text("subtitle");
    std::size_t fields = 0;
    const auto& sections = table.need("section");
    for (const auto& section : table.list_of(sections, "section"))
        definition.sections.push_back(read_section(table.table_of(section, "section"), fields));
    table.finish();
    return definition;
}

toml::table parsed_toml(std::string_view toml, const std::string& file_name) {
    const toml::source_region start{{1, 1}, {1, 1}, nullptr};
    if (toml.size() > max_bytes) refuse(file_name, start, "templates.too_large", {"256 KiB"});
    try {
        return toml::parse(toml, file_name);
    } catch (const toml::parse_error& error) {
        refuse(file_name, error.source(), "templates.syntax", {std::string(error.description())});
    }
}

}  // namespace

Template parse_template(std::string_view toml, const std::string& file_name) {
    const auto parsed = parsed_toml(toml, file_name);
    Table table(parsed, file_name);
    if (table.has("blank")) return read_foreign_paper(table);
    Template paper = lay_out(read_paper(table));
    const toml::source_region start{{1, 1}, {1, 1}, nullptr};
    if (paper.pages.size() > max_pages)
        refuse(file_name, start, "templates.too_large", {std::to_string(max_pages)});
    return paper;
}

}  // namespace sanad::templates
