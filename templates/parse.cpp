// TOML to Definition. Every value is asked for by name; what was not asked for is an error at its place.

// toml++ asserts on some malformed input (a bare key that is not ASCII) where NDEBUG is not defined.
#ifndef NDEBUG
#define NDEBUG
#endif
#include <toml++/toml.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "templates/definition.h"
#include "templates/library.h"

namespace sanad::templates {
namespace {

constexpr std::size_t max_bytes = 256u << 10;
constexpr std::size_t max_fields = 400;
constexpr int max_pages = 20;

// `more` are the message's arguments after file, line and column.
[[noreturn]] void refuse(const std::string& file, const toml::source_region& at, const std::string& id,
                         std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{file, std::to_string(at.begin.line), std::to_string(at.begin.column)};
    std::string what = fmt::format("{}:{}:{}: {}", file, at.begin.line, at.begin.column, id);
    for (const auto& argument : more) what += " [" + argument + "]";
    arguments.insert(arguments.end(), more.begin(), more.end());
    throw Error(ErrorCode::bad_input, what, Where{file}, UserMessage{id, std::move(arguments)});
}

bool is_name(std::string_view text, std::string_view also) {
    const auto fits = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= 40 && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(), fits);
}

// One TOML table, from which each key is taken once.
class Table {
public:
    Table(const toml::table& table, const std::string& file) : table_(table), file_(file) {}

    const toml::node* take(std::string_view key) {
        taken_.insert(std::string(key));
        return table_.get(key);
    }

    [[noreturn]] void refuse(const toml::node* at, const std::string& id,
                             std::vector<std::string> more = {}) const {
        templates::refuse(file_, (at != nullptr ? at : &table_)->source(), id, std::move(more));
    }

    const toml::node& need(std::string_view key) {
        const auto* node = take(key);
        if (node == nullptr) refuse(nullptr, "templates.key_missing", {std::string(key)});
        return *node;
    }

    std::string string(std::string_view key, std::string otherwise = {}) {
        const auto* node = take(key);
        return node == nullptr ? otherwise : string_of(*node, key);
    }

    bool boolean(std::string_view key, bool otherwise) {
        const auto* node = take(key);
        if (node == nullptr) return otherwise;
        if (!node->is_boolean()) refuse(node, "templates.wrong_type", {std::string(key), "true, false"});
        return node->as_boolean()->get();
    }

    int whole(std::string_view key, int otherwise, int least, int most) {
        const auto* node = take(key);
        if (node == nullptr) return otherwise;
        const auto* value = node->as_integer();
        if (value == nullptr || value->get() < least || value->get() > most)
            refuse(node, "templates.out_of_range",
                   {std::string(key), std::to_string(least), std::to_string(most)});
        return static_cast<int>(value->get());
    }

    double number(std::string_view key, double otherwise, double least, double most) {
        const auto* node = take(key);
        if (node == nullptr) return otherwise;
        const double value = node->is_number() ? *node->value<double>() : std::nan("");
        if (!(value >= least && value <= most))
            refuse(node, "templates.out_of_range",
                   {std::string(key), fmt::format("{}", least), fmt::format("{}", most)});
        return value;
    }

    Text text(std::string_view key) {
        const auto* node = take(key);
        if (node == nullptr) return {};
        Table inner = table_of(*node, key);
        Text text{string_of(inner.need("ar"), "ar"), inner.string("en")};
        inner.finish();
        return text;
    }

    std::vector<std::string> strings(std::string_view key) {
        std::vector<std::string> all;
        if (const auto* node = take(key))
            for (const auto& element : list_of(*node, key)) all.push_back(string_of(element, key));
        return all;
    }

    Table table_of(const toml::node& node, std::string_view key) const {
        if (!node.is_table()) refuse(&node, "templates.wrong_type", {std::string(key), "{ … }"});
        return {*node.as_table(), file_};
    }

    const toml::array& list_of(const toml::node& node, std::string_view key) const {
        if (!node.is_array()) refuse(&node, "templates.wrong_type", {std::string(key), "[ … ]"});
        return *node.as_array();
    }

    std::string string_of(const toml::node& node, std::string_view key) const {
        if (!node.is_string()) refuse(&node, "templates.wrong_type", {std::string(key), "\"…\""});
        return node.as_string()->get();
    }

    std::vector<std::string> keys() const {
        std::vector<std::string> all;
        for (const auto& [key, value] : table_) all.emplace_back(key.str());
        return all;
    }

