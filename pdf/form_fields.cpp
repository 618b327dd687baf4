// AcroForm fields (ISO 32000-1, 12.7) as they are asked for: values and appearances.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/object_writer.h"
#include "pdf/writer_impl.h"

namespace sanad::pdf {
namespace {

// Field flags, tables 221, 226 and 228.
constexpr int read_only_flag = 1 << 0;
constexpr int multiline_flag = 1 << 12;
constexpr int no_toggle_off_flag = 1 << 14;
constexpr int radio_flag = 1 << 15;
constexpr int comb_flag = 1 << 24;

constexpr const char* on_state = "Yes";
constexpr double padding_mm = 1.2;

Canvas canvas_of(const Writer::Impl& writer, const BoxMm& box) { return Canvas(writer.fonts, box.w, box.h); }

// A tick as a pen draws it, so that no font is needed.
Canvas tick(const Writer::Impl& writer, const BoxMm& box) {
    Canvas canvas = canvas_of(writer, box);
    const double w = box.w, h = box.h;
    canvas.polyline({{0.2 * w, 0.52 * h}, {0.42 * w, 0.76 * h}, {0.8 * w, 0.24 * h}},
                    {std::min(w, h) * 0.13, {}});
    return canvas;
}

Canvas dot(const Writer::Impl& writer, const BoxMm& box) {
    Canvas canvas = canvas_of(writer, box);
    canvas.polyline({{box.w / 2, box.h / 2}}, {std::min(box.w, box.h) * 0.55, {}});
    return canvas;
}

constexpr double smallest_pt = 8;
constexpr double least_leading = 1.3;  // of two lines that are to be told apart

[[noreturn]] void refuse_long(const Writer::TextField& field) {
    throw Error(ErrorCode::bad_input, "a value too long for its field", Where{{}, {}, {}, field.name},
                UserMessage{"pdf.value_too_long", {field.name, field.tip}});
}

// In lines, from the top; set smaller where it would not end in the box, never below 8 points. The lines keep
// to those that are printed, one or two to each, so that no rule runs through a word.
void draw_lines(Canvas& on, const BoxMm& inside, const Writer::TextField& field, TextStyle style) {
    const double pitch_pt = style.size_pt * style.leading;
    for (const int to_each : {1, 2}) {
        for (double size = style.size_pt; size >= smallest_pt; size -= 0.5) {
            TextStyle tried = style;
            tried.size_pt = size;
            tried.leading = pitch_pt / to_each / size;
            if (tried.leading < least_leading) continue;
            if (on.measure(field.value, tried, inside.w).height_mm > inside.h + 0.01) continue;
            on.text(inside, field.value, tried);
            return;
        }
    }
    refuse_long(field);
}

// On one line; on two small ones where that is too narrow at 8 points, as a long name is written by hand.
void draw_line(Canvas& on, const BoxMm& inside, const Writer::TextField& field, TextStyle style) {
    TextStyle small = style;
    small.size_pt = std::min(style.size_pt, smallest_pt);
    if (on.measure(field.value, small, HUGE_VAL).width_mm <= inside.w) {
        on.line_of_text(inside, field.value, style);
        return;
    }
    small.leading = least_leading;
    const double height = on.measure(field.value, small, inside.w).height_mm;
    if (height > inside.h + 0.01) refuse_long(field);
    on.text({inside.x, inside.y + (inside.h - height) / 2, inside.w, height}, field.value, small);
}

Canvas text_appearance(const Writer::Impl& writer, const BoxMm& box, const Writer::TextField& field) {
    Canvas canvas = canvas_of(writer, box);
    if (field.value.empty()) return canvas;
    TextStyle style;
    style.size_pt = field.size_pt;
    style.direction = field.rtl ? Direction::rtl : Direction::ltr;
    style.leading = field.leading;
    const double inset = std::min({padding_mm, box.w / 4, box.h / 4});
    const BoxMm inside{inset, field.multiline ? inset : 0, box.w - 2 * inset, box.h};
    if (field.comb > 0) {
        canvas.cells({0, 0, box.w, box.h}, field.comb, field.value, style);
    } else if (field.multiline) {
        draw_lines(canvas, inside, field, style);
    } else {
        draw_line(canvas, inside, field, style);
    }
    return canvas;
}

std::string state_entry(bool on, std::string_view state) { return "/AS " + name(on ? state : "Off"); }

}  // namespace

FormField& Writer::Impl::add_field(const std::string& field_name, const std::string& tip,
                                   const std::string& entries) {
    // A full stop separates the parts of a qualified name and may not be inside one (12.7.3.2).
    if (field_name.empty() || field_name.find('.') != std::string::npos)
        throw Error(ErrorCode::bad_input, "no name for a form field: \"" + field_name + "\"",
                    Where{{}, {}, {}, field_name});
    if (std::any_of(fields.begin(), fields.end(), [&](const auto& f) { return f.name == field_name; }))
        throw Error(ErrorCode::bad_input, "two form fields of one name", Where{{}, {}, {}, field_name});
    fields.push_back(
        {field_name, fmt::format("/T {} /TU {} {}", text_string(field_name), text_string(tip), entries), {}});
    return fields.back();
}

void Writer::Impl::add_widget(FormField& to, Widget widget, Node parent) {
    const Node node = structure.add(parent == untagged ? fields_parent : parent, Role::form);
    widget.number = widgets++;
    structure.add_widget(node, widget.page, widget.number);
    to.widgets.push_back(std::move(widget));
}

void Writer::text_field(int page, const BoxMm& box, const TextField& field) {
    impl_->check_page(page);
    const int flags = (field.read_only ? read_only_flag : 0) | (field.multiline ? multiline_flag : 0) |
                      (field.comb > 0 ? comb_flag : 0);
    std::string entries = fmt::format("/FT /Tx /Ff {} /Q {} /V {}", flags,
                                      field.rtl && field.comb == 0 ? 2 : 0, text_string(field.value));
    if (field.comb > 0) entries += fmt::format(" /MaxLen {}", field.comb);
    FormField& added = impl_->add_field(field.name, field.tip, entries);
    added.text = true;
    added.size_pt = field.size_pt;
    added.fillable = !field.read_only;
    Widget widget{page, box};
    widget.appearances.push_back({"", text_appearance(*impl_, box, field)});
    impl_->add_widget(added, std::move(widget));
}

void Writer::check_box(int page, const BoxMm& box, const std::string& field_name, const std::string& tip,
                       bool on) {
    impl_->check_page(page);
    FormField& added = impl_->add_field(field_name, tip, "/FT /Btn /V " + name(on ? on_state : "Off"));
    Widget widget{page, box, state_entry(on, on_state) + " /MK << /CA (4) >>"};
    widget.appearances.push_back({on_state, tick(*impl_, box)});
    widget.appearances.push_back({"Off", canvas_of(*impl_, box)});
    impl_->add_widget(added, std::move(widget));
}

void Writer::radio(int page, const std::string& field_name, const std::string& tip,
                   const std::vector<FieldOption>& options, std::string_view selected) {
    impl_->check_page(page);
    if (options.empty())
        throw Error(ErrorCode::bad_input, "a choice without options", Where{{}, {}, {}, field_name});
    const auto known = [&](std::string_view key) {
        return std::any_of(options.begin(), options.end(), [&](const auto& o) { return o.key == key; });
    };
    if (!selected.empty() && !known(selected))
        throw Error(ErrorCode::bad_input, "no such option: " + std::string(selected),
                    Where{{}, {}, {}, field_name});
    // It becomes a name, which has at most 127 bytes (ISO 19005-2, 6.1.13).
    if (std::any_of(options.begin(), options.end(), [](const auto& o) { return o.key.size() > 127; }))
        throw Error(ErrorCode::bad_input, "an option's key is too long", Where{{}, {}, {}, field_name});
    FormField& added = impl_->add_field(field_name, tip,
                                        fmt::format("/FT /Btn /Ff {} /V {}", radio_flag | no_toggle_off_flag,
                                                    name(selected.empty() ? "Off" : selected)));
    for (const auto& option : options) {
        Widget widget{page, option.box,
                      state_entry(option.key == selected, option.key) + " /MK << /CA (l) >>"};
        // The kind once more: veraPDF looks for it at the widget only (ISO 19005-2, 6.3.3). A single option
        // is the field itself, which has both entries.
        if (options.size() > 1) widget.entries += " /FT /Btn /TU " + text_string(option.label);
        widget.appearances.push_back({option.key, dot(*impl_, option.box)});
        widget.appearances.push_back({"Off", canvas_of(*impl_, option.box)});
        impl_->add_widget(added, std::move(widget), option.node);
    }
}

void Writer::signature_field(int page, const BoxMm& box, const std::string& field_name,
                             const std::string& tip) {
    impl_->check_page(page);
    FormField& added = impl_->add_field(field_name, tip, "/FT /Sig");
    added.signature = true;
    // A picture of nothing: ISO 19005-2, 6.3.3 wants one of every field. The signature brings its own.
    Widget widget{page, box};
    widget.appearances.push_back({"", canvas_of(*impl_, box)});
    impl_->add_widget(added, std::move(widget));
}

}  // namespace sanad::pdf
