// What stands in and around the tick boxes of one field. Included by ocr/*.cpp only.
#pragma once

#include <vector>

#include "ocr/zones.h"
#include "templates/template.h"

namespace sanad::ocr {

struct OptionInk {
    double share = 0;        // of the inside of the box, 0..1
    bool ring = false;       // goes round the box or its label
    bool runs_over = false;  // from inside over the sides
    bool large = false;      // what stands inside is part of something much larger than a mark
    bool faint = false;      // something too light for ink
    bool stamped = false;    // the rim of a stamp or the ring of a cup runs through or beside it
    bool in_stamp = false;   // it lies within a ring of a stamp's size, whose words may stand in it
    int sides = 0;           // with ink beside the box, the label's side left out
    double contrast = 0;     // grey levels between the paper and the darkest that stands in the box
};

struct TickBoxes {
    const templates::Field* field = nullptr;
    std::vector<OptionInk> boxes;  // one for each option
    // Shares of the inside of a box that are ink: below the one a speck or two, above the other a mark; the
    // thinnest tick of a fine pen across 4 mm covers 6 %.
    double blank_below = 0.012;
    double ticked_above = 0.055;
    bool rings_hidden = false;  // the boxes' own outlines lie beside their places: a ring would not be noticed
};

TickBoxes measure_ticks(const FlatPage& page, const templates::Field& field);

}  // namespace sanad::ocr
