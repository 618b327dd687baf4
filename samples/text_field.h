// One field of text on a little sheet of its own: what a page would be too dear for, where thousands are
// needed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/page.h"
#include "samples/dice.h"
#include "samples/typed_text.h"

namespace sanad::samples {

struct TypedField {
    Page page;  // as scanned
    double width_mm = 0, height_mm = 0;
    BoxMm box;  // in which the text was typed; as wide as the text asks for
    std::string text;
    std::vector<LetterPlace> places;  // of its characters, measured from `right_mm`
    double right_mm = 0;              // where the line begins
    double skew_deg = 0;              // by which the sheet lies turned clockwise about its middle
};

struct Typing {
    double size_pt = 11;
    int grey = 25;
    std::string steps = {};  // samples/page_simulator.h
    std::uint64_t seed = 1;
    double skew_deg = 0;     // known to who reads: of a sheet that was placed, unlike a skew among the steps
};

// The same field for the same arguments. Throws as Typeface and `simulate` do.
TypedField typed_field(const Typeface& face, std::string_view text, const Typing& how);

// A word or some that nobody has in mind: letters as they come, in forms that Arabic words have.
std::string random_words(Dice& dice, int most_words);
// The same with numbers, points, tashkeel and letters of other scripts here and there.
std::string random_text(Dice& dice, int most_words);

// What becomes of a sheet on its way, drawn from wide ranges; seldom as bad as it can get.
std::string random_steps(Dice& dice);

// Font files with joined Arabic letters under /usr/share/fonts that are no ornaments, by name; `held_out`:
// those of the families that neither train the witness network nor are measured by the stand.
enum class Faces { training, calibration };
std::vector<std::string> arabic_faces(Faces which);

}  // namespace sanad::samples
