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
void draw_texts(pdf::Canvas& on, const templates::Template& paper, const templates::Area& area,
                pdf::Structure& structure, pdf::Node in) {
    pdf::TextStyle style;
    style.size_pt = 11;
    style.leading = 2.0;
    double y = area.box.y;
    for (const auto& name : area.blank_texts) {
        const Tagged tagged(on, structure.add(in, pdf::Role::paragraph));
        y += on.text({area.box.x, y, area.box.w, 0}, dotted(paper, name), style).height_mm + 1.5;
    }
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
    auto& structure = writer.structure();
    PaperTags tags(structure, paper);
    // An area is read before the sections that stand below it.
    std::vector<pdf::Node> areas;
    for (std::size_t i = 0; i < paper.areas.size(); ++i)
        areas.push_back(structure.add(pdf::Structure::root, pdf::Role::section));
    for (const auto& layout : paper.pages) {
        const int number = writer.add_page(paper.width_mm, paper.height_mm);
        const auto code = templates::write_page_code({paper.id, paper.version, number, options.case_id});
        draw_page(writer.page(number), layout, {code, options.association}, number, tags);
    }
    for (std::size_t i = 0; i < paper.areas.size(); ++i)
        draw_texts(writer.page(paper.areas[i].page), paper, paper.areas[i], structure, areas[i]);
    for (const auto& field : paper.fields) {
        const auto value = options.values.find(field.key);
        add_widget(writer, field, value == options.values.end() ? "" : value->second, tags);
    }
    return finished(writer);
}

}  // namespace sanad::forms
