// What a paper is: its texts, its fields and where everything lies, in millimetres from the page's top-left
// corner. From this one value come the printed blank, the zones to read, the fillable PDF and the rules.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"

namespace sanad::templates {

// A text in the two languages of the program; `en` may be empty.
struct Text {
    std::string ar;
    std::string en;
};

enum class Kind {
    text,
    digits,
    national_id,
    phone,
    iban,
    amount,
    date,
    choice,
    choices,
    signature,
    photo,
    note
};

std::string_view name_of(Kind kind);  // "national_id"
std::optional<Kind> kind_of(std::string_view name);
bool has_cells(Kind kind);  // numbers that are written in boxed cells on our papers

struct Option {
    std::string key;
    Text label;
    BoxMm box = {};        // of the tick box itself
    BoxMm label_box = {};  // of its label, beside it
};

struct Field {
    std::string key;
    Kind kind = Kind::text;
    Text label;
    Text hint = {};  // small print under the label
    bool required = false;
    bool office = false;  // filled by the office, not by the applicant
    int page = 1;
    BoxMm box = {};  // what is cut out and read; for cells the box around all of them
    BoxMm label_box = {};
    int lines = 1;                       // free text: how many ruled lines
    int cells = 0;                       // numbers in cells: how many; else 0
    std::vector<BoxMm> cell_boxes = {};  // from left to right, as numbers are written in both digit sets
    std::string parts = {};              // dates in cells: "ddmmyyyy"
    std::string prefix = {};             // printed in the first cells and part of the value: "SA"
    std::vector<Option> options = {};
    std::string record_key =
        {};  // the column of the stored records that it is compared with; usually the key itself
    std::vector<std::string> rules =
        {};  // ids of the rules that apply beside those of the kind: "not_after_submission"
};

// What is printed beside the fields, in drawing order.
enum class MarkShape { solid, hollow };

// Registration mark: a black square; the hollow one, at the page's bottom left, has a white square of half
// the size in its middle and tells which way up the page is.
struct Mark {
    PointMm centre;
    double size = 5;  // mm, edge length
    MarkShape shape = MarkShape::solid;
};

struct Line {
    PointMm from;
    PointMm to;
    double width = 0.25;  // mm
};

enum class TextRole { title, subtitle, section, label, hint, option, paragraph, footer, cell_prefix };

// What each text is set in; the layout reckons with it and whoever draws obeys it.
double size_pt(TextRole role);

struct Print {
    TextRole role = TextRole::label;
    BoxMm box;  // the text is laid out inside: right to left, aligned to the right, unless `centred`
    Text text;
    bool centred = false;
};

// The picture of a page as somebody else printed it.
struct BlankPicture {
    std::string file = {};  // PNG, JPEG, TIFF or PDF; empty for the papers that the program lays out
    int page = 1;           // 1-based, in that file
};

struct PageLayout {
    std::vector<Mark> marks;  // top left, top right, bottom right, bottom left (the hollow one)
    BoxMm qr;                 // the code without its quiet zone
    BoxMm association;        // where the association's name is printed; one line, right-aligned
    std::vector<Line> lines;  // every printed straight line: cell borders, boxes, rules, section bars' edges
    std::vector<BoxMm> shaded;  // light grey grounds of the section titles and the office box
    std::vector<Print> prints;
    BlankPicture blank = {};
};

// An empty place of a page that the program fills: the body of a declaration, the table of a sheet.
struct Area {
    std::string key;
    int page = 1;
    BoxMm box;
    std::vector<std::string> blank_texts = {};  // names of the texts that stand there on a blank, with dotted blanks
};

struct Template {
    std::string id;
    int version = 1;
    Text title;
    double width_mm = 210;
    double height_mm = 297;
    std::vector<Field> fields;  // in reading order
    std::vector<PageLayout> pages;
    std::vector<std::string> rules = {};  // that concern more than one field: "birth_before_submission"
    bool readable = true;                 // false for papers that are only printed, never read by zones
    std::vector<Area> areas = {};
    std::map<std::string, Text> texts =
        {};  // sentences for the documents made from it; {name} is a placeholder

    // Printed by somebody else: pictures of its blank instead of lines and prints, no marks, no code.
    bool foreign() const { return !pages.empty() && !pages.front().blank.file.empty(); }
    const Field* find(std::string_view key) const;  // whole key; null where there is none
    const Area* find_area(std::string_view key) const;
};

}  // namespace sanad::templates
