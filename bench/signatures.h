// Signatures of every manner, and what lies in a box that nobody signed. Included by bench/*.cpp only.
#pragma once

#include "bench/pages.h"
#include "samples/dice.h"
#include "samples/form_filler.h"

namespace sanad::bench {

// Leaves some signatures of the filling away, which `sign_again` then writes in its own manners.
void leave_signatures(const templates::Template& paper, samples::Filling& filling, samples::Dice& dice);

// Initials, fine and pale pens, over the border of the box; in the rest a staple, dirt, a crease, or nothing.
void sign_again(FilledPage& made, const templates::Template& paper, const samples::Filling& filling,
                samples::Dice& dice);

}  // namespace sanad::bench
