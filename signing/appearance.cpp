#include "signing/appearance.h"

#include <algorithm>
#include <chrono>

#include "core/dates.h"
#include "core/error.h"
#include "pdf/signature_picture.h"

namespace sanad::signing {
namespace {

constexpr double margin_mm = 0.8;
constexpr double line_mm = 3.6;  // of 8 pt text

Day day_of(Moment moment) { return Day{std::chrono::floor<std::chrono::days>(moment)}; }

std::string both_dates(Moment moment) {
    const Day day = day_of(moment);
    const WrittenDate gregorian{Calendar::gregorian, static_cast<int>(day.year()),
                                static_cast<int>(static_cast<unsigned>(day.month())),
                                static_cast<int>(static_cast<unsigned>(day.day()))};
    std::string text = spoken_ar(gregorian);
    if (const auto hijri = to_hijri(day)) text = spoken_ar(*hijri) + " — " + text;
    return text;
}

// To one line of a field; the whole of it stands in the signature itself.
std::string shortened(const std::string& text) {
    constexpr std::size_t most = 48;
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
        if ((static_cast<unsigned char>(text[at]) & 0xC0u) != 0x80u && ++letters > most)
            return text.substr(0, at) + "…";
    return text;
}

std::vector<std::string> lines_of(const SignOptions& options, const std::string& name) {
    std::vector<std::string> lines = {name};
    if (!options.statement.empty()) lines.push_back(shortened(options.statement));
    if (!options.role.empty()) lines.push_back(options.role);
    lines.push_back(both_dates(options.now));
    if (!options.label.empty()) lines.push_back(options.label);
    return lines;
}

// The strokes fit the box with their own proportions kept, in the middle of it.
void draw_strokes(pdf::Canvas& canvas, const BoxMm& box, const std::vector<std::vector<PointMm>>& strokes) {
    const double side = std::min(box.w, box.h * 3);  // a signature is about three times as wide as high
    const double height = std::min(box.h, side / 3);
    const double left = box.x + (box.w - side) / 2;
    const double top = box.y + (box.h - height) / 2;
    for (const auto& stroke : strokes) {
        std::vector<PointMm> points;
        for (const auto& point : stroke)
            points.push_back(
                {left + std::clamp(point.x, 0.0, 1.0) * side, top + std::clamp(point.y, 0.0, 1.0) * height});
        if (points.size() == 1) points.push_back({points[0].x + 0.1, points[0].y});
        if (points.size() > 1) canvas.polyline(points, {.width_mm = 0.4, .colour = {0.05, 0.1, 0.4}});
    }
}

void draw_hand(pdf::Canvas& canvas, const BoxMm& box, const SignOptions& options) {
    if (!options.strokes.empty()) return draw_strokes(canvas, box, options.strokes);
    const auto picture = pdf::parse_png(options.drawn_png);
    if (!picture)
        throw Error(ErrorCode::bad_input, "the picture of the signature is no PNG that can be drawn",
                    UserMessage{"signing.picture_unreadable", {}});
    const double scale = std::min(box.w / picture->width, box.h / picture->height);
    const double width = picture->width * scale;
    const double height = picture->height * scale;
    canvas.picture({box.x + (box.w - width) / 2, box.y + (box.h - height) / 2, width, height}, picture->width,
                   picture->height, picture->pixels);
}

}  // namespace

void draw_appearance(pdf::Canvas& canvas, const SignOptions& options, const std::string& name) {
    const auto lines = lines_of(options, name);
    const bool drawn = !options.strokes.empty() || !options.drawn_png.empty();
    const double width = canvas.width_mm() - 2 * margin_mm;
    const double height = canvas.height_mm() - 2 * margin_mm;
    const double text_height = line_mm * static_cast<double>(lines.size());
    BoxMm hand{margin_mm, margin_mm, width, height};
    BoxMm text = hand;
    // A flat field has the hand on its left and the text on its right, a high one the hand above the text.
    const bool beside = drawn && height < text_height + 10;
    if (beside) {
        hand.w = width * 0.42;
        text = {hand.right() + margin_mm, margin_mm, width - hand.w - margin_mm, height};
    } else if (drawn) {
        hand.h = height - text_height;
        text = {margin_mm, hand.bottom(), width, text_height};
    }
    if (drawn) draw_hand(canvas, hand, options);
    // Lines that the field has no room for are left out from the end, never printed over one another.
    const auto room = static_cast<std::size_t>(std::max(1.0, text.h / 3.0));
    const std::size_t shown = std::min(lines.size(), room);
    const double step = std::min(text.h / static_cast<double>(shown), 6.0);
    for (std::size_t i = 0; i < shown; ++i) {
        const BoxMm row{text.x, text.y + step * static_cast<double>(i), text.w, step};
        canvas.line_of_text(row, lines[i], {.size_pt = i == 0 ? 10.0 : 8.0, .align = pdf::Align::centre});
    }
}

}  // namespace sanad::signing
