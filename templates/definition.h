// A paper as its author wrote it, before anything has a place. Included by templates/*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "templates/template.h"

namespace sanad::templates {

struct FieldDefinition {
    Field field;        // without page and boxes
    double share = 1;   // of what is left over in the row
    double width = 0;   // mm; 0: by kind and share
    double height = 0;  // mm; 0: by kind
    bool label_at_side = false;
    double side_width = 0;  // mm, the least: labels at the side of one section stand in one column
};

using RowDefinition = std::vector<FieldDefinition>;

// A column of a table; without a key it is the number of the row.
struct ColumnDefinition {
    std::string key;
    Kind kind = Kind::text;
    Text label;
    double width = 0;  // mm
    bool required = false;
};

struct SectionDefinition {
    Text title;
    bool office = false;
    bool new_page = false;
    std::vector<RowDefinition> rows;
    std::string area;                      // key; empty where it has rows or a paragraph
    double height = 20;                    // mm, the least height of the area
    std::vector<std::string> blank_texts;  // of the area
    Text paragraph;
    int lines = 1;                          // of the paragraph
    std::vector<ColumnDefinition> columns;  // a table, instead of rows
    int count = 0;                          // its rows
    double row_height = 0;                  // mm
};

struct Definition {
    Template head;  // id, version, titles, texts, rules; no fields, no pages
    Text subtitle;
    std::vector<SectionDefinition> sections;
};

// Gives everything its place. Never fails: what does not fit lies outside, where check_template finds it.
Template lay_out(const Definition& definition);

}  // namespace sanad::templates
