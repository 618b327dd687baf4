#include "templates/parse_field.h"

namespace sanad::templates {
namespace {

// On another's form a number may stand in a plain box: then it says no cells.
int cells_of(Kind kind, Table& table, PrintedBy by) {
    if (!has_cells(kind)) return 0;
    if (by == PrintedBy::foreign) return table.whole("cells", 0, 0, 40);
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

// A digit may come first: the steps of a scale are called 1 to 5.
bool is_option_key(std::string key) {
    if (key.front() >= '0' && key.front() <= '9') key.front() = 'x';
    return is_name(key, "_-");
}

std::vector<Option> read_options(Table& table, PrintedBy by) {
    const auto* node = table.take("options");
    if (node == nullptr) table.refuse(nullptr, "templates.key_missing", {"options"});
    std::vector<Option> options;
    for (const auto& element : table.list_of(*node, "options")) {
        Table inner = table.table_of(element, "options");
        Option option;
        option.key = inner.string("key");
        option.label = {table.string_of(inner.need("ar"), "ar"), inner.string("en")};
        if (by == PrintedBy::foreign) option.box = inner.box(inner.need("box"), "box");
        inner.finish();
        // A missing key parses, so that `form check` can list it with everything else.
        if (!option.key.empty() && !is_option_key(option.key))
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

}  // namespace

Field read_field_head(Table& table, bool office, PrintedBy by) {
    Field field;
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
    field.cells = cells_of(field.kind, table, by);
    if (field.kind == Kind::date && field.cells == 8) field.parts = "ddmmyyyy";
    if (field.cells > 0) field.prefix = table.string("prefix");
    if (field.prefix.size() >= static_cast<std::size_t>(std::max(field.cells, 1)))
        table.refuse(table.take("prefix"), "templates.out_of_range",
                     {"prefix", "0", std::to_string(field.cells - 1)});
    if (field.kind == Kind::choice || field.kind == Kind::choices) field.options = read_options(table, by);
    field.record_key = table.string("record_key", compared_by_default(field) ? field.key : "");
    field.rules = table.strings("rules");
    return field;
}

Template read_paper_head(Table& table) {
    Template head;
    const auto& id = table.need("id");
    head.id = table.string_of(id, "id");
    if (!is_name(head.id, "-")) table.refuse(&id, "templates.bad_key", {head.id});
    table.need("version");
    head.version = table.whole("version", 1, 1, 9999);
    table.need("title");
    head.title = table.text("title");
    head.readable = table.boolean("readable", true);
    head.rules = table.strings("rules");
    if (const auto* node = table.take("texts")) {
        Table texts = table.table_of(*node, "texts");
        for (const auto& name : texts.keys()) head.texts[name] = texts.text(name);
    }
    return head;
}

}  // namespace sanad::templates
