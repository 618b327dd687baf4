// Lines of text from the top down, all beginning at one right edge. Included by samples/*.cpp only.
#pragma once

#include <string_view>

#include "samples/ink.h"
#include "samples/pen.h"
#include "samples/typed_text.h"

namespace sanad::samples {

class Column {
public:
    Column(Ink& ink, const Typeface& face, double right, double width, double top)
        : ink_(ink), face_(face), right_(right), width_(width), y_(top) {}

    void paragraph(std::string_view text, double size_pt, double leading = 1.75) {
        for (const auto& line : face_.broken(text, size_pt, width_)) {
            y_ += size_pt * leading / pt_per_mm;
            face_.draw(ink_, {right_, y_}, line, size_pt);
        }
    }
    void centred(std::string_view text, double size_pt) {
        y_ += size_pt * 1.6 / pt_per_mm;
        face_.draw(ink_, {right_ - (width_ - face_.width_mm(text, size_pt)) / 2, y_}, text, size_pt);
    }
    void space(double mm) { y_ += mm; }
    double y() const { return y_; }

private:
    Ink& ink_;
    const Typeface& face_;
    double right_, width_, y_;
};

// A straight line across, of the pen's shape; lengths in millimetres.
inline void rule(Ink& ink, double left, double right, double y, double width) {
    const strokes::Stroke line{{0, 0, width}, {1, 0, width}};
    strokes::draw({line}, ink.px(left), ink.px(y), ink.px(right - left), ink.px(1), ink.width, ink.height,
                  ink.cover);
}

}  // namespace sanad::samples
