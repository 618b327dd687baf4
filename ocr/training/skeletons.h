// How people write each digit, as data. Included by ocr/training/*.cpp only.
//
// A path holds one or more strokes parted by ';'. Each begins with 's' (a smooth curve through its points; a
// point given twice is a corner) or 'l' (straight lines), then points "x,y". A form is 100 units high; its
// width follows from the points.
#pragma once

#include <string_view>
#include <vector>

namespace sanad::strokes {

struct Form {
    char32_t digit;
    double weight;             // how often, relative to the other forms of the digit
    double smallest, largest;  // usual height, part of the cell's height
    std::string_view path;
    std::string_view name = {};
    double free_turn = 0;  // radians either way beyond the hand's own turn
    double fat = 1;        // factor on the width of the pen
};

const std::vector<Form>& digit_forms();
const std::vector<Form>& other_forms();  // signs and letters that are no digit; `digit` is 0

}  // namespace sanad::strokes
