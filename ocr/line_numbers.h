// Numbers within a line of text, such as that of a house in an address: Tesseract's Arabic models cannot
// write ٢ to ٩, and where they write 0 to 9 they drop and double digits. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ocr/digits.h"
#include "ocr/line_put_back.h"
#include "ocr/text_witness.h"

namespace sanad::ocr {

struct LineNumber {
    TakenOut taken;           // in the set that was written
    double confidence = 0;    // by the digits' ink (ocr/free_digits.h)
    bool seen_alike = false;  // the witness sees the same digits
    bool sure = false;  // print of several digits, seen alike, with nothing close beside it (decision 108)
};

// A line taken apart.
struct NumbersApart {
    std::vector<LineNumber> numbers;  // in the order of reading
    std::u32string signs;             // what the witness sees of the rest, in that order
    cv::Mat words;                    // the line without them, closed up
};

// Where the witness sees words of digits and the digit reader can read them; nothing where it has no such
// number, or none whose ink can be parted from its neighbours'.
std::optional<NumbersApart> numbers_apart(const cv::Mat& grey, const TextWitness::Sight& sight,
                                          const DigitReader& digits);

// `words` was read of the picture without the numbers: they are put where the signs say.
std::string with_numbers(const std::string& words, const NumbersApart& apart);

}  // namespace sanad::ocr
