// The table of what is declared: label and value, two items beside each other where they are short. Included
// by forms/*.cpp only.
#pragma once

#include <functional>
#include <vector>

#include "forms/declaration_items.h"
#include "pdf/canvas.h"

namespace sanad::forms {

// Where the next row goes.
struct RowPlace {
    pdf::Canvas& on;
    double& y;        // mm, moved on by each row
    double limit;     // no row ends below it
    bool fresh_page;  // nothing stands on this page yet: turning it would help nothing
};

class ItemTable {
public:
    // `place` is asked before every row; `turn_page` is called where a row does not fit any more.
    ItemTable(pdf::Structure& structure, std::function<RowPlace()> place, std::function<void()> turn_page);

    // Sets all of them, in their order. A text longer than what is left of a page is cut between words.
    void set(const std::vector<Item>& items);

private:
    bool needs_row(const Item& item) const;
    double height_of(const Item& item, double slot) const;
    void set_row(const std::vector<Item>& items, bool whole);
    void set_long(Item item);
    void draw_item(const Item& item, double right, double slot, pdf::Node row, int columns) const;
    pdf::Node new_row();

    pdf::Structure& structure_;
    pdf::Node table_ = pdf::untagged;

    std::function<RowPlace()> place_;
    std::function<void()> turn_page_;
};

pdf::TextStyle body_style();   // of values and sentences
pdf::TextStyle quiet_style();  // of labels and notes; its base lines keep in step with the values

constexpr pdf::Stroke hairline{0.12, {0.6, 0.6, 0.6}};

}  // namespace sanad::forms
