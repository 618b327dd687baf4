// Places sections and rows on pages, from the top down and from right to left.
#include "templates/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/messages.h"
#include "templates/text_width.h"

namespace sanad::templates {

using namespace measure;

namespace {

// How the width of a row is shared out. Cells and fixed boxes take what they need; boxes for text live from
// the rest; where there is none of those, choices spread; where there are no choices either, the gaps do.
struct Slots {
    std::vector<double> widths;
    double gap = field_gap;
};

Slots share_out(const RowDefinition& row, double width) {
    Slots slots;
    std::vector<double> weights;
    double taken = field_gap * static_cast<double>(row.size() - 1);
    const bool text = std::any_of(row.begin(), row.end(), [](const FieldDefinition& field) {
        return !is_choice(field.field) && fixed_width(field) <= 0;
    });
    for (const auto& field : row) {
        const bool alone = row.size() == 1;
        const double fixed = !is_choice(field.field) ? fixed_width(field) : alone ? 0 : choice_width(field);
        const bool grows = fixed <= 0 || (is_choice(field.field) && !text);
        slots.widths.push_back(std::max(fixed, 0.0));
        weights.push_back(grows ? field.share : 0);
        taken += slots.widths.back();
    }
    double sum = 0;
    for (const double weight : weights) sum += weight;
    const double rest = width - taken;
    for (std::size_t i = 0; i < row.size() && sum > 0; ++i)
        slots.widths[i] = std::max(slots.widths[i] + rest * weights[i] / sum, 1.0);
    // Boxes stand at both edges of the column only where the row is nearly full; else they keep together.
    if (sum <= 0 && row.size() > 1 && rest > 0)
        slots.gap += std::min(rest / static_cast<double>(row.size() - 1), 4 * field_gap);
    return slots;
}

class Pages {
public:
    explicit Pages(Template& paper, const Text& subtitle) : paper_(paper), subtitle_(subtitle) {
        start_page();
    }

    void place(const SectionDefinition& section) {
        const bool fresh = y_ <= top;
        if ((section.new_page && !fresh) || (!fresh && y_ + least_height(section) > bottom)) start_page();
        if (y_ > top) y_ += section_gap;
        begin_office(section);
        print_bar(section);
        if (!section.area.empty()) place_area(section);
        if (!section.paragraph.ar.empty()) place_paragraph(section);
        for (const auto& row : section.rows) place_row(row, section);
        if (!section.columns.empty()) place_table(section);
        end_office(section);
    }

    void finish() {
        push_down();
        const auto count = std::to_string(paper_.pages.size());
        for (std::size_t i = 0; i < paper_.pages.size(); ++i) {
            const std::vector<std::string> arguments{std::to_string(paper_.version), std::to_string(i + 1),
                                                     count};
            const auto line = [&](Language language, const std::string& title) {
                return title + message("templates.footer", language, arguments);
            };
            paper_.pages[i].prints.push_back(
                {TextRole::footer,
                 {30, page_height - mark_inset - 2.5, page_width - 60, 5},
                 {line(Language::ar, paper_.title.ar), line(Language::en, paper_.title.en)},
                 true});
        }
    }

private:
    // What must stay together: the title with what comes first under it.
    double least_height(const SectionDefinition& section) const {
        double height = section_gap + (section.title.ar.empty() ? 0 : bar_height + bar_to_row);
        if (!section.area.empty()) height += section.height;
        if (!section.columns.empty()) height += table_head + section.count * section.row_height;
        if (!section.rows.empty()) height += row_height(section.rows.front(), section);
        return height + section.lines * (section.paragraph.ar.empty() ? 0 : paragraph_line);
    }

    static double inset(const SectionDefinition& section) { return section.office ? office_inset : 0; }
    static double row_width(const SectionDefinition& section) { return right - left - 2 * inset(section); }

    static double row_height(const RowDefinition& row, const SectionDefinition& section) {
        const Slots slots = share_out(row, row_width(section));
        double height = 0;
        for (std::size_t i = 0; i < row.size(); ++i)
            height = std::max(height, field_height(row[i], slots.widths[i]));
        return height;
    }

    void start_page() {
        push_down();
        auto& page = paper_.pages.emplace_back();
        const double far_x = page_width - mark_inset, far_y = page_height - mark_inset;
        page.marks = {{{mark_inset, mark_inset}, mark_size, MarkShape::solid},
                      {{far_x, mark_inset}, mark_size, MarkShape::solid},
                      {{far_x, far_y}, mark_size, MarkShape::solid},
                      {{mark_inset, far_y}, mark_size, MarkShape::hollow}};
        page.qr = qr;
        const double x = qr.right() + 6, width = right - x;
        page.association = {x, 7.5, width, 5};
        page.prints.push_back({TextRole::title, {x, 12.5, width, 9}, paper_.title});
        if (!subtitle_.ar.empty())
            page.prints.push_back({TextRole::subtitle, {x, 21.5, width, 6}, subtitle_});
        y_ = top;
    }

    PageLayout& page() { return paper_.pages.back(); }
    int page_number() const { return static_cast<int>(paper_.pages.size()); }

    void print_bar(const SectionDefinition& section) {
        if (section.title.ar.empty()) return;
        const BoxMm bar{left, y_, right - left, bar_height};
        page().shaded.push_back(bar);
        page().lines.push_back({{left, bar.bottom()}, {right, bar.bottom()}, bar_line_width});
        page().prints.push_back({TextRole::section, {left + 2, y_, bar.w - 4, bar_height}, section.title});
        y_ += bar_height + bar_to_row;
    }

