// A page as lines of words, whoever wrote it and however it lies: what a letter is read from, and what the
// text layer of a searchable PDF is made of. Included by ocr/*.cpp only.
//
// Boxes are millimetres on the upright page, from its top-left corner.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/reading.h"
#include "ocr/digits.h"
#include "ocr/text_engine.h"

namespace sanad::ocr {

struct LetterWord {
    std::string text;  // as read, without marks that are not seen
    BoxMm box = {};
    double confidence = 0;  // 0..1
};

// Words that stand close to each other on one row. A wide gap ends a line: what stands in the two corners of
// a letterhead is two lines.
struct LetterLine {
    int page = 1;  // in the file
    BoxMm box = {};
    std::vector<LetterWord> words = {};  // in the order of reading

    std::string text() const;   // words joined by one space
    double confidence() const;  // of the least sure word
};

struct LetterPage {
    int page = 1;  // in the file
    double width_mm = 0;
    double height_mm = 0;
    Source source = Source::ocr;
    std::vector<LetterLine> lines = {};  // from the top down, within a row from the right

    std::size_t words() const;
};

// The page turned upright at 300 dpi (less for pages of impossible size), and how it lay.
struct UprightPage {
    cv::Mat grey;
    double px_per_mm = 300 / mm_per_inch;
    int rotated_deg = 0;  // 0, 90, 180, 270: how far clockwise the content stood turned
    double skew_deg = 0;  // clockwise, after `rotated_deg`
    double dpi = 0;       // of the page as it was given; worked out from its size where it claims none
};

// The lines of text may run across or upwards and lie up to 8° askew. Whether the page stands on its head is
// not told here: `half_turn` turns it once more.
UprightPage make_upright(const cv::Mat& clean_page, double claimed_dpi);
void half_turn(UprightPage& page);

// Another picture of the same page, laid as that one was.
cv::Mat laid_upright(const cv::Mat& page, const UprightPage& as, double scale);

// The ink of one line, and nothing but it.
struct LinePiece {
    cv::Rect box;
    std::vector<int> blots;  // labels of PageBlots
};

// Connected ink of a page.
struct PageBlots {
    cv::Mat labels;          // CV_32S
    cv::Mat stats;           // of connectedComponentsWithStats
    double text_height = 0;  // of a usual word without its dots, px; 0 where there is no text

    cv::Rect rect(int label) const;  // empty where the blot is no text
};

PageBlots find_blots(const UprightPage& page);
std::vector<LinePiece> find_lines(const PageBlots& blots);  // from the top down, within a row from the right
cv::Mat cut_line(const cv::Mat& upright, const PageBlots& blots, const LinePiece& piece, int margin_px);

// What reads letters: opened once.
struct LetterModels {
    TextEngine& text;
    const DigitReader& digits;
};

// Reads an upright page line by line; turns it round where it reads better so. Pages with more lines than any
// letter has are not read: no lines.
LetterPage recognise_lines(UprightPage& page, int number, LetterModels models);

}  // namespace sanad::ocr
