#include "pdf/button_picture.h"

#include <algorithm>

#include <fmt/format.h>

#include "pdf/canvas_impl.h"
#include "pdf/object_writer.h"

namespace sanad::pdf {
namespace {

// Four Bézier curves (the usual constant for a quarter of a circle).
std::string circle(double x, double y, double r) {
    const double k = 0.5523 * r;
    return fmt::format(
        "{} {} m {} {} {} {} {} {} c {} {} {} {} {} {} c {} {} {} {} {} {} c {} {} {} {} {} {} c h ",
        number(x + r), number(y), number(x + r), number(y + k), number(x + k), number(y + r), number(x),
        number(y + r), number(x - k), number(y + r), number(x - r), number(y + k), number(x - r), number(y),
        number(x - r), number(y - k), number(x - k), number(y - r), number(x), number(y - r), number(x + k),
        number(y - r), number(x + r), number(y - k), number(x + r), number(y));
}

void draw_round(std::string& out, const WidgetLook& look) {
    const double x = look.width_pt / 2, y = look.height_pt / 2;
    const double r = std::min(x, y) - (look.border ? look.border_pt / 2 : 0);
    out += "q\n";
    if (look.ground) out += fill_colour(*look.ground) + circle(x, y, r) + "f\n";
    if (look.border)
        out += stroke_colour(*look.border) + number(look.border_pt) + " w " + circle(x, y, r) + "S\n";
    out += "Q\n";
}

// The characters of ZapfDingbats that the specification names for the purpose, drawn with a pen.
void draw_mark(Canvas& on, const WidgetLook& look, char character) {
    const double w = on.width_mm(), h = on.height_mm(), side = std::min(w, h);
    const auto at = [&](double x, double y) { return PointMm{w / 2 + x * side, h / 2 + y * side}; };
    const Stroke pen{side * 0.1, look.colour};
    switch (character) {
        case 'l':
            on.polyline({at(0, 0)}, {side * 0.5, look.colour});
            break;
        case '8':
            on.polyline({at(-0.26, -0.26), at(0.26, 0.26)}, pen);
            on.polyline({at(-0.26, 0.26), at(0.26, -0.26)}, pen);
            break;
        case 'n':
        case 'u':
            on.fill({w / 2 - side * 0.25, h / 2 - side * 0.25, side * 0.5, side * 0.5}, look.colour);
            break;
        case 'H':
            for (const auto& [x, y] : {std::pair{0.0, 0.3}, {0.26, 0.15}, {0.26, -0.15}})
                on.polyline({at(-x, -y), at(x, y)}, pen);
            break;
        default:
            on.polyline({at(-0.3, 0.02), at(-0.08, 0.26), at(0.3, -0.26)}, pen);
    }
}

}  // namespace

void draw_button(Canvas& on, const WidgetLook& look, bool is_radio, bool is_on) {
    const char mark = look.caption.empty() ? (is_radio ? 'l' : '4') : look.caption.front();
    if (is_radio && mark == 'l')
        draw_round(on.impl().content, look);
    else
        draw_decoration(on, look);
    if (is_on) draw_mark(on, look, mark);
}

}  // namespace sanad::pdf
