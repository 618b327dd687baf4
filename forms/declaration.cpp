// The declaration that an applicant signs. Its first page holds everything that is declared in words, and the
// place of the signature at its foot, where a copy signed on paper is found again; values that do not fit
// there go on overleaf.
#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "forms/declaration_items.h"
#include "forms/documents.h"
#include "forms/flow.h"
#include "forms/item_table.h"
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
constexpr double number_width = 6, block_gap = 1.8, to_signature = 8;

TextStyle opening() {
    TextStyle style = body_style();
    style.size_pt = 12;
    return style;
}

class Pages {
public:
    Pages(const DeclarationInput& input, pdf::Writer& writer)
        : in_(input),
          writer_(writer),
          structure_(writer.structure()),
          tags_(structure_, *input.declaration) {}

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
        ItemTable(
            structure_, [this] { return row_place(); }, [this] { turn_page(); })
            .set(items);
        // What follows the data stands on the first page, above the signature.
        Canvas& first = writer_.page(1);
        double y = page_ > 1 ? limit_first_ : std::max(y_, data_top);
        set_foot(first, y, area->box.bottom());
        dress();
        set_signature(first);
    }

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

    void heading(const std::string& name) { y_ = draw_heading(canvas(), y_, say(name), structure_); }

    void paragraph(Canvas& on, double& y, const std::string& text, const TextStyle& style,
                   double indent = 0) {
        const auto extent = on.text({page_left, y, width - indent, 0}, text, style);
        y += extent.height_mm + block_gap;
    }

    void set_opening() {
        const auto made = in_both_calendars(*in_.declaration, today());
        paragraph(canvas(), y_, say("reference", {{"case", pdf::keep_ltr(in_.of->id)}, {"made", made}}),
                  quiet_style());
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
        TextStyle style = body_style();
        style.size_pt = 11;
        style.align = Align::justify;
        style.kashida = true;
        return style;
    }

    void measure_foot() {
        const Canvas& on = writer_.page(1);
        foot_height_ = heading_height + 2 * block_gap;
        for (const auto& text : statements())
            foot_height_ += on.measure(text, justified(), width - number_width).height_mm + block_gap;
        foot_height_ += on.measure(enclosed(), body_style(), width).height_mm + block_gap;
        foot_height_ += on.measure(received(), quiet_style(), width).height_mm + block_gap;
        continued_height_ = on.measure(say("continued"), quiet_style(), width).height_mm + block_gap;
    }

    // From the data down to the signature; what room is left goes before the employee's line.
    void set_foot(Canvas& on, double y, double bottom) {
        y += block_gap;
        if (page_ > 1) {
            const Tagged tagged(on, pdf::artifact);
            paragraph(on, y, say("continued"), quiet_style());
        }
        paragraph(on, y, enclosed(), body_style());
        y = draw_heading(on, y + block_gap, say("declares"), structure_);
        int number = 0;
        const auto list = structure_.add(pdf::Structure::root, pdf::Role::list);
        for (const auto& text : statements()) {
            const auto item = structure_.add(list, pdf::Role::list_item);
            {
                const Tagged tagged(on, structure_.add(item, pdf::Role::item_label));
                on.text({page_right - number_width, y, number_width, 0}, fmt::format("{}.", ++number),
                        justified());
            }
            const Tagged tagged(on, structure_.add(item, pdf::Role::item_body));
            paragraph(on, y, text, justified(), number_width);
        }
        const double height = on.measure(received(), quiet_style(), width).height_mm;
        on.text({page_left, std::max(y, bottom - height - block_gap), width, 0}, received(), quiet_style());
    }

    void set_signature(Canvas& on) {
        const auto* field = in_.declaration->find("signature");
        if (field == nullptr) throw Error(ErrorCode::bad_input, "the declaration has no field \"signature\"");
        writer_.fields_in(tags_.of_field(*field));
        writer_.signature_field(field->page, field->box, "Applicant", say("signature_tip"));
        const BoxMm beside{page_left, field->box.y, field->box.x - page_left - to_signature, field->box.h};
        auto style = body_style();
        while (style.size_pt > 8 && set_signatory(on, beside, style, false) > beside.bottom())
            style.size_pt -= 0.5;
        if (set_signatory(on, beside, style, true) > beside.bottom())
            throw Error(ErrorCode::bad_input, "the name is longer than the place beside the signature",
                        UserMessage{"forms.wording_too_long", {in_.declaration->id}});
    }

    // Name and day beside the signature; returns where they end.
    double set_signatory(Canvas& on, const BoxMm& box, const TextStyle& style, bool draw) const {
        double y = box.y;
        for (const auto& text :
             {say("name", {{"name", value("full_name")}}),
              say("signed_on", {{"made", in_both_calendars(*in_.declaration, today())}})}) {
            if (draw) on.text({box.x, y, box.w, 0}, text, style);
            y += on.measure(text, style, box.w).height_mm + block_gap;
        }
        return y - block_gap;
    }

    // The first page keeps room for the line that says that the data go on.
    RowPlace row_place() {
        return {canvas(), y_, page_ == 1 ? limit_ - continued_height_ : limit_,
                page_ > 1 && y_ <= table_top_};
    }

    void turn_page() {
        if (page_ == 1) limit_first_ = y_;
        start_page();
        const Tagged tagged(canvas(), pdf::artifact);
        canvas().text({page_left, y_, width, 0}, say("continuation", {{"name", value("full_name")}}),
                      quiet_style());
        y_ += heading_height;
        table_top_ = y_;
        canvas().line({page_left, y_ - 1}, {page_right, y_ - 1}, hairline);
    }

    void dress() {
        const auto& paper = *in_.declaration;
        for (int number = 1; number <= page_; ++number) {
            const auto code = templates::write_page_code({paper.id, paper.version, number, in_.of->id});
            const auto footer = say("footer", {{"title", paper.title.ar},
                                               {"case", pdf::keep_ltr(in_.of->id)},
                                               {"page", std::to_string(number)},
                                               {"pages", std::to_string(page_)}});
            const auto& first = paper.pages.front();
            draw_page(writer_.page(number), number == 1 ? first : overleaf(first),
                      {code, plain(in_.association), footer}, number, tags_);
        }
    }

    const DeclarationInput& in_;
    pdf::Writer& writer_;
    pdf::Structure& structure_;
    PaperTags tags_;
    int page_ = 0;
    double y_ = page_top, limit_ = page_bottom, limit_first_ = 0, table_top_ = 0;
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
    Pages(input, writer).make();
    writer.attach("declaration.json", "application/json", declared_data(input), sentence(paper, "data_file"));
    return finished(writer);
}

}  // namespace sanad::forms
