// Text on a canvas. A glyph that stands for one character is shown as text. Where glyphs and characters are
// not one to one (a ligature, a letter with marks) extractors get the order wrong, whatever ToUnicode says:
// there the outlines are drawn, and under them lies one invisible glyph a character, in visual order,
// stretched to the width.
#include <algorithm>
#include <cmath>
#include <deque>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/canvas_impl.h"
#include "pdf/kashida.h"
#include "pdf/mixed_piece.h"
#include "pdf/object_writer.h"
#include "pdf/reading_marks.h"
#include "pdf/text_layout.h"

namespace sanad::pdf {
namespace {

// Where the eye puts the middle of a line, above the base line, in parts of the size: Arabic letters reach
// from about -0.3 to 0.7, digits and capitals from 0 to 0.65.
constexpr double middle = 0.24;
constexpr double smallest_pt = 8;
constexpr char32_t rtl_mark = 0x200f;
// Marks before one that stands in a code with a letter, in parts of the size: what begins in one place is
// taken for one.
constexpr double held_apart = 0.2;

// Writes the clusters of one line from left to right.
class LineWriter {
public:
    LineWriter(Canvas::Impl& on, double size_pt, double x_pt, double baseline_pt)
        : on_(on), size_(size_pt), x_(x_pt), y_(baseline_pt) {}

    void add(const PlacedCluster& placed, double stretch) {
        const Cluster& cluster = placed.cluster;
        if (shows_as_text(cluster))
            add_text(cluster, stretch);
        else
            add_outline(cluster, placed.level % 2 == 1, cluster.advance);
        x_ += (cluster.advance + stretch) * size_ / 1000;
    }

    // By one operator, in the order of `piece`.
    void add_piece(const Line& line, std::size_t begin, const MixedPiece& piece, double space_stretch) {
        flush();
        std::vector<double> places;  // in thousandths of the size, from where the piece begins
        double width = 0;
        for (auto i = begin; i < piece.end; ++i) {
            places.push_back(width);
            width += line.visual[i]->cluster.advance + (line.visual[i]->space ? space_stretch : 0);
        }
        const double start = places[piece.order.front().index - begin];
        double pen = start;
        for (const auto& [index, text] : piece.order) {
            const Cluster& cluster = line.visual[index]->cluster;
            const double place = places[index - begin];
            if (std::abs(place - pen) > 0.5) pending_ += fmt::format(">{}<", number(pen - place));
            pending_ += code(cluster.face, cluster.glyphs[0].id, text);
            pen = place + nominal(cluster.face, cluster.glyphs[0].id);
        }
        face_ = line.visual[begin]->cluster.face;
        begin_x_ = x_ + start * size_ / 1000;
        flush();
        x_ += width * size_ / 1000;
    }

    // In the middle of a cell. What an extractor sees is as wide as the cell, so that the cells read as one
    // word.
    void add_in_cell(const PlacedCluster& placed, double cell_pt) {
        add_outline(placed.cluster, placed.level % 2 == 1, cell_pt * 1000 / size_);
        x_ += cell_pt;
    }

    struct After {
        bool ends_line = false;
        bool another = false;  // mark follows, in one code with a letter
    };
    void add_marks(int face, std::u32string_view marks, After after) {
        if (!marks.empty()) flush();
        show_marks(on_, marks, face, {x_ - (after.another ? held_apart * size_ : 0), y_}, size_,
                   after.ends_line);
    }

    void flush() {
        if (!pending_.empty())
            out(fmt::format("BT /{} {} Tf 1 0 0 1 {} {} Tm [<{}>] TJ ET\n", FontSet::resource_name(face_),
                            number(size_), number(begin_x_), number(y_), pending_));
        pending_.clear();
    }

private:
    static bool shows_as_text(const Cluster& c) { return c.text.size() == 1 && shows_in_one_glyph(c); }

    void out(std::string_view text) { on_.content += text; }

    std::string code(int face, unsigned glyph, const std::u32string& text) {
        on_.faces.insert(face);
        return fmt::format("{:04X}", on_.fonts->cid(face, glyph, text));
    }

    // What a viewer advances after the glyph, in thousandths of the size.
    double nominal(int face, unsigned glyph) const {
        const Face& of = on_.fonts->face(face);
        return of.advance(glyph) * 1000.0 / static_cast<double>(of.units_per_em());
    }

