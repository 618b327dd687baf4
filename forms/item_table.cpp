#include "forms/item_table.h"

#include <algorithm>
#include <utility>

#include "forms/flow.h"
#include "forms/paper_tags.h"

namespace sanad::forms {
namespace {

constexpr double width = page_right - page_left;
constexpr double gutter = 4, label_width = 27, label_gap = 2, row_padding = 1.0;
constexpr double half = (width - gutter) / 2;
constexpr double least_part = 12;  // mm: a long text is begun on a page only where so much of it fits

double value_width(double slot) { return slot - label_width; }

double label_height(const pdf::Canvas& on, const Item& item) {
    return on.measure(item.label, quiet_style(), label_width - label_gap).height_mm;
}

double value_height(const pdf::Canvas& on, const std::string& value, double slot) {
    return on.measure(value, body_style(), value_width(slot)).height_mm;
}

// Moves on by `height` and draws the line under the row.
void end_row(const RowPlace& at, double height) {
    at.y += height;
    at.on.line({page_left, at.y}, {page_right, at.y}, hairline);
}

}  // namespace

pdf::TextStyle body_style() {
    pdf::TextStyle style;
    style.size_pt = 10.5;
    style.leading = 1.5;
    return style;
}

pdf::TextStyle quiet_style() {
    pdf::TextStyle style;
    style.size_pt = 9;
    style.leading = body_style().leading * body_style().size_pt / style.size_pt;
    style.colour = {0.3, 0.3, 0.3};
    return style;
}

ItemTable::ItemTable(pdf::Structure& structure, std::function<RowPlace()> place,
                     std::function<void()> turn_page)
    : structure_(structure), place_(std::move(place)), turn_page_(std::move(turn_page)) {}

void ItemTable::set(const std::vector<Item>& items) {
    std::vector<Item> pair;
    for (const auto& item : items) {
        const bool whole = needs_row(item);
        if (whole || pair.size() == 2) set_row(std::exchange(pair, {}), false);
        if (whole)
            set_row({item}, true);
        else
            pair.push_back(item);
    }
    set_row(pair, false);
}

pdf::Node ItemTable::new_row() {
    if (table_ == pdf::untagged) table_ = structure_.add(pdf::Structure::root, pdf::Role::table);
    return structure_.add(table_, pdf::Role::table_row);
}

bool ItemTable::needs_row(const Item& item) const {
    const int lines = place_().on.measure(item.value, body_style(), value_width(half)).lines;
    return item.long_text || lines > (item.one_line ? 1 : 2);
}

double ItemTable::height_of(const Item& item, double slot) const {
    const auto& on = place_().on;
    return std::max(value_height(on, item.value, slot), label_height(on, item)) + 2 * row_padding;
}

void ItemTable::set_row(const std::vector<Item>& items, bool whole) {
    if (items.empty()) return;
    const double slot = whole ? width : half;
    double height = 0;
    for (const auto& item : items) height = std::max(height, height_of(item, slot));
    if (place_().y + height > place_().limit) {
        if (whole) return set_long(items.front());
        turn_page_();
    }
    double right = page_right;
    const auto row = new_row();
    for (const auto& item : items) {
        draw_item(item, right, slot, row, items.size() == 1 ? 3 : 1);
        right -= slot + gutter;
    }
    end_row(place_(), height);
}

void ItemTable::set_long(Item item) {
    while (!item.value.empty()) {
        const RowPlace at = place_();
        const double label = label_height(at.on, item);
        const double room = at.limit - at.y - 2 * row_padding;
        auto [now, later] = split_to_fit(at.on, item.value, body_style(), value_width(width), room);
        if (!at.fresh_page && (room < std::max(least_part, label) || now.empty())) {
            turn_page_();
            continue;
        }
        if (now.empty()) std::swap(now, later);
        draw_item({item.label, now, true}, page_right, width, new_row(), 3);
        end_row(at, std::max(value_height(at.on, now, width), label) + 2 * row_padding);
        item.value = later;
        if (!later.empty()) turn_page_();
    }
}

void ItemTable::draw_item(const Item& item, double right, double slot, pdf::Node row, int columns) const {
    const RowPlace at = place_();
    const double y = at.y + row_padding;
    {
        const Tagged tagged(at.on, structure_.add(row, {pdf::Role::header_cell, {}, pdf::Scope::row}));
        at.on.text({right - label_width + label_gap, y, label_width - label_gap, 0}, item.label,
                   quiet_style());
    }
    // Every row has four cells: two items, or one whose value spans the rest.
    const Tagged tagged(at.on, structure_.add(row, {pdf::Role::cell, {}, pdf::Scope::none, columns}));
    at.on.text({right - slot, y, value_width(slot), 0}, item.value, body_style());
}

}  // namespace sanad::forms
