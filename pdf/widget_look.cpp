#include "pdf/widget_look.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "pdf/canvas_impl.h"
#include "pdf/object_writer.h"
#include "pdf/widget_places.h"

namespace sanad::pdf {
namespace {

constexpr double largest_pt = 14'000;  // 5 m, more than any page has

double within_one(double value) { return std::clamp(value, 0.0, 1.0); }

// Grey, RGB or CMYK by the number of components (table 189); none: transparent.
std::optional<Colour> colour_of(const std::vector<double>& c) {
    if (c.size() == 1) return Colour{within_one(c[0]), within_one(c[0]), within_one(c[0])};
    if (c.size() == 3) return Colour{within_one(c[0]), within_one(c[1]), within_one(c[2])};
    if (c.size() == 4) {
        const auto part = [&](double ink) { return within_one(1 - within_one(ink + c[3])); };
        return Colour{part(c[0]), part(c[1]), part(c[2])};
    }
    return std::nullopt;
}

std::optional<Colour> colour_in(QPDFObjectHandle array) {
    if (!array.isArray() || array.getArrayNItems() > 4) return std::nullopt;
    std::vector<double> parts;
    for (auto& item : array.getArrayAsVector()) parts.push_back(item.isNumber() ? item.getNumericValue() : 0);
    return colour_of(parts);
}

BorderKind kind_of(QPDFObjectHandle style) {
    const std::string key = style.isName() ? style.getName() : "/S";
    if (key == "/D") return BorderKind::dashed;
    if (key == "/B") return BorderKind::beveled;
    if (key == "/I") return BorderKind::inset;
    return key == "/U" ? BorderKind::underline : BorderKind::solid;
}

// /BS, else the third number of /Border, else 1.
void read_border(QPDFObjectHandle widget, WidgetLook& look) {
    auto style = widget.getKey("/BS"), border = widget.getKey("/Border");
    auto width = style.isDictionary() ? style.getKey("/W") : QPDFObjectHandle::newNull();
    if (!style.isDictionary() && border.isArray() && border.getArrayNItems() >= 3)
        width = border.getArrayItem(2);
    if (width.isNumber()) look.border_pt = std::clamp(width.getNumericValue(), 0.0, 100.0);
    if (style.isDictionary()) look.border_kind = kind_of(style.getKey("/S"));
    look.border_pt = std::min({look.border_pt, look.width_pt / 4, look.height_pt / 4});
}

std::optional<double> number_in(std::string_view token) {
    if (token.starts_with('+')) token.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error != std::errc{} || end != token.data() + token.size() || !std::isfinite(value)) return {};
    return value;
}

// White and black edges inside the border, as they are drawn everywhere (12.5.4, table 166).
void draw_edges(std::string& out, const WidgetLook& look) {
    const double b = look.border_pt, w = look.width_pt, h = look.height_pt;
    const bool raised = look.border_kind == BorderKind::beveled;
    const auto shade = [&](const char* colour, bool upper) {
        const double x = upper ? b : w - b, y = upper ? h - b : b, in = upper ? b : -b;
        out += fmt::format("{} g {} {} m {} {} l {} {} l {} {} l {} {} l {} {} l f\n", colour, number(b),
                           number(b), number(x), number(y), number(w - b), number(h - b), number(w - b - b),
                           number(h - b - b), number(x + in), number(y - in), number(b + b), number(b + b));
    };
    shade(raised ? "1" : "0.5", true);
    shade(raised ? "0.5" : "0.75", false);
}

void draw_border(std::string& out, const WidgetLook& look, int cells) {
    const double b = look.border_pt, w = look.width_pt, h = look.height_pt;
    out += stroke_colour(*look.border) + number(b) + " w ";
    if (look.border_kind == BorderKind::dashed) out += "[3] 0 d ";
    if (look.border_kind == BorderKind::underline)
        out += fmt::format("0 {0} m {1} {0} l S\n", number(b / 2), number(w));
    else
        out += fmt::format("{0} {0} {1} {2} re S\n", number(b / 2), number(w - b), number(h - b));
    for (int i = 1; i < cells; ++i)
        out += fmt::format("{0} 0 m {0} {1} l S\n", number(w * i / cells), number(h));
}

}  // namespace