    void finish() const {
        for (const auto& [key, value] : table_)
            if (taken_.count(std::string(key.str())) == 0)
                templates::refuse(file_, key.source(), "templates.unknown_key", {std::string(key.str())});
    }

private:
    const toml::table& table_;
    const std::string& file_;
    std::set<std::string> taken_;
};

int cells_of(Kind kind, Table& table) {
    if (!has_cells(kind)) return 0;
    switch (kind) {
        case Kind::national_id:
        case Kind::phone:
            return 10;
        case Kind::iban:
            return 24;
        case Kind::date:
            return 8;
        case Kind::amount:
            return table.whole("cells", 6, 1, 40);
        default:
            if (table.take("cells") == nullptr) table.refuse(nullptr, "templates.key_missing", {"cells"});
            return table.whole("cells", 0, 1, 40);
    }
}

std::vector<Option> read_options(Table& table) {
    const auto* node = table.take("options");
    if (node == nullptr) table.refuse(nullptr, "templates.key_missing", {"options"});
    std::vector<Option> options;
    for (const auto& element : table.list_of(*node, "options")) {
        Table inner = table.table_of(element, "options");
        Option option;
        option.key = inner.string("key");
        option.label = {table.string_of(inner.need("ar"), "ar"), inner.string("en")};
        inner.finish();
        // A missing key parses, so that `form check` can list it with everything else.
        if (!option.key.empty() && !is_name(option.key, "_-"))
            table.refuse(&element, "templates.bad_key", {option.key});
        options.push_back(std::move(option));
    }
    if (options.empty() || options.size() > 60)
        table.refuse(node, "templates.out_of_range", {"options", "1", "60"});
    return options;
}

bool compared_by_default(const Field& field) {
    return !field.office && field.lines == 1 && field.kind != Kind::choices &&
           field.kind != Kind::signature && field.kind != Kind::photo && field.kind != Kind::note;
}

FieldDefinition read_field(Table table, bool office) {
    FieldDefinition definition;
    Field& field = definition.field;
    const auto& key = table.need("key");
    field.key = table.string_of(key, "key");
    if (!is_name(field.key, "_")) table.refuse(&key, "templates.bad_key", {field.key});
    const auto& kind = table.need("kind");
    const auto known = kind_of(table.string_of(kind, "kind"));
    if (!known) table.refuse(&kind, "templates.unknown_kind", {table.string_of(kind, "kind")});
    field.kind = *known;
    field.office = office;
    field.label = table.text("label");
    field.hint = table.text("hint");
    field.required = table.boolean("required", false);
    if (field.kind == Kind::text) field.lines = table.whole("lines", 1, 1, 60);
    field.cells = cells_of(field.kind, table);
    if (field.kind == Kind::date) field.parts = "ddmmyyyy";
    if (field.cells > 0) field.prefix = table.string("prefix");
    if (field.prefix.size() >= static_cast<std::size_t>(std::max(field.cells, 1)))
        table.refuse(table.take("prefix"), "templates.out_of_range",
                     {"prefix", "0", std::to_string(field.cells - 1)});
    if (field.kind == Kind::choice || field.kind == Kind::choices) field.options = read_options(table);
    field.record_key = table.string("record_key", compared_by_default(field) ? field.key : "");
    field.rules = table.strings("rules");
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
    Template& head = definition.head;
    const auto& id = table.need("id");
    head.id = table.string_of(id, "id");
    if (!is_name(head.id, "-")) table.refuse(&id, "templates.bad_key", {head.id});
    table.need("version");
    head.version = table.whole("version", 1, 1, 9999);
    table.need("title");
    head.title = table.text("title");
    definition.subtitle = table.text("subtitle");
    head.readable = table.boolean("readable", true);
    head.rules = table.strings("rules");
    if (const auto* node = table.take("texts")) {
        Table texts = table.table_of(*node, "texts");
        for (const auto& name : texts.keys()) head.texts[name] = texts.text(name);
    }
    std::size_t fields = 0;
    const auto& sections = table.need("section");
    for (const auto& section : table.list_of(sections, "section"))
        definition.sections.push_back(read_section(table.table_of(section, "section"), fields));
    table.finish();
    return definition;
}

}  // namespace

Definition parse_definition(std::string_view toml, const std::string& file_name) {
    const toml::source_region start{{1, 1}, {1, 1}, nullptr};
    if (toml.size() > max_bytes) refuse(file_name, start, "templates.too_large", {"256 KiB"});
    toml::table parsed;
    try {
        parsed = toml::parse(toml, file_name);
    } catch (const toml::parse_error& error) {
        refuse(file_name, error.source(), "templates.syntax", {std::string(error.description())});
    }
    return read_paper(Table(parsed, file_name));
}

Template parse_template(std::string_view toml, const std::string& file_name) {
    Template paper = lay_out(parse_definition(toml, file_name));
    const toml::source_region start{{1, 1}, {1, 1}, nullptr};
    if (paper.pages.size() > max_pages)
        refuse(file_name, start, "templates.too_large", {std::to_string(max_pages)});
    return paper;
}

}  // namespace sanad::templates
