// Marks that were taken back: people tick the wrong box, scribble it out and tick another; some tick two.
#pragma once

#include "bench/pages.h"
#include "samples/dice.h"
#include "samples/form_filler.h"

namespace sanad::bench {

// Puts such marks into a few single choices of a page that is filled, and corrects what is expected of them.
void think_again(FilledPage& made, const templates::Template& paper, const samples::Writer& writer,
                 samples::Dice& dice);

}  // namespace sanad::bench