double WidgetLook::inset_pt() const {
    const bool edges = border_kind == BorderKind::beveled || border_kind == BorderKind::inset;
    return border ? border_pt * (edges ? 2 : 1) : 0;
}

void read_default_appearance(std::string_view operators, WidgetLook& into) {
    std::vector<double> operands;
    for (std::size_t at = 0; at < operators.size();) {
        const auto begin = operators.find_first_not_of(std::string_view(" \t\r\n\f\0", 6), at);
        if (begin == std::string_view::npos) break;
        at = std::min(operators.find_first_of(std::string_view(" \t\r\n\f\0", 6), begin), operators.size());
        const auto token = operators.substr(begin, at - begin);
        if (const auto value = number_in(token)) {
            operands.push_back(*value);
            continue;
        }
        if (token == "Tf" && !operands.empty()) into.size_pt = std::clamp(operands.back(), 0.0, 1000.0);
        const bool sets_colour = (token == "g" && operands.size() == 1) ||
                                 (token == "rg" && operands.size() == 3) ||
                                 (token == "k" && operands.size() == 4);
        if (sets_colour) into.colour = colour_of(operands).value_or(into.colour);
        operands.clear();
    }
}

WidgetLook look_of(const TreeWidget& widget) {
    WidgetLook look;
    auto dictionary = widget.place.dictionary;
    const auto box = rectangle_of(dictionary.getKey("/Rect"));
    if (!box.empty()) {
        look.width_pt = std::min(box[2] - box[0], largest_pt);
        look.height_pt = std::min(box[3] - box[1], largest_pt);
    }
    if (auto style = dictionary.getKey("/MK"); style.isDictionary()) {
        look.ground = colour_in(style.getKey("/BG"));
        look.border = colour_in(style.getKey("/BC"));
        if (auto turned = style.getKey("/R"); turned.isInteger() && turned.getIntValue() % 90 == 0)
            look.turned = static_cast<int>(((turned.getIntValue() % 360) + 360) % 360);
        if (auto caption = style.getKey("/CA"); caption.isString()) look.caption = caption.getStringValue();
    }
    if (look.turned % 180 == 90) std::swap(look.width_pt, look.height_pt);
    read_border(dictionary, look);
    if (look.border_pt <= 0) look.border.reset();
    if (auto text = widget.inherited.get("/DA"); text.isString())
        read_default_appearance(text.getStringValue(), look);
    if (auto side = widget.inherited.get("/Q"); side.isInteger())
        look.quadding = static_cast<int>(std::clamp(side.getIntValue(), 0LL, 2LL));
    return look;
}

// The box that the turned content fills is laid over /Rect by the viewer (12.5.5): where it begins does not
// matter.
std::string turning_matrix(const WidgetLook& look) {
    switch (look.turned) {
        case 90:
            return fmt::format(" /Matrix [0 1 -1 0 {} 0]", number(look.height_pt));
        case 180:
            return fmt::format(" /Matrix [-1 0 0 -1 {} {}]", number(look.width_pt), number(look.height_pt));
        case 270:
            return fmt::format(" /Matrix [0 -1 1 0 0 {}]", number(look.width_pt));
        default:
            return "";
    }
}

void draw_decoration(Canvas& on, const WidgetLook& look, int cells) {
    auto& out = on.impl().content;
    if (!look.ground && !look.border) return;
    out += "q\n";
    if (look.ground)
        out += fmt::format("{}0 0 {} {} re f\n", fill_colour(*look.ground), number(look.width_pt),
                           number(look.height_pt));
    if (look.border) {
        if (look.border_kind == BorderKind::beveled || look.border_kind == BorderKind::inset)
            draw_edges(out, look);
        draw_border(out, look, cells);
    }
    out += "Q\n";
}

}  // namespace sanad::pdf
