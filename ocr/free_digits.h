// Numbers and dates that stand free in a line of text, not in cells: ٢٠٢٦/١١/١٢, 4500, ٤٧-٢. Tesseract's
// Arabic models cannot write most Arabic-Indic digits, so what looks like digits is read here.
//
// The ink is cut into pieces more often than there are digits (over-segmentation), every run of pieces that
// could be one digit is shown to the digit network, and the likeliest way through is taken (Casey and
// Lecolinet 1996). No state: any number of threads may call it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ocr/digits.h"

namespace sanad::ocr {

// Grey pixels, 0 black, row by row, the paper evened out to about 255.
struct GreyPicture {
    std::span<const std::uint8_t> pixels;  // width * height
    int width = 0;
    int height = 0;
};

struct FreeDigits {
    std::string value;  // digits 0-9 and the signs / - . between them, from left to right as they stand
    std::string text;   // the same in the set that was written
    bool arabic_digits = false;
    double printed = 0;                            // probability that it is print and not a pen's
    double confidence = 0;                         // that this stands there, all of it, and is digits
    int left = 0, top = 0, width = 0, height = 0;  // of its ink, px of the picture
};

// Of a picture that holds one word. Nothing where no way through it is made of digits.
// `prior_log_odds_arabic` is what is known of the digit set. Throws Error(bad_input) where the size does not
// fit the pixels, or is over 4096 x 1024.
std::optional<FreeDigits> read_free_digits(const GreyPicture& word, const DigitReader& reader,
                                           double prior_log_odds_arabic = 0);

}  // namespace sanad::ocr