    void add_text(const Cluster& cluster, double stretch) {
        if (!pending_.empty() && face_ != cluster.face) flush();
        if (pending_.empty()) {
            face_ = cluster.face;
            begin_x_ = x_;
        }
        const Glyph& glyph = cluster.glyphs[0];
        pending_ += code(cluster.face, glyph.id, cluster.text);
        const double difference = nominal(cluster.face, glyph.id) - cluster.advance - stretch;
        if (std::abs(difference) > 0.5) pending_ += fmt::format(">{}<", number(difference));
    }

    // `room` is in thousandths of the size; the cluster stands in its middle.
    void add_outline(const Cluster& cluster, bool rtl, double room) {
        flush();
        if (std::any_of(cluster.glyphs.begin(), cluster.glyphs.end(),
                        [](const Glyph& glyph) { return glyph.id == 0; }))
            on_.fonts->note_undrawable(cluster.text, on_.saying);
        const double scale = size_ / static_cast<double>(on_.fonts->face(cluster.face).units_per_em());
        double pen = (room - cluster.advance) / 2;
        for (const Glyph& glyph : cluster.glyphs) {
            const std::string& path = on_.fonts->outline(cluster.face, glyph.id);
            if (!path.empty())
                out(fmt::format("q {:.6f} 0 0 {:.6f} {} {} cm\n{}f Q\n", scale, scale,
                                number(x_ + (pen + glyph.dx) * size_ / 1000),
                                number(y_ + glyph.dy * size_ / 1000), path));
            pen += glyph.advance;
        }
        add_invisible(cluster, rtl, room);
    }

    void add_invisible(const Cluster& cluster, bool rtl, double room) {
        std::u32string visual = cluster.text;
        if (rtl) std::reverse(visual.begin(), visual.end());
        show_unseen(on_, visual, cluster.face, {x_, y_}, size_, std::max(room, 1.0) * size_ / 1000);
    }

