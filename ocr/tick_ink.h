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
    int sides = 0;           // with ink beside the box, the label's side left out
    double contrast = 0;     // grey levels between the paper and the darkest that stands in the box
};

struct TickBoxes {
    const templates::Field* field = nullptr;
    std::vector<OptionInk> boxes;  // one for each option
};

TickBoxes measure_ticks(const FlatPage& page, const templates::Field& field);

}  // namespace sanad::ocr
