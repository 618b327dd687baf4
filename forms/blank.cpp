#include <fmt/format.h>

#include "core/error.h"
#include "forms/documents.h"
#include "forms/field_widgets.h"
#include "forms/page_drawing.h"
#include "forms/wording.h"
#include "pdf/writer.h"
#include "templates/library.h"

namespace sanad::forms {
namespace {

// What a document made from the paper would say, with room to write by hand.
void draw_texts(pdf::Canvas& on, const templates::Template& paper, const templates::Area& area) {
    pdf::TextStyle style;
    style.size_pt = 11;
    style.leading = 2.0;
    double y = area.box.y;
    for (const auto& name : area.blank_texts)
        y += on.text({area.box.x, y, area.box.w, 0}, dotted(paper, name), style).height_mm + 1.5;
}

}  // namespace

std::string make_blank(const templates::Template& paper, const BlankOptions& options) {
    for (const auto& [key, value] : options.values)
        if (paper.find(key) == nullptr)
            throw Error(ErrorCode::bad_input, "the paper has no such field", Where{{}, {}, {}, key},
                        UserMessage{"forms.no_such_field", {key, paper.title.ar}});
    pdf::DocumentInfo info;
    info.title = paper.title.ar;
    info.author = options.association;
    info.subject = fmt::format("{} {}", paper.id, paper.version);
    info.made = options.made;
    pdf::Writer writer(pdf::open_fonts(), info);
    for (const auto& layout : paper.pages) {
        const int number = writer.add_page(paper.width_mm, paper.height_mm);
        const auto code = templates::write_page_code({paper.id, paper.version, number, options.case_id});
        draw_page(writer.page(number), layout, {code, options.association});
    }
    for (const auto& area : paper.areas) draw_texts(writer.page(area.page), paper, area);
    for (const auto& field : paper.fields) {
        const auto value = options.values.find(field.key);
        add_widget(writer, field, value == options.values.end() ? "" : value->second);
    }
    return writer.finish();
}

}  // namespace sanad::forms
