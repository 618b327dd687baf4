#include "templates/parse_foreign.h"

#include <filesystem>

#include "templates/parse_field.h"

namespace sanad::templates {
namespace {

constexpr std::size_t max_foreign_fields = 400;
constexpr int max_foreign_pages = 20;

// A file beside paper.toml: no path leads out of the paper's folder.
std::string beside(const Table& table, const toml::node& node) {
    const auto name = table.string_of(node, "blank");
    if (name.empty() || name.size() > 100 || name.front() == '.' ||
        name.find_first_of("/\\") != std::string::npos)
        table.refuse(&node, "templates.blank_name", {name});
    return (std::filesystem::path(table.file()).parent_path() / name).string();
}

// One file with as many pages as the paper, or a picture for each page.
void read_blank(Table& table, int pages, Template& paper) {
    const auto& blank = table.need("blank");
    if (!blank.is_array()) {
        for (int page = 1; page <= pages; ++page)
            paper.pages.emplace_back().blank = {beside(table, blank), page};
        return;
    }
    for (const auto& element : *blank.as_array())
        paper.pages.emplace_back().blank = {beside(table, element), 1};
    if (paper.pages.size() != static_cast<std::size_t>(pages))
        table.refuse(&blank, "templates.out_of_range", {"pages", "1", std::to_string(paper.pages.size())});
}

BoxMm around(const std::vector<BoxMm>& boxes) {
    BoxMm all = boxes.front();
    for (const auto& box : boxes) {
        const double right = std::max(all.right(), box.right()),
                     bottom = std::max(all.bottom(), box.bottom());
        all.x = std::min(all.x, box.x), all.y = std::min(all.y, box.y);
        all.w = right - all.x, all.h = bottom - all.y;
    }
    return all;
}

// Cells one by one, or the field's box in equal parts.
void place_cells(Table& table, Field& field) {
    if (const auto* cells = table.take("cell_boxes")) {
        for (const auto& cell : table.list_of(*cells, "cell_boxes"))
            field.cell_boxes.push_back(table.box(cell, "cell_boxes"));
        if (field.cell_boxes.size() != static_cast<std::size_t>(field.cells))
            table.refuse(cells, "templates.out_of_range",
                         {"cell_boxes", std::to_string(field.cells), std::to_string(field.cells)});
        field.box = around(field.cell_boxes);
        return;
    }
    field.box = table.box(table.need("box"), "box");
    const double width = field.cells > 0 ? field.box.w / field.cells : 0;
    for (int i = 0; i < field.cells; ++i)
        field.cell_boxes.push_back({field.box.x + i * width, field.box.y, width, field.box.h});
}

Field read_foreign_field(Table table) {
    Field field = read_field_head(table, table.boolean("office", false), PrintedBy::foreign);
    field.page = table.whole("page", 1, 1, max_foreign_pages);
    if (field.options.empty()) {
        place_cells(table, field);
    } else {
        std::vector<BoxMm> boxes;
        for (const auto& option : field.options) boxes.push_back(option.box);
        field.box = around(boxes);
    }
    table.finish();
    return field;
}

}  // namespace

Template read_foreign_paper(Table& table) {
    Template paper = read_paper_head(table);
    if (const auto* size = table.take("paper_mm")) {
        const auto& list = table.list_of(*size, "paper_mm");
        if (list.size() != 2) table.refuse(size, "templates.wrong_type", {"paper_mm", "[210, 297]"});
        paper.width_mm = table.millimetres(list[0], "paper_mm");
        paper.height_mm = table.millimetres(list[1], "paper_mm");
        if (std::min(paper.width_mm, paper.height_mm) < 50 || std::max(paper.width_mm, paper.height_mm) > 600)
            table.refuse(size, "templates.out_of_range", {"paper_mm", "50", "600"});
    }
    read_blank(table, table.whole("pages", 1, 1, max_foreign_pages), paper);
    const auto& fields = table.need("field");
    for (const auto& field : table.list_of(fields, "field")) {
        if (paper.fields.size() == max_foreign_fields)
            table.refuse(&field, "templates.too_large", {std::to_string(max_foreign_fields)});
        paper.fields.push_back(read_foreign_field(table.table_of(field, "field")));
    }
    table.finish();
    return paper;
}

}  // namespace sanad::templates
