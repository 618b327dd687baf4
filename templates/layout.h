// The measures of our own papers, and the geometry of one field. Included by templates/*.cpp only.
#pragma once

#include "templates/definition.h"

namespace sanad::templates::measure {

// All in millimetres unless the name says otherwise; templates/FORMAT.md states those that papers out there
// depend on.
constexpr double page_width = 210, page_height = 297;
constexpr double left = 15, right = 195, top = 30, bottom = 282;  // of everything to fill in
constexpr double mark_inset = 10, mark_size = 5;
constexpr BoxMm qr{16, 7.5, 20, 20};
constexpr double qr_quiet = 3;
constexpr double cell_width = 6.2, cell_height = 8;
constexpr double text_line = 8;
constexpr double tick = 4, tick_pitch = 6.5, tick_to_label = 1, option_gap = 3, option_spread = 6;
constexpr double line_width = 0.25, part_line_width = 0.5, bar_line_width = 0.35;
constexpr double label_height = 4.6, label_to_box = 0.4, label_to_side = 2, parts_height = 3.6;
constexpr double field_gap = 4, row_gap = 1.8;
constexpr double bar_height = 5.8, bar_to_row = 1.2, section_gap = 1.4;
constexpr double office_inset = 2.5;
constexpr double table_head = 6.5, table_inset = 1;
constexpr double paragraph_line = 5.2;
constexpr double signature_width = 70, signature_height = 18, photo_height = 40, note_height = 20;

}  // namespace sanad::templates::measure

namespace sanad::templates {

// What the field needs by itself, mm; 0 for those that live from what is left over.
double fixed_width(const FieldDefinition& definition);
double choice_width(const FieldDefinition& definition);  // all options in one line
bool is_choice(const Field& field);
double own_side_width(
    const FieldDefinition& definition);  // of a label at the side, with the space after it; else 0

// The height of the field in a slot of that width, from the top of its label to its lowest print.
double field_height(const FieldDefinition& definition, double width);

// Places the field in the slot whose top right corner is given, and prints what belongs to it.
Field place_field(const FieldDefinition& definition, int page, double slot_right, double slot_top,
                  double slot_width, PageLayout& into);

void frame(PageLayout& into, const BoxMm& box, double width = measure::line_width);

}  // namespace sanad::templates
