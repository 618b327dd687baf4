#include "templates/source_places.h"

#include "templates/toml_table.h"

namespace sanad::templates {
namespace {

SourcePlace place_of(const toml::node& node) {
    return {static_cast<int>(node.source().begin.line), static_cast<int>(node.source().begin.column)};
}

std::string string_at(const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    return node != nullptr && node->is_string() ? node->as_string()->get() : "";
}

// The column of a table makes a field a row: "name_3".
std::string without_row(const std::string& key) {
    const auto end = key.find_last_not_of("0123456789");
    return end == std::string::npos || end + 1 == key.size() ? key : key.substr(0, end);
}

}  // namespace

// Every table of the file, with the key of the one that it lies in.
struct SourcePlaces::Index {
    SourcePlaces& into;

    void visit(const toml::node& node, const std::string& field) {
        if (const auto* array = node.as_array())
            for (const auto& element : *array) visit(element, field);
        const auto* table = node.as_table();
        if (table == nullptr) return;
        std::string name = string_at(*table, "key");
        if (!name.empty() && !field.empty()) name = field + "=" + name;
        if (name.empty()) name = string_at(*table, "area");
        if (!name.empty()) add(*table, name);
        if (const auto* words = table->get("ar"); words != nullptr && words->is_string())
            into.texts_[words->as_string()->get()].push_back(place_of(*words));
        if (const auto* rules = table->get("rules"); rules != nullptr && rules->is_array())
            for (const auto& rule : *rules->as_array())
                if (rule.is_string()) into.rules_[rule.as_string()->get()].push_back(place_of(rule));
        for (const auto& [key, inner] : *table)
            visit(inner, key.str() == "options" ? string_at(*table, "key") : "");
    }

    void add(const toml::table& table, const std::string& name) {
        into.names_[name].push_back(place_of(table));
        const auto* box = table.get("box");
        if (box == nullptr) box = table.get("cell_boxes");
        into.boxes_[name].push_back(place_of(box == nullptr ? static_cast<const toml::node&>(table) : *box));
    }
};

SourcePlaces::SourcePlaces(std::string_view toml, const std::string& file_name) {
    toml::table parsed;
    try {
        parsed = toml::parse(toml, file_name);
    } catch (const toml::parse_error& error) {
        refuse(file_name, error.source(), "templates.syntax", {std::string(error.description())});
    }
    Index{*this}.visit(parsed, "");
    if (const auto* blank = parsed.get("blank")) blank_ = place_of(*blank);
}

SourcePlace SourcePlaces::of(const Check& check) const {
    if (check.id == "rule.unknown")
        if (const auto rule = rules_.find(check.evidence); rule != rules_.end()) return rule->second.front();
    const bool twice = check.id == "template.key_twice";
    if (twice && check.evidence != check.subject)
        if (const auto option = names_.find(check.subject + "=" + check.evidence); option != names_.end())
            return option->second.back();
    const bool geometry = !twice && check.id != "template.label_missing";
    const auto& known = geometry ? boxes_ : names_;
    for (const auto& name : {check.subject, without_row(check.subject),
                             without_row(check.subject.substr(0, check.subject.find_last_of("_-")))})
        if (const auto found = known.find(name); found != known.end())
            return twice ? found->second.back() : found->second.front();
    if (const auto words = texts_.find(check.subject); words != texts_.end()) return words->second.front();
    return blank_;
}

}  // namespace sanad::templates
