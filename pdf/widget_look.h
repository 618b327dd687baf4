// How a widget of somebody else's form is to look: its size and turn, border and ground (12.5.6.19, /MK and
// /BS), and the default appearance of its text (12.7.3.3).
// Included by pdf/*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pdf/canvas.h"
#include "pdf/foreign_tree.h"

namespace sanad::pdf {

enum class BorderKind { solid, dashed, beveled, inset, underline };

struct WidgetLook {
    double width_pt = 0;  // as the text runs: sides are exchanged where the widget is turned
    double height_pt = 0;
    int turned = 0;  // counterclockwise: 0, 90, 180, 270
    std::optional<Colour> ground;
    std::optional<Colour> border;
    double border_pt = 1;
    BorderKind border_kind = BorderKind::solid;
    std::string caption = {};  // of a button: a character of ZapfDingbats
    double size_pt = 0;        // of text; 0: as it fits
    Colour colour = {};
    std::optional<int> quadding;  // 0 left, 1 middle, 2 right; nothing: nobody says

    // Taken up by the border on each side.
    double inset_pt() const;
};

WidgetLook look_of(const TreeWidget& widget);

// The size and colour in a default appearance string; what cannot be read stays as it is.
void read_default_appearance(std::string_view operators, WidgetLook& into);

// A form XObject's /Matrix entry that turns its content; empty where it need not be turned.
std::string turning_matrix(const WidgetLook& look);

// Ground and border, and the lines between `cells` where there are some.
void draw_decoration(Canvas& on, const WidgetLook& look, int cells = 0);

}  // namespace sanad::pdf
