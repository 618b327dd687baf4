// The sheet on which a board adopts a policy: what is adopted, and a row to sign for each member.
#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
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
using templates::Field;
using templates::TextRole;

constexpr double width = page_right - page_left;
constexpr double block_gap = 2.5;

TextStyle set_in(double size_pt, pdf::Weight weight = pdf::Weight::regular) {
    TextStyle style;
    style.size_pt = size_pt;
    style.weight = weight;
    style.leading = 1.6;
    return style;
}

// The columns of the paper's table: the boxes of its first row.
struct Columns {
    const Field* name;
    const Field* role;
    const Field* signature;
    const Field* remark;
};

const Field& need_field(const templates::Template& sheet, const std::string& key) {
    if (const auto* field = sheet.find(key)) return *field;
    throw Error(ErrorCode::bad_input, "the approval sheet has no field " + key, Where{{}, {}, {}, key},
                UserMessage{"forms.text_missing", {sheet.id, key}});
}

class Sheet {
public:
    Sheet(const ApprovalInput& input, pdf::Writer& writer)
        : in_(input),
          writer_(writer),
          structure_(writer.structure()),
          tags_(structure_, *input.sheet),
          first_{&need_field(*input.sheet, "name_1"), &need_field(*input.sheet, "role_1"),
                 &need_field(*input.sheet, "signature_1"), &need_field(*input.sheet, "remark_1")} {}

    void make() {
        const int page = writer_.add_page(in_.sheet->width_mm, in_.sheet->height_mm);
        set_body(writer_.page(page));
        dress(page);
        for (std::size_t i = 0; i < printed_rows(); ++i)
            set_member(page, in_.members[i], shift_of(i), printed_cells(i));
        set_more_members();
    }

private:
    std::string say(const std::string& name, const Blanks& blanks = {}) const {
        return sentence(*in_.sheet, name, blanks);
    }

    // How many rows the paper's own table has.
    std::size_t table_rows() const {
        std::size_t rows = 0;
        while (in_.sheet->find(fmt::format("signature_{}", rows + 1)) != nullptr) ++rows;
        return rows;
    }
    std::size_t printed_rows() const { return std::min(table_rows(), in_.members.size()); }

    double row_height() const {
        const auto* second = in_.sheet->find("signature_2");
        return second == nullptr ? first_.signature->box.h + 2 : second->box.y - first_.signature->box.y;
    }
    double shift_of(std::size_t row) const { return static_cast<double>(row) * row_height(); }

    // ---- what is adopted ----

    std::string adoption() const {
        Blanks blanks{{"title", plain(in_.policy_title)},
                      {"association", plain(in_.association)},
                      {"number", pdf::keep_ltr(plain(in_.meeting_number))},
                      {"date", in_both_calendars(*in_.sheet, in_.meeting_date)}};
        if (in_.absent.empty()) return say("adopted_all", blanks);
        for (const auto& name : in_.absent)
            blanks["absent"] += (blanks["absent"].empty() ? "" : say("comma")) + plain(name);
        return say("adopted_except", blanks);
    }

    std::string reference() const {
        const auto made = in_both_calendars(*in_.sheet, Day(std::chrono::floor<std::chrono::days>(in_.made)));
        if (in_.case_id.empty()) return say("reference_without_case", {{"made", made}});
        return say("reference", {{"case", pdf::keep_ltr(in_.case_id)}, {"made", made}});
    }

    struct Block {
        std::string text;
        TextStyle style;
        bool heading = false;
    };

    std::vector<Block> body() const {
        auto adopted = set_in(14);
        adopted.align = Align::justify;
        adopted.leading = 1.75;
        return {{reference(), set_in(9)},
                {say("policy_heading"), {}, true},
                {plain(in_.policy_title), set_in(19, pdf::Weight::bold)},
                {say("version", {{"version", pdf::keep_ltr(plain(in_.policy_version))}}), set_in(12)},
                {say("hash"), set_in(10)},
                {say("hash_itself", {{"hash", pdf::keep_ltr(plain(in_.policy_sha256))}}), set_in(10)},
                {say("adoption_heading"), {}, true},
                {adoption(), adopted},
                {say("how"), set_in(10.5)}};
    }

