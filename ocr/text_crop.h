// What was written in a text field, cut out line by line. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/zones.h"
#include "templates/template.h"

namespace sanad::ocr {

// One line of writing, grey on white, cut tight: nothing of its neighbours and of the paper's own print is in
// it.
struct TextLine {
    cv::Mat grey;
    cv::Mat ink;     // of the same size, 255 where `grey` holds ink
    cv::Rect where;  // px of the flat page
};

struct TextCrop {
    std::vector<TextLine> lines;  // from the top down
    bool specks = false;          // no lines, though the box holds ink: dust
    int remnant_px = 0;           // of the largest piece that was taken for what is left of a printed line
};

TextCrop cut_text(const FlatPage& page, const templates::Field& field);

}  // namespace sanad::ocr
