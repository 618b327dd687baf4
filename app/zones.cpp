#include "app/zones.h"

#include <nlohmann/json.hpp>

namespace sanad::app {
namespace {

Json option_zone(const templates::Option& option) {
    return {{"key", option.key},
            {"label", option.label.ar},
            {"label_en", option.label.en},
            {"box_mm", option.box}};
}

Json field_zone(const templates::Field& field) {
    Json zone = {
        {"key", field.key},          {"page", field.page},         {"kind", templates::name_of(field.kind)},
        {"label", field.label.ar},   {"label_en", field.label.en}, {"box_mm", field.box},
        {"required", field.required}};
    if (field.office) zone["office"] = true;
    if (field.lines > 1) zone["lines"] = field.lines;
    if (field.cells > 0) {
        zone["cells"] = field.cells;
        zone["cell_boxes_mm"] = field.cell_boxes;
    }
    if (!field.parts.empty()) zone["parts"] = field.parts;
    if (!field.prefix.empty()) zone["prefix"] = field.prefix;
    if (!field.options.empty()) {
        zone["options"] = Json::array();
        for (const auto& option : field.options) zone["options"].push_back(option_zone(option));
    }
    return zone;
}

}  // namespace

Json zones_of(const templates::Template& paper) {
    Json zones = {{"form", paper.id},
                  {"version", paper.version},
                  {"title", {{"ar", paper.title.ar}, {"en", paper.title.en}}},
                  {"paper_mm", {paper.width_mm, paper.height_mm}},
                  {"pages", paper.pages.size()},
                  {"fields", Json::array()}};
    for (const auto& field : paper.fields) zones["fields"].push_back(field_zone(field));
    return zones;
}

}  // namespace sanad::app