    Canvas::Impl& on_;
    double size_, x_, y_;
    int face_ = 0;
    double begin_x_ = 0;
    std::string pending_ = {};
};

// The share of the free room that lies left of the line.
double left_share(const TextStyle& style) {
    const bool rtl = style.direction == Direction::rtl;
    switch (style.align) {
        case Align::centre:
            return 0.5;
        case Align::end:
            return rtl ? 0 : 1;
        case Align::start:
        case Align::justify:
            return rtl ? 1 : 0;
    }
    return 0;
}

void draw_clusters(LineWriter& writer, const Line& line, bool rtl, double space_stretch) {
    if (rtl && !line.visual.empty()) {
        const PlacedCluster& first = *line.visual.front();
        writer.add_marks(first.cluster.face, reading_marks_before(first), {});
    }
    bool marked = false;  // what comes next, with the mark before it in its first code
    for (std::size_t i = 0; i < line.visual.size(); ++i) {
        const MixedPiece piece = rtl ? mixed_piece(line, i, marked) : MixedPiece{};
        if (piece.order.empty()) {
            writer.add(*line.visual[i], line.visual[i]->space ? space_stretch : 0);
        } else {
            writer.add_piece(line, i, piece, space_stretch);
            i = piece.end - 1;
        }
        if (!rtl) continue;
        const PlacedCluster& left = *line.visual[i];
        const PlacedCluster* right = i + 1 < line.visual.size() ? line.visual[i + 1] : nullptr;
        auto marks = reading_marks(left, right);
        marked = begins_mixed_piece(line, i + 1) && marks.ends_with(rtl_mark);
        if (marked) marks.pop_back();
        writer.add_marks(left.cluster.face, marks, {right == nullptr, marked});
    }
}

void draw_line(Canvas::Impl& on, const Line& natural, const TextStyle& style, double left_pt, double width_pt,
               double baseline_pt) {
    const double whole = width_pt * 1000 / style.size_pt;  // thousandths
    const bool justify = style.align == Align::justify && !natural.ends_paragraph && natural.spaces > 0 &&
                         whole > natural.width;
    std::deque<PlacedCluster> made;
    const Line line =
        justify && style.kashida ? with_kashida(*on.fonts, natural, whole - natural.width, made) : natural;
    const double room = whole - line.width;
    const double stretch = justify ? room / line.spaces : 0;
    const double indent = justify ? 0 : room * left_share(style) * style.size_pt / 1000;
    LineWriter writer(on, style.size_pt, left_pt + indent, baseline_pt);
    draw_clusters(writer, line, style.direction == Direction::rtl, stretch);
    writer.flush();
}

double widest(const std::vector<Line>& lines) {
    double width = 0;
    for (const auto& line : lines) width = std::max(width, line.width);
    return width;
}

TextExtent extent_of(const std::vector<Line>& lines, const TextStyle& style) {
    const auto count = static_cast<int>(lines.size());
    return {widest(lines) * style.size_pt / 1000 / pt_per_mm,
            count * style.size_pt * style.leading / pt_per_mm, count};
}

}  // namespace

TextExtent Canvas::text(const BoxMm& box, std::string_view utf8, const TextStyle& style) {
    const auto paragraphs = shape_text(*impl_->fonts, utf8, style.weight, style.direction);
    const double width_pt = box.w * pt_per_mm;
    const auto lines = break_lines(*paragraphs, width_pt * 1000 / style.size_pt);
    impl_->mark_text(utf8);
    impl_->saying = utf8;
    impl_->content += "q " + fill_colour(style.colour) + "\n";
    const double step = style.size_pt * style.leading;
    double line_middle = impl_->y_pt(box.y) - step / 2;
    for (const auto& line : lines) {
        draw_line(*impl_, line, style, impl_->x_pt(box.x), width_pt, line_middle - middle * style.size_pt);
        line_middle -= step;
    }
    impl_->content += "Q\n";
    return extent_of(lines, style);
}

bool Canvas::line_of_text(const BoxMm& box, std::string_view utf8, TextStyle style) {
    std::string one_line(utf8);
    std::replace(one_line.begin(), one_line.end(), '\n', ' ');
    const auto paragraphs = shape_text(*impl_->fonts, one_line, style.weight, style.direction);
    const auto lines = break_lines(*paragraphs, HUGE_VAL);
    const double width_pt = box.w * pt_per_mm;
    const double natural = widest(lines) / 1000;
    if (natural * style.size_pt > width_pt)
        style.size_pt = std::max(std::min(smallest_pt, style.size_pt), width_pt / natural);
    if (style.align == Align::justify) style.align = Align::start;
    impl_->mark_text(one_line);
    impl_->saying = one_line;
    impl_->content += "q " + fill_colour(style.colour) + "\n";
    draw_line(*impl_, lines.front(), style, impl_->x_pt(box.x), width_pt,
              impl_->y_pt(box.centre().y) - middle * style.size_pt);
    impl_->content += "Q\n";
    return natural * style.size_pt <= width_pt + 1e-6;
}

void Canvas::cells(const BoxMm& box, int count, std::string_view utf8, const TextStyle& style) {
    std::u32string text = code_points_of(utf8);
    std::erase_if(text, is_unseen);
    if (count < 1 || text.size() > static_cast<std::size_t>(count))
        throw Error(ErrorCode::bad_input, fmt::format("{} characters for {} cells", text.size(), count),
                    UserMessage{"pdf.cells_too_few", {std::string(utf8), std::to_string(count)}});
    const double cell_pt = box.w * pt_per_mm / count;
    LineWriter writer(*impl_, style.size_pt, impl_->x_pt(box.x),
                      impl_->y_pt(box.centre().y) - middle * style.size_pt);
    impl_->mark_text(utf8);
    impl_->saying = utf8;
    impl_->content += "q " + fill_colour(style.colour) + "\n";
    for (const char32_t c : text) {
        const auto shaped =
            shape_text(*impl_->fonts, utf8_of(std::u32string(1, c)), style.weight, style.direction);
        for (const auto& placed : shaped->front().clusters) writer.add_in_cell(placed, cell_pt);
    }
    writer.flush();
    impl_->content += "Q\n";
}

TextExtent Canvas::measure(std::string_view utf8, const TextStyle& style, double width_mm) const {
    const auto paragraphs = shape_text(*impl_->fonts, utf8, style.weight, style.direction);
    return extent_of(break_lines(*paragraphs, width_mm * pt_per_mm * 1000 / style.size_pt), style);
}

}  // namespace sanad::pdf
