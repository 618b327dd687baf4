// Included by pdf/*.cpp only.
//
// From text in logical order to lines of clusters in visual order: levels (UAX 9, FriBidi), shaping
// (HarfBuzz), line breaking (UAX 14, ICU). All lengths are thousandths of the type size.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "pdf/canvas.h"
#include "pdf/font_set.h"

namespace sanad::pdf {

struct PlacedCluster {
    Cluster cluster;
    std::uint8_t level = 0;     // odd: right to left
    bool space = false;         // white space: may hang at the end of a line and stretches in a justified one
    bool break_before = false;  // a line may begin here
};

// One paragraph, shaped but not broken into lines; clusters in logical order.
struct ShapedParagraph {
    std::vector<PlacedCluster> clusters;
    std::uint8_t base_level = 0;
};

struct Line {
    std::vector<const PlacedCluster*> visual;  // left to right, white space at the end of the line left out
    double width = 0;
    int spaces = 0;
    bool ends_paragraph = false;
};

// One entry a paragraph; paragraphs end at line feeds. Short texts are remembered, for other documents too.
using ShapedText = std::shared_ptr<const std::vector<ShapedParagraph>>;
ShapedText shape_text(FontSet& fonts, std::string_view utf8, Weight weight, Direction direction);

// The lines refer to the paragraphs. `width` is the room; a word that is wider is broken where it must be.
std::vector<Line> break_lines(const std::vector<ShapedParagraph>& paragraphs, double width);

// Marks that steer the layout and are never seen: bidi controls, zero-width space and joiners, soft hyphen,
// BOM.
bool is_unseen(char32_t c);

}  // namespace sanad::pdf
