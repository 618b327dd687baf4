// AcroForm fields as objects of a file.
#include <algorithm>

#include <fmt/format.h>

#include "pdf/object_writer.h"
#include "pdf/writer_impl.h"

namespace sanad::pdf {
namespace {

std::string rectangle(const Canvas& page, const BoxMm& box) {
    const double top = page.height_mm();
    return fmt::format("[{} {} {} {}]", number(box.x * pt_per_mm), number((top - box.bottom()) * pt_per_mm),
                       number(box.right() * pt_per_mm), number((top - box.y) * pt_per_mm));
}

std::string appearance_entry(ObjectSet& into, const FormField& field, const Widget& widget,
                             const FontNumbers& fonts) {
    if (widget.appearances.empty()) return "";
    std::string normal;
    for (const auto& appearance : widget.appearances) {
        const std::string form = reference(add_form_xobject(into, appearance.canvas, fonts, field.text));
        normal += appearance.state.empty() ? form : name(appearance.state) + " " + form + " ";
    }
    const bool one = widget.appearances.front().state.empty();
    return one ? "/AP << /N " + normal + " >>" : "/AP << /N << " + normal + ">> >>";
}

// /F 4: the widget is printed.
std::string widget_entries(ObjectSet& into, const Writer::Impl& writer, const FormField& field,
                           const Widget& widget, const FontNumbers& fonts,
                           const std::vector<int>& page_numbers) {
    const auto page = static_cast<std::size_t>(widget.page - 1);
    return fmt::format("/Type /Annot /Subtype /Widget /F 4 /Rect {} /P {} /StructParent {} {} {}",
                       rectangle(writer.pages[page], widget.box), reference(page_numbers[page]),
                       writer.pages.size() + static_cast<std::size_t>(widget.number), widget.entries,
                       appearance_entry(into, field, widget, fonts));
}

// The font that a viewer goes on with: the whole face where a person may type, else what was drawn with.
std::string default_font(const FontNumbers& fonts) {
    if (fonts.count(std::string(whole_name)) == 1) return std::string(whole_name);
    return fonts.empty() ? "" : fonts.begin()->first;
}

std::string default_appearance(const FormField& field, const std::string& font) {
    if (!field.text || font.empty()) return "";
    return fmt::format(" /DA (/{} {} Tf 0 g)", font, number(field.size_pt));
}

}  // namespace

FormObjects add_form(ObjectSet& into, const Writer::Impl& writer, const FontNumbers& fonts,
                     const std::vector<int>& page_numbers) {
    FormObjects result;
    result.of_page.resize(writer.pages.size());
    result.of_widget.resize(static_cast<std::size_t>(writer.widgets));
    if (writer.fields.empty()) return result;
    const std::string font = default_font(fonts);
    std::string list;
    for (const auto& field : writer.fields) {
        const std::string entries = field.entries + default_appearance(field, font);
        const auto place = [&](const Widget& widget, const std::string& more) {
            const std::string own = widget_entries(into, writer, field, widget, fonts, page_numbers);
            const int number = into.add("<< " + own + " " + more + " >>");
            result.of_page[static_cast<std::size_t>(widget.page - 1)].push_back(number);
            result.of_widget[static_cast<std::size_t>(widget.number)] = number;
            return number;
        };
        if (field.widgets.size() == 1) {
            list += reference(place(field.widgets[0], entries)) + " ";
            continue;
        }
        const int parent = into.reserve();
        std::string kids;
        for (const auto& widget : field.widgets)
            kids += reference(place(widget, "/Parent " + reference(parent))) + " ";
        into.put(parent, fmt::format("<< {} /Kids [{}] >>", entries, kids));
        list += reference(parent) + " ";
    }
    std::string form = "<< /Fields [" + list + "]";
    if (!font.empty())
        form += fmt::format(" /DR << /Font << /{0} {1} >> >> /DA (/{0} 11 Tf 0 g)", font,
                            reference(fonts.at(font)));
    // Bit 1 of SigFlags: there is a signature field. Bit 2, append only, comes with the first signature.
    if (std::any_of(writer.fields.begin(), writer.fields.end(), [](const auto& f) { return f.signature; }))
        form += " /SigFlags 1";
    result.form = into.add(form + " >>");
    return result;
}

}  // namespace sanad::pdf
