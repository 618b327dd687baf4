// The ink of a word in pieces from left to right, cut more often than there are characters.
// Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace sanad::ocr {

struct InkPiece {
    cv::Rect bounds;  // px
    int area = 0;     // px
    int group = 0;    // what hangs together, or stands above one another
    double lean = 0;  // of its long axis against the upright, radians; positive leans to the right, as / does
    double slim = 0;  // length of its long axis / length across
};

struct InkPieces {
    cv::Mat groups;  // CV_32S: 0 paper, else the group
    std::vector<InkPiece> pieces;
    int height = 0;  // of the tall pieces, px: about that of a digit
    int middle = 0;  // y of the middle of the tall pieces
};

// Of a grey picture whose paper is about 255. No pieces where there is no ink, or far too many of them.
InkPieces ink_pieces(const cv::Mat& grey);

}  // namespace sanad::ocr
