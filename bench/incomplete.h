// Sheets of which not everything comes into the picture: what is not there must not be read as empty.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/page.h"
#include "samples/dice.h"

namespace sanad::bench {

struct IncompleteSheet {
    Page page;
    Page gone;  // of the whole sheet: 255 where it is not to be seen, else 0
};

// `lack` is "beside" (a strip lay beside the glass), "torn" (an edge is torn off), "note" (something is stuck
// over a part) or "cropped" (the picture ends within the sheet). Throws Error(bad_input) for another.
IncompleteSheet without_part(const Page& whole, std::string_view lack, samples::Dice& dice);

// The part of a box that is not to be seen, 0..1; `gone` as above.
double share_gone(const Page& gone, const BoxMm& box);

}  // namespace sanad::bench