    void place_row(const RowDefinition& row, const SectionDefinition& section) {
        const double height = row_height(row, section);
        if (y_ + height > bottom && y_ > top) {
            end_office(section);
            start_page();
            begin_office(section);
        }
        const Slots slots = share_out(row, row_width(section));
        double x = right - inset(section);
        for (std::size_t i = 0; i < row.size(); ++i) {
            paper_.fields.push_back(place_field(row[i], page_number(), x, y_, slots.widths[i], page()));
            x -= slots.widths[i] + slots.gap;
        }
        y_ += height + row_gap;
    }

    // A table keeps together. What is written in lies inside the grid, so that the boxes are apart.
    void place_table(const SectionDefinition& section) {
        const double head = y_, foot = head + table_head + section.count * section.row_height;
        double x = right;
        for (const auto& column : section.columns) {
            x -= column.width;
            page().lines.push_back({{x, head}, {x, foot}, line_width});
            page().prints.push_back(
                {TextRole::label, {x + 0.5, head, column.width - 1, table_head}, column.label, true});
        }
        page().lines.push_back({{right, head}, {right, foot}, line_width});
        for (int i = 0; i <= section.count + 1; ++i) {
            const double y = i == 0 ? head : head + table_head + (i - 1) * section.row_height;
            page().lines.push_back({{x, y}, {right, y}, line_width});
        }
        for (int i = 0; i < section.count; ++i) place_table_row(section, i);
        y_ = foot + row_gap;
    }

    void place_table_row(const SectionDefinition& section, int row) {
        const double y = y_ + table_head + row * section.row_height;
        const auto number = std::to_string(row + 1);
        double x = right;
        for (const auto& column : section.columns) {
            x -= column.width;
            const BoxMm box{x + table_inset, y + table_inset, column.width - 2 * table_inset,
                            section.row_height - 2 * table_inset};
            if (column.key.empty()) {
                page().prints.push_back({TextRole::label, box, {number, number}, true});
                continue;
            }
            Field field;
            field.key = column.key + "_" + number;
            field.kind = column.kind;
            field.label = column.label;
            field.required = column.required;
            field.office = section.office;
            field.page = page_number();
            field.box = box;
            field.label_box = {x, y_, column.width, table_head};
            paper_.fields.push_back(std::move(field));
        }
    }

    void place_area(const SectionDefinition& section) {
        area_.emplace(OpenArea{paper_.areas.size(), paper_.fields.size(), page().lines.size(),
                               page().shaded.size(), page().prints.size()});
        paper_.areas.push_back(
            {section.area, page_number(), {left, y_, right - left, section.height}, section.blank_texts});
        y_ += section.height + row_gap;
    }

    void place_paragraph(const SectionDefinition& section) {
        const double height = section.lines * paragraph_line;
        page().prints.push_back({TextRole::paragraph, {left, y_, right - left, height}, section.paragraph});
        y_ += height + row_gap;
    }

    void begin_office(const SectionDefinition& section) {
        if (section.office) office_top_ = y_;
    }

    void end_office(const SectionDefinition& section) {
        if (section.office)
            frame(page(), {left, office_top_, right - left, y_ - office_top_}, bar_line_width);
    }

    // Gives the page's area what is left of the page: moves all that was placed after it to the foot.
    void push_down() {
        if (!area_) return;
        const OpenArea area = *area_;
        area_.reset();
        const double by = bottom - (y_ - row_gap);
        if (by <= 0) return;
        PageLayout& on = page();
        paper_.areas[area.index].box.h += by;
        const auto move = [&](BoxMm& box) { box.y += by; };
        for (std::size_t i = area.lines; i < on.lines.size(); ++i)
            on.lines[i].from.y += by, on.lines[i].to.y += by;
        for (std::size_t i = area.shaded; i < on.shaded.size(); ++i) move(on.shaded[i]);
        for (std::size_t i = area.prints; i < on.prints.size(); ++i) move(on.prints[i].box);
        for (std::size_t i = area.fields; i < paper_.fields.size(); ++i) {
            Field& field = paper_.fields[i];
            move(field.box), move(field.label_box);
            for (auto& cell : field.cell_boxes) move(cell);
            for (auto& option : field.options) move(option.box), move(option.label_box);
        }
    }

    // Where the area stands in the lists of its page, so that what follows can be told from what went before.
    struct OpenArea {
        std::size_t index, fields, lines, shaded, prints;
    };

    Template& paper_;
    const Text& subtitle_;
    double y_ = top;
    double office_top_ = top;
    std::optional<OpenArea> area_;
};

// The first fields of a section's rows begin at one line.
SectionDefinition aligned(SectionDefinition section) {
    double widest = 0;
    for (const auto& row : section.rows) widest = std::max(widest, own_side_width(row.front()));
    for (auto& row : section.rows) row.front().side_width = widest;
    return section;
}

}  // namespace

Template lay_out(const Definition& definition) {
    Template paper = definition.head;
    Pages pages(paper, definition.subtitle);
    for (const auto& section : definition.sections) pages.place(aligned(section));
    pages.finish();
    return paper;
}

}  // namespace sanad::templates
