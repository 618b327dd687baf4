// The declaration that an applicant signs. Its first page holds everything that is declared in words, and the
// place of the signature at its foot, where a copy signed on paper is found again; values that do not fit
// there go on overleaf.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/error.h"
#include "forms/declaration_items.h"
#include "forms/documents.h"
#include "forms/flow.h"
#include "forms/page_drawing.h"
#include "forms/wording.h"
#include "pdf/writer.h"
#include "templates/library.h"

namespace sanad::forms {
namespace {

using pdf::Align;
using pdf::Canvas;
using pdf::TextStyle;
using templates::TextRole;

constexpr double width = page_right - page_left;
constexpr double gutter = 4, label_width = 27, number_width = 6;
constexpr double row_padding = 1.0, block_gap = 1.8;
constexpr double least_part = 12;  // mm: a long text is begun on a page only where so much of it fits

constexpr pdf::Stroke hairline{0.12, {0.6, 0.6, 0.6}};

TextStyle body() {
    TextStyle style;
    style.size_pt = 10.5;
    style.leading = 1.5;
    return style;
}

TextStyle quiet() {
    TextStyle style;
    style.size_pt = 9;
    style.leading = 1.5 * body().size_pt / 9;  // base lines in step with the value beside it
    style.colour = {0.3, 0.3, 0.3};
    return style;
}

TextStyle opening() {
    TextStyle style = body();
    style.size_pt = 12;
    return style;
}

class Pages {
public:
    Pages(const DeclarationInput& input, pdf::Writer& writer) : in_(input), writer_(writer) {}

    void make() {
        const auto items = declared_items(in_);
        start_page();
        const auto* area = in_.declaration->find_area("body");
        if (area == nullptr) throw Error(ErrorCode::bad_input, "the declaration has no area \"body\"");
        y_ = area->box.y;
        measure_foot();
        set_opening();
        limit_ = area->box.bottom() - foot_height_;
        if (y_ + heading_height > limit_)
            throw Error(ErrorCode::bad_input, "the wording leaves no room for the data",
                        UserMessage{"forms.wording_too_long", {in_.declaration->id}});
        heading("data");
        const double data_top = y_;
        set_rows(items);
        // What follows the data stands on the first page, above the signature.
        Canvas& first = writer_.page(1);
        double y = page_ > 1 ? limit_first_ : std::max(y_, data_top);
        set_foot(first, y, area->box.bottom());
        set_signature(first);
    }

    int count() const { return page_; }

private:
    Canvas& canvas() { return writer_.page(page_); }
    std::string say(const std::string& name, const Blanks& blanks = {}) const {
        return sentence(*in_.declaration, name, blanks);
    }
    Day today() const { return Day(std::chrono::floor<std::chrono::days>(in_.made)); }
    std::string day_after(int days) const {
        return in_both_calendars(*in_.declaration,
                                 Day(std::chrono::sys_days(today()) + std::chrono::days(days)));
    }
    std::string value(const char* key) const {
        const auto* reading = in_.of->find(key);
        return reading == nullptr ? "" : plain(reading->value);
    }

    void start_page() {
        page_ = writer_.add_page(in_.declaration->width_mm, in_.declaration->height_mm);
        y_ = page_top;
        limit_ = page_bottom;
    }

    void heading(const std::string& name) { y_ = draw_heading(canvas(), y_, say(name)); }

    void paragraph(Canvas& on, double& y, const std::string& text, const TextStyle& style,
                   double indent = 0) {
        const auto extent = on.text({page_left, y, width - indent, 0}, text, style);
        y += extent.height_mm + block_gap;
    }

    void set_opening() {
        const auto made = in_both_calendars(*in_.declaration, today());
        paragraph(canvas(), y_, say("reference", {{"case", pdf::keep_ltr(in_.of->id)}, {"made", made}}),
                  quiet());
        paragraph(canvas(), y_,
                  say("declarant", {{"name", value("full_name")},
                                    {"national_id", pdf::keep_ltr(value("national_id"))},
                                    {"request", in_.request->title.ar},
                                    {"association", plain(in_.association)}}),
                  opening());
    }

    std::vector<std::string> statements() const {
        Blanks days{{"earliest", day_after(in_.earliest_answer_days)}};
        if (in_.latest_answer_days) days["latest"] = day_after(*in_.latest_answer_days);
        return {say("correct"), say("responsible"), say("consent"),
                say(in_.latest_answer_days ? "committee_between" : "committee_from", days)};
    }

    std::string enclosed() const {
        const auto documents = enclosed_documents(in_);
        return documents.empty() ? say("enclosed_none") : say("enclosed", {{"documents", documents}});
    }

    std::string received() const {
        const auto identity = plain(in_.identity_checked_by);
        const auto employee = plain(in_.employee);
        return identity.empty() ? say("received_unchecked", {{"employee", employee}})
                                : say("received", {{"employee", employee}, {"identity", identity}});
    }

    static TextStyle justified() {
        TextStyle style = body();
        style.size_pt = 11;
        style.align = Align::justify;
        return style;
    }

    void measure_foot() {
        const Canvas& on = writer_.page(1);
        foot_height_ = heading_height + 2 * block_gap;
        for (const auto& text : statements())
            foot_height_ += on.measure(text, justified(), width - number_width).height_mm + block_gap;
        foot_height_ += on.measure(enclosed(), body(), width).height_mm + block_gap;
        foot_height_ += on.measure(received(), quiet(), width).height_mm + block_gap;
        continued_height_ = on.measure(say("continued"), quiet(), width).height_mm + block_gap;
    }

