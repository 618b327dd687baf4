#include "pdf/canvas.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/canvas_impl.h"
#include "pdf/object_writer.h"

namespace sanad::pdf {
namespace {

std::string colour_of(const Colour& c, std::string_view grey, std::string_view rgb) {
    if (c.r == c.g && c.g == c.b) return fmt::format("{} {} ", number(c.r), grey);
    return fmt::format("{} {} {} {} ", number(c.r), number(c.g), number(c.b), rgb);
}

std::string rectangle(const Canvas::Impl& on, const BoxMm& box) {
    return fmt::format("{} {} {} {} re", number(on.x_pt(box.x)), number(on.y_pt(box.bottom())),
                       number(box.w * pt_per_mm), number(box.h * pt_per_mm));
}

std::string pen(const Stroke& stroke) {
    return fmt::format("{}{} w ", stroke_colour(stroke.colour), number(stroke.width_mm * pt_per_mm));
}

void place(Canvas::Impl& on, const BoxMm& box, Picture picture) {
    on.mark_shape();
    if (on.structure != nullptr && on.node >= 0) on.structure->set_box(on.node, box);
    on.pictures.push_back(std::move(picture));
    on.content +=
        fmt::format("q {} 0 0 {} {} {} cm /I{} Do Q\n", number(box.w * pt_per_mm), number(box.h * pt_per_mm),
                    number(on.x_pt(box.x)), number(on.y_pt(box.bottom())), on.pictures.size());
}

void mark(Canvas::Impl& on, Node node) {
    if (on.open == node) return;
    on.mark_end();
    on.open = node;
    if (node == artifact) {
        on.content += "/Artifact BMC\n";
        return;
    }
    const auto role = on.structure->nodes().at(static_cast<std::size_t>(node)).entry.role;
    on.content +=
        fmt::format("/{} <</MCID {}>> BDC\n", name_of(role), on.structure->add_content(node, on.page));
}

}  // namespace

void Canvas::Impl::mark_text(std::string_view utf8) {
    if (structure == nullptr) return;
    mark(*this, node == untagged ? structure->add(Structure::root, Role::paragraph) : node);
    if (open >= 0) structure->add_text(open, utf8);
}

void Canvas::Impl::mark_shape() {
    if (structure == nullptr) return;
    const bool figure =
        node >= 0 && structure->nodes().at(static_cast<std::size_t>(node)).entry.role == Role::figure;
    mark(*this, figure ? node : artifact);
}

void Canvas::Impl::mark_end() {
    if (open != closed) content += "EMC\n";
    open = closed;
}

Node Canvas::tag(Node node) { return std::exchange(impl_->node, node); }

std::string stroke_colour(const Colour& colour) { return colour_of(colour, "G", "RG"); }
std::string fill_colour(const Colour& colour) { return colour_of(colour, "g", "rg"); }

std::string keep_ltr(std::string_view text) {
    return "\xe2\x80\xad" + std::string(text) + "\xe2\x80\xac";  // U+202D … U+202C
}

Canvas::Canvas(std::shared_ptr<FontSet> fonts, double width_mm, double height_mm)
    : impl_(std::make_unique<Impl>()) {
    if (!(width_mm > 0 && height_mm > 0 && width_mm < 5000 && height_mm < 5000))
        throw Error(ErrorCode::bad_input, "a canvas needs a size between 0 and 5000 mm");
    impl_->fonts = std::move(fonts);
    impl_->width_mm = width_mm;
    impl_->height_mm = height_mm;
}
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

double Canvas::width_mm() const { return impl_->width_mm; }
double Canvas::height_mm() const { return impl_->height_mm; }

void Canvas::line(PointMm from, PointMm to, const Stroke& stroke) {
    impl_->mark_shape();
    impl_->content +=
        fmt::format("q {}{} {} m {} {} l S Q\n", pen(stroke), number(impl_->x_pt(from.x)),
                    number(impl_->y_pt(from.y)), number(impl_->x_pt(to.x)), number(impl_->y_pt(to.y)));
}

void Canvas::rect(const BoxMm& box, const Stroke& stroke) {
    impl_->mark_shape();
    impl_->content += fmt::format("q {}{} S Q\n", pen(stroke), rectangle(*impl_, box));
}

void Canvas::fill(const BoxMm& box, const Colour& colour) {
    impl_->mark_shape();
    impl_->content += fmt::format("q {}{} f Q\n", fill_colour(colour), rectangle(*impl_, box));
}

void Canvas::polyline(const std::vector<PointMm>& points, const Stroke& stroke) {
    if (points.empty()) return;
    impl_->mark_shape();
    std::string path = fmt::format("q {}1 j 1 J ", pen(stroke));
    for (std::size_t i = 0; i < points.size(); ++i)
        path += fmt::format("{} {} {} ", number(impl_->x_pt(points[i].x)), number(impl_->y_pt(points[i].y)),
                            i == 0 ? 'm' : 'l');
    // A single touch of the pen is a dot: a line of no length with round ends.
    if (points.size() == 1)
        path += fmt::format("{} {} l ", number(impl_->x_pt(points[0].x)), number(impl_->y_pt(points[0].y)));
    impl_->content += path + "S Q\n";
}

void Canvas::picture(const BoxMm& box, int width, int height, std::string_view pixels) {
    const auto area =
        static_cast<std::uint64_t>(std::max(width, 0)) * static_cast<std::uint64_t>(std::max(height, 0));
    const std::uint64_t channels = area == 0 ? 0 : pixels.size() / area;
    if (channels < 1 || channels > 4 || channels * area != pixels.size())
        throw Error(ErrorCode::bad_input,
                    fmt::format("{} bytes are no picture of {} x {} pixels", pixels.size(), width, height));
    place(*impl_, box, {width, height, static_cast<int>(channels), std::string(pixels)});
}

void Canvas::jpeg(const BoxMm& box, int width, int height, std::string bytes) {
    if (width < 1 || height < 1 || bytes.empty()) throw Error(ErrorCode::bad_input, "an empty picture");
    place(*impl_, box, {width, height, 1, std::move(bytes), true});
}

}  // namespace sanad::pdf