    // Sets the blocks from `y` on, or only measures them; returns where they end.
    double set_blocks(Canvas& on, std::vector<Block> blocks, double y, double tightness, bool draw) {
        for (auto& block : blocks) {
            if (block.heading) {
                if (draw) draw_heading(on, y + block_gap, block.text, structure_);
                y += heading_height + 2 * block_gap;
                continue;
            }
            block.style.size_pt = std::max(8.0, block.style.size_pt * tightness);
            if (draw) on.text({page_left, y, width, 0}, block.text, block.style);
            y += on.measure(block.text, block.style, width).height_mm + block_gap * tightness;
        }
        return y;
    }

    // Long titles and long lists of absent members are set tighter before they are refused.
    void set_body(Canvas& on) {
        const auto* area = in_.sheet->find_area("body");
        if (area == nullptr) throw Error(ErrorCode::bad_input, "the approval sheet has no area \"body\"");
        const auto blocks = body();
        for (const double tightness : {1.0, 0.85, 0.7, 0.6}) {
            if (set_blocks(on, blocks, area->box.y, tightness, false) > area->box.bottom()) continue;
            set_blocks(on, blocks, area->box.y, tightness, true);
            return;
        }
        throw Error(ErrorCode::bad_input, "the wording leaves no room for the signatures",
                    UserMessage{"forms.wording_too_long", {in_.sheet->id}});
    }

    // ---- the rows to sign ----

    // A name or a role, in the middle of its box, on as many lines as it needs.
    static void set_cell(Canvas& on, BoxMm box, double shift, const std::string& text, double size_pt) {
        auto style = set_in(size_pt);
        style.leading = 1.4;
        style.align = Align::centre;
        while (style.size_pt > 8 && on.measure(text, style, box.w).height_mm > box.h) style.size_pt -= 0.5;
        const double height = on.measure(text, style, box.w).height_mm;
        if (height > box.h)
            throw Error(ErrorCode::bad_input, "too long for its row: " + text,
                        UserMessage{"forms.row_too_long", {text}});
        on.text({box.x, box.y + shift + (box.h - height) / 2, box.w, height}, text, style);
    }

    // The cells of a member's row in the structure.
    struct Cells {
        pdf::Node name, role, signature;
    };

    Cells printed_cells(std::size_t row) {
        const auto cell = [&](const char* key) {
            return tags_.of_field(need_field(*in_.sheet, fmt::format("{}_{}", key, row + 1)));
        };
        return {cell("name"), cell("role"), cell("signature")};
    }

    void set_member(int page, const Member& member, double shift, const Cells& cells) {
        Canvas& on = writer_.page(page);
        const auto name = plain(member.name), role = plain(member.role);
        {
            const Tagged tagged(on, cells.name);
            set_cell(on, first_.name->box, shift, name, 12);
        }
        {
            const Tagged tagged(on, cells.role);
            set_cell(on, first_.role->box, shift, role, 11);
        }
        auto box = first_.signature->box;
        box.y += shift;
        writer_.fields_in(cells.signature);
        writer_.signature_field(page, box, member.field,
                                say("signature_tip", {{"name", name}, {"role", role}}));
    }

    // A board that is larger than the paper's table signs on overleaf, in rows like those.
    void set_more_members() {
        const double head = first_.signature->label_box.h;
        const double top_row =
            page_top + head - (first_.signature->box.y - 1);  // shift of the first row of a page
        const auto a_page = static_cast<std::size_t>((page_bottom - page_top - head) / row_height());
        for (std::size_t i = printed_rows(); i < in_.members.size();) {
            const auto count = std::min(a_page, in_.members.size() - i);
            const int page = writer_.add_page(in_.sheet->width_mm, in_.sheet->height_mm);
            dress(page);
            const auto cells = set_grid(writer_.page(page), count, i);
            for (std::size_t row = 0; row < count; ++row)
                set_member(page, in_.members[i + row], top_row + shift_of(row), cells[row]);
            i += count;
        }
    }

