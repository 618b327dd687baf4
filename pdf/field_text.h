// A value set into a field: on one line, on several, in cells, or as a list. It is drawn only where it can be
// read: never below 8 points or what the form itself asks for, and with no ink outside the field.
// Included by pdf/*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pdf/canvas.h"

namespace sanad::pdf {

struct FieldText {
    std::string value;
    double size_pt = 0;           // 0: as it fits
    std::optional<int> quadding;  // 0 left, 1 middle, 2 right; nothing: where the text begins
    Colour colour = {};
    bool multiline = false;
    int cells = 0;        // > 0: one character in each
    double inset_pt = 0;  // the border's
};

struct SetText {
    double size_pt = 0;
    bool smaller = false;  // than the form asks for
};

// Nothing where the value does not fit; then nothing was drawn.
std::optional<SetText> set_text(Canvas& on, const FieldText& text);

// The options of a list from `first`, as many as there is room for, those in `chosen` on a ground. False
// where one of the chosen is not among those seen or is wider than the field.
struct FieldList {
    std::vector<std::string> labels;
    std::vector<std::size_t> chosen;  // sorted
    std::size_t first = 0;
};
bool set_list(Canvas& on, const FieldText& style, const FieldList& list);

// Characters that no face of ours has.
std::string missing_characters(const Canvas& on, std::string_view utf8);

}  // namespace sanad::pdf
