#include "signing/report_layout.h"

#include <algorithm>
#include <iterator>

#include "core/arabic.h"

namespace sanad::signing {
namespace {

constexpr double left = 18, right = 192, top = 18, bottom = 276;
constexpr double label_width = 44;
constexpr double gap = 2.2;
constexpr double cell_margin = 1.4;
constexpr double mark_width = 1.6;

constexpr pdf::Stroke hairline{0.12, {0.6, 0.6, 0.6}};
constexpr pdf::Colour heading_ground{0.91, 0.91, 0.91};

struct Shade {
    Light light;
    pdf::Colour ground;  // black on it keeps a contrast of 7 : 1 at least
    pdf::Colour edge;
};
constexpr Shade shades[] = {
    {Light::green, {0.84, 0.94, 0.85}, {0.11, 0.48, 0.19}},
    {Light::amber, {0.99, 0.93, 0.76}, {0.72, 0.49, 0.02}},
    {Light::red, {0.98, 0.85, 0.84}, {0.70, 0.09, 0.09}},
    {Light::grey, {0.90, 0.90, 0.92}, {0.38, 0.38, 0.42}},
};

const Shade& shade_of(Light light) {
    return *std::find_if(std::begin(shades), std::end(shades),
                         [&](const Shade& shade) { return shade.light == light; });
}

// Draws the following as part of a node, and goes back to the one before.
class Tagged {
public:
    Tagged(pdf::Canvas& on, pdf::Node node) : on_(on), before_(on.tag(node)) {}
    ~Tagged() { on_.tag(before_); }
    Tagged(const Tagged&) = delete;
    Tagged& operator=(const Tagged&) = delete;

private:
    pdf::Canvas& on_;
    pdf::Node before_;
};

}  // namespace

std::string printable(std::string_view text, std::size_t most) {
    auto clean = tidy(strip_invisible(text));
    std::size_t seen = 0;
    for (std::size_t at = 0; at < clean.size(); ++at) {
        const auto byte = static_cast<unsigned char>(clean[at]);
        if ((byte & 0xC0u) == 0x80u) continue;
        if (++seen > most) {
            clean.resize(at);
            return clean + "…";
        }
    }
    return clean;
}

ReportLayout::ReportLayout(Language language, pdf::DocumentInfo info)
    : language_(language), writer_(pdf::open_fonts(), std::move(info)) {
    turn_page();
}

pdf::TextStyle ReportLayout::style(double size_pt) const {
    pdf::TextStyle made;
    made.size_pt = size_pt;
    made.direction = language_ == Language::ar ? pdf::Direction::rtl : pdf::Direction::ltr;
    return made;
}

void ReportLayout::turn_page() {
    page_ = writer_.add_page();
    y_ = top;
}

void ReportLayout::need(double height) {
    if (y_ + height > bottom && y_ > top) turn_page();
}

void ReportLayout::title(const std::string& text) {
    auto set = style(18);
    set.weight = pdf::Weight::bold;
    set.align = pdf::Align::centre;
    const Tagged tagged(canvas(), writer_.structure().add(pdf::Structure::root, pdf::Role::heading1));
    y_ += canvas().text({left, y_, right - left, 0}, text, set).height_mm + gap;
}

void ReportLayout::heading(const std::string& text) {
    table_ = pdf::untagged;
    auto set = style(12);
    set.weight = pdf::Weight::bold;
    const double height = canvas().measure(text, set, right - left - 2 * cell_margin).height_mm + cell_margin;
    y_ += 2 * gap;
    need(height + 40);
    canvas().fill({left, y_, right - left, height}, heading_ground);
    const Tagged tagged(canvas(), writer_.structure().add(pdf::Structure::root, pdf::Role::heading2));
    canvas().text({left + cell_margin, y_ + cell_margin / 2, right - left - 2 * cell_margin, 0}, text, set);
    y_ += height + gap;
}

void ReportLayout::subheading(const std::string& text) {
    table_ = pdf::untagged;
    auto set = style(11);
    set.weight = pdf::Weight::bold;
    y_ += gap;
    need(40);
    const Tagged tagged(canvas(), writer_.structure().add(pdf::Structure::root, pdf::Role::paragraph));
    y_ += canvas().text({left, y_, right - left, 0}, text, set).height_mm + gap / 2;
}

void ReportLayout::paragraph(const std::string& text, double size_pt) {
    table_ = pdf::untagged;
    const auto set = style(size_pt);
    need(canvas().measure(text, set, right - left).height_mm);
    const Tagged tagged(canvas(), writer_.structure().add(pdf::Structure::root, pdf::Role::paragraph));
    y_ += canvas().text({left, y_, right - left, 0}, text, set).height_mm + gap;
}

void ReportLayout::light(Light colour, const std::string& text) {
    table_ = pdf::untagged;
    auto set = style(13);
    set.weight = pdf::Weight::bold;
    set.align = pdf::Align::centre;
    const double width = right - left - 4 * cell_margin;
    const double height = canvas().measure(text, set, width).height_mm + 2 * cell_margin;
    need(height + gap);
    const auto& shade = shade_of(colour);
    canvas().fill({left, y_, right - left, height}, shade.ground);
    for (const double x : {left, right - mark_width}) canvas().fill({x, y_, mark_width, height}, shade.edge);
    const Tagged tagged(canvas(), writer_.structure().add(pdf::Structure::root, pdf::Role::paragraph));
    canvas().text({left + 2 * cell_margin, y_ + cell_margin, width, 0}, text, set);
    y_ += height + gap;
}

void ReportLayout::begin_rows() {
    table_ = writer_.structure().add(pdf::Structure::root, pdf::Role::table);
    canvas().line({left, y_}, {right, y_}, hairline);
}

void ReportLayout::row(const std::string& label, const std::string& value) { set_row(label, value, nullptr); }

void ReportLayout::row(const std::string& label, const std::string& value, Light colour) {
    set_row(label, value, &shade_of(colour).edge);
}

void ReportLayout::set_row(const std::string& label, const std::string& value, const pdf::Colour* mark) {
    auto name = style(9.5);
    name.colour = {0.25, 0.25, 0.25};
    const auto said = style(10.5);
    const double value_width = right - left - label_width - 4 * cell_margin;
    const double height = std::max(canvas().measure(label, name, label_width).height_mm,
                                   canvas().measure(value, said, value_width).height_mm) +
                          2 * cell_margin / 2;
    if (y_ + height > bottom && y_ > top) {
        turn_page();
        canvas().line({left, y_}, {right, y_}, hairline);
    }
    const bool rtl = language_ == Language::ar;
    const double label_x = rtl ? right - cell_margin - label_width : left + cell_margin;
    const double value_x = rtl ? left + 2 * cell_margin : left + label_width + 2 * cell_margin;
    auto& structure = writer_.structure();
    const auto node = structure.add(table_, pdf::Role::table_row);
    if (mark != nullptr) canvas().fill({rtl ? left : right - mark_width, y_, mark_width, height}, *mark);
    {
        const Tagged tagged(canvas(), structure.add(node, {pdf::Role::header_cell, {}, pdf::Scope::row}));
        canvas().text({label_x, y_ + cell_margin / 2, label_width, 0}, label, name);
    }
    {
        const Tagged tagged(canvas(), structure.add(node, pdf::Role::cell));
        canvas().text({value_x, y_ + cell_margin / 2, value_width, 0}, value, said);
    }
    y_ += height;
    canvas().line({left, y_}, {right, y_}, hairline);
}

std::string ReportLayout::finish(std::string_view footer_id) {
    auto set = style(8.5);
    set.align = pdf::Align::centre;
    set.colour = {0.25, 0.25, 0.25};
    for (int number = 1; number <= page_; ++number) {
        const Tagged tagged(writer_.page(number), pdf::artifact);
        writer_.page(number).text(
            {left, bottom + 6, right - left, 0},
            message(footer_id, language_, {std::to_string(number), std::to_string(page_)}), set);
    }
    return writer_.finish();
}

}  // namespace sanad::signing