    // Draws the table of a page after the first; the cells of its rows.
    std::vector<Cells> set_grid(Canvas& on, std::size_t rows, std::size_t before) {
        const auto table = structure_.add(pdf::Structure::root, pdf::Role::table);
        const auto top = structure_.add(table, pdf::Role::table_row);
        const pdf::NodeEntry column_head{pdf::Role::header_cell, {}, pdf::Scope::column};
        const auto number_head = structure_.add(top, column_head);
        const double head = first_.signature->label_box.h;
        const double bottom = page_top + head + shift_of(rows);
        for (const auto* column : {first_.name, first_.role, first_.signature, first_.remark}) {
            const auto box = column->label_box;
            auto style = style_of(TextRole::label);
            style.align = Align::centre;
            {
                const Tagged tagged(on, structure_.add(top, column_head));
                on.line_of_text({box.x, page_top, box.w, head}, column->label.ar, style);
            }
            for (const double x : {box.x, box.right()}) on.line({x, page_top}, {x, bottom});
        }
        on.line({page_right, page_top}, {page_right, bottom});
        on.line({page_left, page_top}, {page_right, page_top});
        const double numbers = first_.name->label_box.right();
        for (const auto& print : in_.sheet->pages.front().prints)  // the heading of the rows' numbers
            if (print.role == TextRole::label && print.box.x > numbers &&
                print.box.y < first_.signature->box.y - 2) {
                const Tagged tagged(on, number_head);
                set_cell(on, {print.box.x, page_top, print.box.w, head}, 0, print.text.ar, 9.5);
            }
        std::vector<Cells> cells;
        for (std::size_t row = 0; row <= rows; ++row) {
            const double y = page_top + head + shift_of(row);
            on.line({page_left, y}, {page_right, y});
            auto style = style_of(TextRole::label);
            style.align = Align::centre;
            if (row == rows) break;
            const auto node = structure_.add(table, pdf::Role::table_row);
            const Tagged tagged(on, structure_.add(node, {pdf::Role::header_cell, {}, pdf::Scope::row}));
            on.line_of_text({numbers, y, page_right - numbers, row_height()},
                            std::to_string(before + row + 1), style);
            const auto cell = [&] { return structure_.add(node, pdf::Role::cell); };
            const auto name = cell(), role = cell(), signature = cell();
            cell();  // of the remark
            cells.push_back({name, role, signature});
        }
        return cells;
    }

    // ---- the pages themselves ----

    // The paper's first page without the rows that this board does not need.
    templates::PageLayout first_page() const {
        auto page = in_.sheet->pages.front();
        const double bottom = first_.signature->box.y - 1 + shift_of(printed_rows()) + 0.01;
        const double top = first_.signature->label_box.y;
        std::erase_if(page.lines,
                      [&](const auto& line) { return std::min(line.from.y, line.to.y) > bottom; });
        for (auto& line : page.lines)
            if (line.from.y > top - 0.01) line.to.y = std::min(line.to.y, bottom - 0.01);
        std::erase_if(page.prints, [&](const auto& print) {
            return print.role == TextRole::label && print.box.y > bottom - 0.02;
        });
        return page;
    }

    void dress(int number) {
        const auto& sheet = *in_.sheet;
        const auto code = templates::write_page_code({sheet.id, sheet.version, number, in_.case_id});
        const auto footer = say(in_.case_id.empty() ? "footer_without_case" : "footer",
                                {{"title", sheet.title.ar},
                                 {"case", pdf::keep_ltr(in_.case_id)},
                                 {"page", std::to_string(number)},
                                 {"pages", std::to_string(pages_of_members())}});
        draw_page(writer_.page(number), number == 1 ? first_page() : overleaf(sheet.pages.front()),
                  {code, plain(in_.association), footer}, number, tags_);
    }

    std::size_t pages_of_members() const {
        const double head = first_.signature->label_box.h;
        const auto a_page = static_cast<std::size_t>((page_bottom - page_top - head) / row_height());
        return 1 + (in_.members.size() - printed_rows() + a_page - 1) / a_page;
    }

    const ApprovalInput& in_;
    pdf::Writer& writer_;
    pdf::Structure& structure_;
    PaperTags tags_;
    Columns first_;
};

}  // namespace

std::string make_approval_sheet(const ApprovalInput& input) {
    if (input.members.empty())
        throw Error(ErrorCode::bad_input, "a board without members", UserMessage{"forms.no_members", {}});
    pdf::DocumentInfo info;
    info.title = input.sheet->title.ar;
    info.author = plain(input.association);
    info.subject = plain(input.policy_title);
    info.made = input.made;
    pdf::Writer writer(pdf::open_fonts(), info);
    Sheet(input, writer).make();
    return finished(writer);
}

}  // namespace sanad::forms
