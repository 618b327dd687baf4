#include "forms/letter_pages.h"

#include <algorithm>

#include "core/error.h"
#include "forms/field_widgets.h"
#include "forms/flow.h"
#include "forms/page_drawing.h"
#include "templates/library.h"

namespace sanad::forms {
namespace {

using pdf::Canvas;
using pdf::TextStyle;

constexpr double width = page_right - page_left;
constexpr double block_gap = 2.2, number_width = 7, to_signature = 8;
constexpr double least_part = 12;  // mm: a text is begun on a page only where so much of it fits

TextStyle letter_style() {
    TextStyle style = body_style();
    style.size_pt = 12;
    style.leading = 1.6;
    return style;
}

TextStyle strong_style() {
    TextStyle style = letter_style();
    style.size_pt = 13;
    style.weight = pdf::Weight::bold;
    return style;
}

TextStyle running_style() {
    TextStyle style = letter_style();
    style.align = pdf::Align::justify;
    style.kashida = true;
    return style;
}

// The day that a case was handed in; the letter's own where the case does not say.
Day submitted_on(const LetterInput& input) {
    const auto day = parse_iso_day(input.of->submitted_on);
    return day ? *day : Day(std::chrono::floor<std::chrono::days>(input.made));
}

}  // namespace

LetterPages::LetterPages(const LetterInput& input, pdf::Writer& writer)
    : in_(input), writer_(writer), structure_(writer.structure()), tags_(structure_, *input.letter) {
    blanks_ = {{"case", pdf::keep_ltr(in_.of->id)},
               {"made", date(Day(std::chrono::floor<std::chrono::days>(in_.made)))},
               {"association", plain(in_.association)},
               {"request", in_.request->title.ar},
               {"submitted", date(submitted_on(in_))},
               {"name", confirmed("full_name")},
               {"employee", plain(in_.employee)}};
    start_page();
    const auto* area = in_.letter->find_area("body");
    if (area == nullptr)
        throw Error(ErrorCode::bad_input, "a letter without an area \"body\"",
                    UserMessage{"forms.text_missing", {in_.letter->id, "body"}});
    y_ = page_start_ = area->box.y;
    limit_ = area->box.bottom();
    continued_height_ = canvas().measure(say("continued"), quiet_style(), width).height_mm + block_gap;
}

std::string LetterPages::say(const std::string& name, const Blanks& more) const {
    Blanks all = more;
    all.insert(blanks_.begin(), blanks_.end());
    return sentence(*in_.letter, name, all);
}

std::string LetterPages::confirmed(const char* key) const {
    const auto* reading = in_.of->find(key);
    if (reading == nullptr || reading->state != ReadState::read) return {};
    const bool certain = reading->accepted || reading->source == Source::person;
    return certain ? plain(reading->value) : std::string();
}

void LetterPages::start_page() {
    page_ = writer_.add_page(in_.letter->width_mm, in_.letter->height_mm);
    y_ = page_start_ = page_top;
    limit_ = page_bottom;
}

void LetterPages::turn_page() {
    if (on_first()) first_end_ = y_;
    start_page();
    const Tagged tagged(canvas(), pdf::artifact);
    canvas().text({page_left, y_, width, 0}, say("continuation"), quiet_style());
    y_ += heading_height;
    page_start_ = y_;
    canvas().line({page_left, y_ - 1}, {page_right, y_ - 1}, hairline);
}

void LetterPages::need(double height) {
    if (y_ + height > limit() && y_ > page_start_) turn_page();
}

void LetterPages::flow(std::string text, const TextStyle& style, double indent, pdf::Node node) {
    if (node == pdf::untagged) node = structure_.add(pdf::Structure::root, pdf::Role::paragraph);
    while (!text.empty()) {
        const double room = limit() - y_;
        const double whole = canvas().measure(text, style, width - indent).height_mm;
        if (whole > room && room < least_part && y_ > page_start_) {
            turn_page();
            continue;
        }
        auto [now, later] = whole <= room ? std::pair{text, std::string()}
                                          : split_to_fit(canvas(), text, style, width - indent, room);
        if (now.empty()) std::swap(now, later);
        const Tagged tagged(canvas(), node);
        y_ += canvas().text({page_left, y_, width - indent, 0}, now, style).height_mm;
        text = std::move(later);
        if (!text.empty()) turn_page();
    }
    y_ += block_gap;
}

void LetterPages::quiet(const std::string& text) { flow(text, quiet_style()); }
void LetterPages::strong(const std::string& text) { flow(text, strong_style()); }
void LetterPages::paragraph(const std::string& text) { flow(text, running_style()); }

void LetterPages::heading(const std::string& text) {
    need(heading_height + least_part);
    y_ = draw_heading(canvas(), y_ + block_gap, text, structure_);
}

void LetterPages::facts(const std::vector<Item>& items) {
    const auto place = [this] { return RowPlace{canvas(), y_, limit(), y_ <= page_start_}; };
    ItemTable(structure_, place, [this] { turn_page(); }).set(items);
    y_ += block_gap;
}

void LetterPages::numbered(const std::vector<std::string>& items) {
    int number = 0;
    const auto list = structure_.add(pdf::Structure::root, pdf::Role::list);
    for (const auto& item : items) {
        const auto node = structure_.add(list, pdf::Role::list_item);
        const double height = canvas().measure(item, running_style(), width - number_width).height_mm;
        need(std::min(height, least_part));
        {
            const Tagged tagged(canvas(), structure_.add(node, pdf::Role::item_label));
            canvas().text({page_right - number_width, y_, number_width, 0}, std::to_string(++number) + ".",
                          letter_style());
        }
        flow(item, running_style(), number_width, structure_.add(node, pdf::Role::item_body));
    }
}

void LetterPages::finish() {
    if (page_ > 1) {
        const Tagged tagged(writer_.page(1), pdf::artifact);
        writer_.page(1).text({page_left, first_end_, width, 0}, say("continued"), quiet_style());
    }
    dress();
    for (const auto& field : in_.letter->fields) add_widget(writer_, field, "", tags_);
    if (in_.letter->texts.count("for_association") == 1) set_signatory();
}

// Beside the place of the signature: for whom it stands, and who prepared the letter.
void LetterPages::set_signatory() {
    const auto* field = in_.letter->find("signature");
    if (field == nullptr) return;
    std::vector<std::string> lines{say("for_association")};
    if (!blanks_["employee"].empty()) lines.push_back(say("employee"));
    lines.push_back(say("signed_on"));
    Canvas& on = writer_.page(field->page);
    const BoxMm beside{page_left, field->box.y, field->box.x - page_left - to_signature, field->box.h};
    double y = beside.y;
    for (const auto& line : lines) y += on.text({beside.x, y, beside.w, 0}, line, body_style()).height_mm;
}

void LetterPages::dress() {
    const auto& paper = *in_.letter;
    for (int number = 1; number <= page_; ++number) {
        const auto code = templates::write_page_code({paper.id, paper.version, number, in_.of->id});
        const auto footer = say(
            "footer",
            {{"title", paper.title.ar}, {"page", std::to_string(number)}, {"pages", std::to_string(page_)}});
        const auto& first = paper.pages.front();
        draw_page(writer_.page(number), number == 1 ? first : overleaf(first),
                  {code, plain(in_.association), footer}, number, tags_);
    }
}

}  // namespace sanad::forms
