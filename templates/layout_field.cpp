#include <algorithm>
#include <numeric>

#include "core/messages.h"
#include "templates/layout.h"
#include "templates/text_width.h"

namespace sanad::templates {

using namespace measure;

namespace {

double label_width(const Field& field) { return text_width_mm(field.label.ar, size_pt(TextRole::label)) + 1; }
double option_width(const Option& option) {
    return tick + tick_to_label + text_width_mm(option.label.ar, size_pt(TextRole::option));
}
double side_width(const FieldDefinition& definition) {
    if (!definition.label_at_side) return 0;
    const double hint = text_width_mm(definition.field.hint.ar, size_pt(TextRole::hint));
    return std::max(std::max(label_width(definition.field), hint) + label_to_side, definition.side_width);
}

// The options as a grid: the width of each column, from the right.
struct Grid {
    std::vector<double> columns;
    std::size_t rows = 1;
};

Grid columns_of(const std::vector<Option>& options, std::size_t count) {
    Grid grid{std::vector<double>(count, 0), (options.size() + count - 1) / count};
    for (std::size_t i = 0; i < options.size(); ++i)
        grid.columns[i % count] = std::max(grid.columns[i % count], option_width(options[i]));
    return grid;
}

double needed(const Grid& grid) {
    return std::accumulate(grid.columns.begin(), grid.columns.end(), 0.0) +
           option_gap * static_cast<double>(grid.columns.size() - 1);
}

// As few rows as the width allows, and then no more columns than those rows need.
Grid grid_of(const std::vector<Option>& options, double width) {
    std::size_t count = options.size();
    while (count > 1 && needed(columns_of(options, count)) > width) --count;
    const std::size_t rows = (options.size() + count - 1) / count;
    const std::size_t even = (options.size() + rows - 1) / rows;
    const Grid balanced = columns_of(options, even);
    return needed(balanced) <= width ? balanced : columns_of(options, count);
}

double box_width(const FieldDefinition& definition, double width) {
    const double rest = width - side_width(definition);
    return definition.field.cells > 0 ? definition.field.cells * cell_width : rest;
}

double box_height(const FieldDefinition& definition, double width) {
    const Field& field = definition.field;
    if (field.cells > 0) return cell_height;
    if (is_choice(field)) {
        const auto rows = static_cast<double>(grid_of(field.options, box_width(definition, width)).rows);
        return rows == 1 ? cell_height : rows * tick_pitch;
    }
    switch (field.kind) {
        case Kind::signature:
            return definition.height > 0 ? definition.height : signature_height;
        case Kind::photo:
            return definition.height > 0 ? definition.height : photo_height;
        case Kind::note:
            return definition.height > 0 ? definition.height : note_height;
        default:
            return field.lines * text_line;
    }
}

// The label at the right of its line, the hint after it.
void print_label(Field& field, double slot_right, double slot_top, double slot_width, PageLayout& into) {
    const double width = std::min(label_width(field), slot_width);
    field.label_box = {slot_right - width, slot_top, width, label_height};
    into.prints.push_back({TextRole::label, field.label_box, field.label});
    if (field.hint.ar.empty()) return;
    const BoxMm rest{slot_right - slot_width, slot_top, slot_width - width - 1, label_height};
    into.prints.push_back({TextRole::hint, rest, field.hint});
}

void print_side_label(const FieldDefinition& definition, Field& field, double slot_right, double box_top,
                      PageLayout& into) {
    const double width = side_width(definition) - label_to_side;
    const bool hint = !field.hint.ar.empty();
    const double height = hint ? label_height : cell_height;
    field.label_box = {slot_right - width, box_top, width, height};
    into.prints.push_back({TextRole::label, field.label_box, field.label});
    if (hint)
        into.prints.push_back(
            {TextRole::hint, {slot_right - width, box_top + label_height, width, parts_height}, field.hint});
}

void print_parts(const Field& field, PageLayout& into) {
    const auto part = [&](const char* id, std::size_t first, int count) {
        const BoxMm& cell = field.cell_boxes[first];
        into.prints.push_back({TextRole::hint,
                               {cell.x, cell.bottom() + 0.2, cell.w * count, parts_height - 0.2},
                               {message(id, Language::ar), message(id, Language::en)},
                               true});
    };
    part("templates.part_day", 0, 2);
    part("templates.part_month", 2, 2);
    part("templates.part_year", 4, 4);
}

void place_cells(Field& field, PageLayout& into) {
    frame(into, field.box);
    for (int i = 0; i < field.cells; ++i) {
        const double x = field.box.x + i * cell_width;
        field.cell_boxes.push_back({x, field.box.y, cell_width, field.box.h});
        const bool divides = field.kind == Kind::date && (i == 2 || i == 4);
        if (i > 0)
            into.lines.push_back(
                {{x, field.box.y}, {x, field.box.bottom()}, divides ? part_line_width : line_width});
        if (static_cast<std::size_t>(i) < field.prefix.size()) {
            const std::string letter(1, field.prefix[static_cast<std::size_t>(i)]);
            into.prints.push_back({TextRole::cell_prefix, field.cell_boxes.back(), {letter, letter}, true});
        }
    }
    if (field.kind == Kind::date) print_parts(field, into);
}

void place_options(Field& field, PageLayout& into) {
    Grid grid = grid_of(field.options, field.box.w);
    const auto columns = grid.columns.size();
    const double spare = (field.box.w - needed(grid)) / static_cast<double>(columns);
    const double pitch = grid.rows == 1 ? cell_height : tick_pitch;
    const BoxMm slot = field.box;
    double right_edge = slot.right();
    BoxMm around{};
    for (std::size_t column = 0; column < columns; ++column) {
        for (std::size_t i = column; i < field.options.size(); i += columns) {
            Option& option = field.options[i];
            const double y = slot.y + static_cast<double>(i / columns) * pitch + (pitch - tick) / 2;
            option.box = {right_edge - tick, y, tick, tick};
            const double label = option_width(option) - tick - tick_to_label;
            option.label_box = {option.box.x - tick_to_label - label, y - (label_height - tick) / 2, label,
                                label_height};
            frame(into, option.box);
            into.prints.push_back({TextRole::option, option.label_box, option.label});
            if (around.w <= 0) around = option.box;
            const double x0 = std::min(around.x, option.box.x), y0 = std::min(around.y, option.box.y);
            const double x1 = std::max(around.right(), option.box.right());
            const double y1 = std::max(around.bottom(), option.box.bottom());
            around = {x0, y0, x1 - x0, y1 - y0};
        }
        right_edge -= grid.columns[column] + option_gap + std::clamp(spare, 0.0, option_spread);
    }
    field.box = around;
}

void place_ruled_box(const Field& field, PageLayout& into) {
    frame(into, field.box);
    for (int i = 1; i < field.lines; ++i) {
        const double y = field.box.y + i * text_line;
        into.lines.push_back({{field.box.x, y}, {field.box.right(), y}, line_width});
    }
}

}  // namespace

double own_side_width(const FieldDefinition& definition) { return side_width(definition); }

bool is_choice(const Field& field) { return field.kind == Kind::choice || field.kind == Kind::choices; }

double fixed_width(const FieldDefinition& definition) {
    const Field& field = definition.field;
    const double side = side_width(definition);
    if (field.cells > 0) {
        const double cells = field.cells * cell_width;
        return definition.label_at_side ? cells + side : std::max(cells, label_width(field));
    }
    if (definition.width > 0) return definition.width + side;
    if (field.kind == Kind::signature) return signature_width + side;
    return 0;
}

double choice_width(const FieldDefinition& definition) {
    const auto& options = definition.field.options;
    const double side = side_width(definition);
    const double line = needed(columns_of(options, options.size())) + side;
    return definition.label_at_side ? line : std::max(line, label_width(definition.field));
}

double field_height(const FieldDefinition& definition, double width) {
    const double label = definition.label_at_side ? 0 : label_height + label_to_box;
    const double parts = definition.field.kind == Kind::date ? parts_height : 0;
    return label + box_height(definition, width) + parts;
}

Field place_field(const FieldDefinition& definition, int page, double slot_right, double slot_top,
                  double slot_width, PageLayout& into) {
    Field field = definition.field;
    field.page = page;
    const bool side = definition.label_at_side;
    const double box_top = slot_top + (side ? 0 : label_height + label_to_box);
    const double width = box_width(definition, slot_width);
    field.box = {slot_right - side_width(definition) - width, box_top, width,
                 box_height(definition, slot_width)};
    if (side)
        print_side_label(definition, field, slot_right, box_top, into);
    else
        print_label(field, slot_right, slot_top, slot_width, into);
    if (field.cells > 0)
        place_cells(field, into);
    else if (is_choice(field))
        place_options(field, into);
    else
        place_ruled_box(field, into);
    return field;
}

void frame(PageLayout& into, const BoxMm& box, double width) {
    into.lines.push_back({{box.x, box.y}, {box.right(), box.y}, width});
    into.lines.push_back({{box.x, box.bottom()}, {box.right(), box.bottom()}, width});
    into.lines.push_back({{box.x, box.y}, {box.x, box.bottom()}, width});
    into.lines.push_back({{box.right(), box.y}, {box.right(), box.bottom()}, width});
}

}  // namespace sanad::templates
