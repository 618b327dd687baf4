// Tick boxes to readings, in the light of how the rest of the page was marked. Included by ocr/*.cpp only.
#pragma once

#include "core/reading.h"
#include "ocr/tick_ink.h"

namespace sanad::ocr {

// How one person marks, as far as this page shows it. The applicant and the office are two people.
struct MarkingHand {
    double contrast = 0;  // grey levels, of the ink in marked boxes; 0: too few marks to say
    double share = 0;     // of the inside that is ink in marked boxes; 0: too few marks to say
    bool rings = false;   // always rings boxes
    bool fills = false;   // always fills them
};

MarkingHand marking_hand(const std::vector<TickBoxes>& all, bool office);

// One or several ticks. A choice with two marks is illegible, with both as alternatives. What is clearly
// paler than the writer's own marks (the other side shining through, a stain, a stamp) is no mark, but leaves
// the field to a person.
Reading read_ticks(const TickBoxes& boxes, const MarkingHand& of_page);

}  // namespace sanad::ocr
