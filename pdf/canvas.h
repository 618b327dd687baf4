// A surface to draw on: a page, or the appearance of a field or signature. Millimetres from its top-left
// corner. Text is UTF-8 in logical order; bidi and shaping happen here and nowhere else, and what `pdftotext`
// gives back is the logical text again (docs/decisions/0021-arabic-text-layer.md).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "pdf/structure.h"

namespace sanad::pdf {

enum class Align { start, centre, end, justify };  // start is the right edge in right-to-left text
enum class Weight { regular, bold };
enum class Direction { rtl, ltr };

struct Colour {
    double r = 0, g = 0, b = 0;  // 0..1
};

struct TextStyle {
    double size_pt = 10;
    Weight weight = Weight::regular;
    Align align = Align::start;
    Direction direction = Direction::rtl;  // of the paragraph
    double leading = 1.45;                 // distance of base lines / size
    Colour colour = {};
    bool kashida = false;  // a justified line is filled by long strokes before its spaces widen
};

struct Stroke {
    double width_mm = 0.25;
    Colour colour = {};
};

// A word and where it stands.
struct PlacedText {
    std::string utf8;
    BoxMm box;
};

// The whole of a paragraph as laid out.
struct TextExtent {
    double width_mm = 0;  // of the widest line
    double height_mm = 0;
    int lines = 0;
};

// Numbers and identifiers inside right-to-left text keep their order when they are wrapped in this (an
// override run: "٢٠٢٦-٠٤١٧" shows its groups reversed without it). Removed again from what is extracted.
std::string keep_ltr(std::string_view text);

// A text that was drawn with boxes in it.
struct Undrawable {
    std::string characters;  // that no face has, with their numbers, to be shown to a person
    std::string text;
};

class FontSet;  // the faces and what has been used of them; shared by all canvases of one document

class Canvas {
public:
    Canvas(std::shared_ptr<FontSet> fonts, double width_mm, double height_mm);
    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;
    ~Canvas();

    double width_mm() const;
    double height_mm() const;

    // What is drawn from now on belongs to this node of the document's structure, until another is named.
    // Returns the one before. Lines, rectangles, grounds and pen strokes are artifacts unless it is a figure.
    Node tag(Node node);

    void line(PointMm from, PointMm to, const Stroke& stroke = {});
    void rect(const BoxMm& box, const Stroke& stroke = {});
    void fill(const BoxMm& box, const Colour& colour);
    void polyline(const std::vector<PointMm>& points, const Stroke& stroke);  // round joins: pen strokes
    void qr(const BoxMm& box, std::string_view payload);                      // error correction M
    // Pixels row by row from the top, filling the box: 1 byte a pixel is grey, 2 grey and opacity, 3 RGB, 4
    // RGB and opacity. Throws Error(bad_input) where the number of bytes does not fit the size.
    void picture(const BoxMm& box, int width, int height, std::string_view pixels);

    // A grey JPEG file, kept as it is. `width` and `height` are those that it says itself.
    void jpeg(const BoxMm& box, int width, int height, std::string bytes);
    // Text that is not seen but searched and copied: what was read in a picture, one line of it. Words in
    // logical order, each over its own place.
    void unseen_line(const std::vector<PlacedText>& words);

    // Lays the paragraph out inside the box from its top, breaking lines at its width. Returns what it took;
    // text that would run below the box is still drawn, so measure first where that matters.
    TextExtent text(const BoxMm& box, std::string_view utf8, const TextStyle& style = {});
    // One line, its middle on the box's middle, shrunk down to 8 pt (never below) until it fits; true if it
    // fits.
    bool line_of_text(const BoxMm& box, std::string_view utf8, TextStyle style = {});
    // One character in the middle of each of `count` equal cells, from left to right. Extracted as one word.
    // Draws no lines. Throws Error(bad_input) for more characters than cells.
    void cells(const BoxMm& box, int count, std::string_view utf8, const TextStyle& style = {});
    TextExtent measure(std::string_view utf8, const TextStyle& style, double width_mm) const;

    struct Impl;
    Impl& impl() const { return *impl_; }  // for pdf/*.cpp

private:
    std::unique_ptr<Impl> impl_;
};

// The product's own faces: Amiri, with Noto for what it lacks. Throws Error(not_found) naming a missing font
// file.
std::shared_ptr<FontSet> open_fonts();

}  // namespace sanad::pdf
