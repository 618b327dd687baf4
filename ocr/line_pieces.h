// The ink of a line of text, piece by piece, and to which of the witness's signs it belongs.
// Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/text_witness.h"

namespace sanad::ocr {

using PlacedSigns = std::vector<TextWitness::PlacedSign>;  // in the order of reading: from the right

// Signs [first, last) of a line.
struct SignRange {
    std::size_t first = 0, last = 0;
};

class LinePieces {
public:
    explicit LinePieces(const cv::Mat& grey);

    cv::Rect box(int piece) const;
    cv::Rect bounds(const std::vector<int>& some) const;
    cv::Rect bounds_of_all() const;  // the line's ink

    // The pieces half way to the neighbours of these signs; none where one reaches to a sign outside them.
    std::vector<int> of(const SignRange& range, const PlacedSigns& signs) const;

    // Where these lie, with their soft edges.
    cv::Mat mask(const std::vector<int>& some) const;

    // White paper between these and the next ink of the line, px; where there is none, its width.
    int gap_beside(const std::vector<int>& some) const;

private:
    int count() const { return stats_.rows; }  // the first is the paper

    cv::Mat labels_, stats_;
};

}  // namespace sanad::ocr