    // From the data down to the signature; what room is left goes before the employee's line.
    void set_foot(Canvas& on, double y, double bottom) {
        y += block_gap;
        if (page_ > 1) paragraph(on, y, say("continued"), quiet());
        paragraph(on, y, enclosed(), body());
        y = draw_heading(on, y + block_gap, say("declares"));
        int number = 0;
        for (const auto& text : statements()) {
            on.text({page_right - number_width, y, number_width, 0}, fmt::format("{}.", ++number),
                    justified());
            paragraph(on, y, text, justified(), number_width);
        }
        const double height = on.measure(received(), quiet(), width).height_mm;
        on.text({page_left, std::max(y, bottom - height - block_gap), width, 0}, received(), quiet());
    }

    void set_signature(Canvas& on) {
        const auto* field = in_.declaration->find("signature");
        if (field == nullptr) throw Error(ErrorCode::bad_input, "the declaration has no field \"signature\"");
        writer_.signature_field(field->page, field->box, "Applicant", say("signature_tip"));
        const double room = field->box.x - page_left - 2 * gutter;
        double y = field->box.y;
        for (const auto& text : {say("name", {{"name", value("full_name")}}),
                                 say("signed_on", {{"made", in_both_calendars(*in_.declaration, today())}})})
            y += on.text({page_left, y, room, 0}, text, body()).height_mm + block_gap;
    }

    // ---- the data ----

    double value_width(double slot) const { return slot - label_width; }

    bool needs_row(const Item& item) {
        const double half = (width - gutter) / 2;
        const int lines = canvas().measure(item.value, body(), value_width(half)).lines;
        return item.long_text || lines > (item.one_line ? 1 : 2);
    }

    double height_of(const Item& item, double slot) {
        const double text = canvas().measure(item.value, body(), value_width(slot)).height_mm;
        const double label = canvas().measure(item.label, quiet(), label_width - 2).height_mm;
        return std::max(text, label) + 2 * row_padding;
    }

    void set_rows(const std::vector<Item>& items) {
        std::vector<Item> pair;
        for (const auto& item : items) {
            const bool whole = needs_row(item);
            if (whole || pair.size() == 2) set_row(std::exchange(pair, {}), false);
            if (whole)
                set_row({item}, true);
            else
                pair.push_back(item);
        }
        set_row(pair, false);
    }

    void set_row(const std::vector<Item>& items, bool whole) {
        if (items.empty()) return;
        const double slot = whole ? width : (width - gutter) / 2;
        double height = 0;
        for (const auto& item : items) height = std::max(height, height_of(item, slot));
        if (whole && y_ + height > limit()) return set_long(items.front());
        if (y_ + height > limit()) turn_page();
        double right = page_right;
        for (const auto& item : items) {
            draw_item(item, right, slot);
            right -= slot + gutter;
        }
        y_ += height;
        canvas().line({page_left, y_}, {page_right, y_}, hairline);
    }

    // A text that does not fit the page is cut between words and goes on overleaf.
    void set_long(Item item) {
        while (!item.value.empty()) {
            const double label = canvas().measure(item.label, quiet(), label_width - 2).height_mm;
            const double room = limit() - y_ - 2 * row_padding;
            auto [now, later] = split_to_fit(canvas(), item.value, body(), value_width(width), room);
            const bool fresh = page_ > 1 && y_ <= page_top + heading_height + 1;
            if (!fresh && (room < std::max(least_part, label) || now.empty())) {
                turn_page();
                continue;
            }
            if (now.empty()) std::swap(now, later);
            const double height =
                std::max(canvas().measure(now, body(), value_width(width)).height_mm, label);
            draw_item({item.label, now, true}, page_right, width);
            y_ += height + 2 * row_padding;
            canvas().line({page_left, y_}, {page_right, y_}, hairline);
            item.value = later;
            if (!later.empty()) turn_page();
        }
    }

    void draw_item(const Item& item, double right, double slot) {
        const double y = y_ + row_padding;
        canvas().text({right - label_width + 2, y, label_width - 2, 0}, item.label, quiet());
        canvas().text({right - slot, y, value_width(slot), 0}, item.value, body());
    }

    // The first page keeps room for the line that says that the data go on.
    double limit() const { return page_ == 1 ? limit_ - continued_height_ : limit_; }

    void turn_page() {
        if (page_ == 1) limit_first_ = y_;
        start_page();
        canvas().text({page_left, y_, width, 0}, say("continuation", {{"name", value("full_name")}}),
                      quiet());
        y_ += heading_height;
        canvas().line({page_left, y_ - 1}, {page_right, y_ - 1}, hairline);
    }

    const DeclarationInput& in_;
    pdf::Writer& writer_;
    int page_ = 0;
    double y_ = page_top, limit_ = page_bottom, limit_first_ = 0;
    double foot_height_ = 0, continued_height_ = 0;
};

}  // namespace

std::string make_declaration(const DeclarationInput& input) {
    const auto& paper = *input.declaration;
    pdf::DocumentInfo info;
    info.title = paper.title.ar;
    info.author = plain(input.association);
    info.subject = input.of->id;
    info.made = input.made;
    pdf::Writer writer(pdf::open_fonts(), info);
    Pages pages(input, writer);
    pages.make();
    for (int number = 1; number <= pages.count(); ++number) {
        const auto code = templates::write_page_code({paper.id, paper.version, number, input.of->id});
        const auto footer = sentence(paper, "footer",
                                     {{"title", paper.title.ar},
                                      {"case", pdf::keep_ltr(input.of->id)},
                                      {"page", std::to_string(number)},
                                      {"pages", std::to_string(pages.count())}});
        const auto& first = paper.pages.front();
        draw_page(writer.page(number), number == 1 ? first : overleaf(first),
                  {code, plain(input.association), footer});
    }
    return writer.finish();
}

}  // namespace sanad::forms
