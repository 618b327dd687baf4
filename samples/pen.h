// What a pen leaves on a form beside digits: marks in tick boxes and signatures. Strokes as
// ocr/training/strokes.h has them: parts of the box that is written in.
#pragma once

#include <vector>

#include "ocr/training/strokes.h"
#include "samples/dice.h"

namespace sanad::samples {

enum class TickShape {
    tick,     // ✓, running out of the box at its top
    cross,    // two strokes
    filled,   // hatched until nothing of the box is white
    circled,  // a ring around the box, which itself stays empty
};

// `pen` is the pen's width as a part of the box's height.
std::vector<strokes::Stroke> tick_strokes(TickShape shape, double pen, Dice& dice);

// A name drawn in one go from right to left, with a flourish back and a dot or two.
std::vector<strokes::Stroke> signature_strokes(double pen, Dice& dice);

}  // namespace sanad::samples
