// Included by pdf/*.cpp only.
//
// What a canvas has drawn so far: a content stream in points with the origin at the bottom left.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pdf/canvas.h"
#include "pdf/font_set.h"

namespace sanad::pdf {

struct Picture {
    int width = 0;
    int height = 0;
    int channels = 1;
    std::string pixels;  // or, of a grey picture, a JPEG file
    bool is_jpeg = false;
};

struct Canvas::Impl {
    std::shared_ptr<FontSet> fonts;
    double width_mm = 0;
    double height_mm = 0;
    std::string content = {};
    std::set<int> faces = {};  // drawn with, by index in the font set
    std::vector<Picture> pictures = {};

    std::string_view saying = {};  // the text being drawn; the caller's

    // Of pages that a Writer made; null on appearances, which are not marked.
    Structure* structure = nullptr;
    int page = 0;
    Node node = untagged;  // of what is drawn next
    Node open = closed;    // that the content stream is in
    static constexpr Node closed = -3;

    void mark_text(std::string_view utf8);  // before text goes into the content
    void mark_shape();                      // before anything else does
    void mark_end();                        // after the last piece

    double x_pt(double x_mm) const { return x_mm * pt_per_mm; }
    double y_pt(double y_mm) const { return (height_mm - y_mm) * pt_per_mm; }
};

// Characters that only extractors see, from left to right, together `width_pt` wide: one invisible space
// glyph each. `at` is the start of the base line in points.
struct PointPt {
    double x = 0;
    double y = 0;
};
void show_unseen(Canvas::Impl& on, std::u32string_view visual, int face, PointPt at, double size_pt,
                 double width_pt);

// Marks of direction between two glyphs; `at` is where the right one begins. Poppler takes two things that
// begin in one place for one that is drawn twice: all but the last stand over the glyph before. After a mark
// of no width PDFium does not see that a line ends.
void show_marks(Canvas::Impl& on, std::u32string_view marks, int face, PointPt at, double size_pt,
                bool ends_line);

std::string stroke_colour(const Colour& colour);  // "0.2 0 0 RG "
std::string fill_colour(const Colour& colour);

}  // namespace sanad::pdf
