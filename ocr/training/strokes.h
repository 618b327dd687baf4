// Pen strokes that look like handwritten digits: skeletons of how people write each one, bent by a hand.
//
// Coordinates are parts of the cell that is written in: (0, 0) its top-left corner, (1, 1) its bottom-right
// one, y downwards; a stroke may leave the cell a little. Everything follows from the seed: the same seed and
// the same calls give the same ink. Used to train the digit reader and to write on sample forms. No image
// library.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace sanad::strokes {

struct Point {
    double x = 0;
    double y = 0;
    double width = 0.05;  // of the pen there, part of the cell's height
};

// One line of the pen, from where it is put down to where it is lifted: a polyline with round ends and
// joints.
using Stroke = std::vector<Point>;

// Two habits of writing the digits two and three: most of the Arab world writes ٢ as a hook or with one dip
// and ٣ with two; in Egypt one dip is a ٣.
enum class Habit { eastern, egyptian };

// One person's way of writing, drawn from the seed: which form each digit has, slant, size, pen, steadiness.
struct Hand {
    explicit Hand(std::uint64_t seed, Habit habit = Habit::eastern);

    std::mt19937_64 random;
    Habit habit;
    std::uint64_t
        forms;         // picks the form of each digit, so that a person writes a digit the same way each time
    double constancy;  // how often they do, 0..1
    double slant;      // tangent, positive leans to the right
    double turn;       // radians, clockwise
    double size;       // factor on the usual size of each digit
    double stretch;    // factor on the width
    double pen;        // width of the pen, part of the cell's height
    double unsteady;   // displacement of the skeleton's points, part of the digit's height
    double tremor;     // displacement along the line
    double drift;      // how far from the cell's centre digits land
};

// What to write: a digit of either set (U+0660..U+0669, '0'..'9'). Any other character gives no strokes.
// `drawn`, where given, is set to the name of the form: "hook", "one-dip", "two-dips" for the shapes of ٢ and
// ٣.
std::vector<Stroke> digit_strokes(char32_t digit, Hand& hand, std::string_view* drawn = nullptr);

// Ink that is no digit: a scribble, letters, signs.
std::vector<Stroke> scribble_strokes(Hand& hand);

// Lines through what stands in the cell already, as people take a digit back.
std::vector<Stroke> crossing_out_strokes(Hand& hand);

// How much of each pixel is covered with ink, 0..255, row by row; the cell takes up width x height pixels
// from (left, top) of an image of image_width x image_height. Adds to what is there. `image` must have that
// many pixels.
void draw(const std::vector<Stroke>& strokes, double left, double top, double width, double height,
          int image_width, int image_height, std::vector<std::uint8_t>& image);

}  // namespace sanad::strokes
