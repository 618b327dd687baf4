#include "forms/page_drawing.h"

#include "core/error.h"

namespace sanad::forms {
namespace {

using templates::TextRole;

constexpr pdf::Colour black{}, white{1, 1, 1};
constexpr pdf::Colour small_print{0.25, 0.25, 0.25};

void draw_mark(pdf::Canvas& on, const templates::Mark& mark) {
    const auto square = [&](double size, const pdf::Colour& colour) {
        on.fill({mark.centre.x - size / 2, mark.centre.y - size / 2, size, size}, colour);
    };
    square(mark.size, black);
    if (mark.shape == templates::MarkShape::hollow) square(mark.size / 2, white);
}

void draw_print(pdf::Canvas& on, const templates::Print& print) {
    auto style = style_of(print.role);
    if (print.centred) style.align = pdf::Align::centre;
    if (print.role == TextRole::paragraph)
        on.text(print.box, print.text.ar, style);
    else
        on.line_of_text(print.box, print.text.ar, style);
}

}  // namespace

pdf::TextStyle style_of(TextRole role) {
    pdf::TextStyle style;
    style.size_pt = templates::size_pt(role);
    if (role == TextRole::title || role == TextRole::section) style.weight = pdf::Weight::bold;
    if (role == TextRole::hint || role == TextRole::footer || role == TextRole::subtitle)
        style.colour = small_print;
    if (role == TextRole::cell_prefix) style.direction = pdf::Direction::ltr;
    if (role == TextRole::paragraph) style.align = pdf::Align::justify;
    return style;
}

void draw_page(pdf::Canvas& on, const templates::PageLayout& layout, const PageDress& dress, int page,
               PaperTags& tags) {
    for (const auto& box : layout.shaded) on.fill(box, section_ground);
    for (const auto& line : layout.lines) on.line(line.from, line.to, {line.width, black});
    for (const auto& mark : layout.marks) draw_mark(on, mark);
    if (!dress.association.empty()) {
        const Tagged tagged(on, tags.of_association(page));
        on.line_of_text(layout.association, dress.association, style_of(TextRole::label));
    }
    for (auto print : layout.prints) {
        if (print.role == TextRole::footer && !dress.footer.empty()) print.text.ar = dress.footer;
        const Tagged tagged(on, tags.of_print(page, print));
        draw_print(on, print);
    }
    // Read after the title, whatever stands there in ink.
    const Tagged tagged(on, tags.of_code(page, dress.code));
    on.qr(layout.qr, dress.code);
}

std::string finished(pdf::Writer& writer) {
    if (writer.undrawable().empty()) return writer.finish();
    const auto& [characters, text] = writer.undrawable().front();
    throw Error(ErrorCode::bad_input, "no face has " + characters,
                UserMessage{"forms.no_glyph", {characters, text}});
}

}  // namespace sanad::forms
